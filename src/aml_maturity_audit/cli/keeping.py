"""The history that a run is kept in: the extra that it needs, and how to sign in to it."""

from typing import TYPE_CHECKING

from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.assessment.trend import Trend
from aml_maturity_audit.cli.messages import say
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import AuditError, UsageError

if TYPE_CHECKING:
    from aml_maturity_audit.history.places import Place
    from aml_maturity_audit.history.store import History

_SHARD = "shard"
"""The code of the warning in an assessment of a part of a run."""


def history_of(config: Config) -> "History":
    """The history that `--history` names. Raises UsageError without one, or without the extra."""
    if config.history is None:
        raise UsageError("No history is named.", remedy="Name it: --history URI.")
    try:
        from aml_maturity_audit.history.store import History
    except ImportError as error:
        raise UsageError(
            "A history needs packages that are not installed.",
            remedy="Install them: pip install 'aml-maturity-audit[history]'.",
        ) from error
    return History(config.history, place_of(config))


def reached(config: Config) -> "History | None":
    """The history to keep a run in, where one is named.

    Raises AuditError where it cannot be reached: better before hours of reading than after them.
    """
    if config.history is None:
        return None
    history = history_of(config)
    history.reach()
    return history


def trends_until(history: "History | None", assessment: Assessment) -> tuple[Trend, ...]:
    """Levels up to a run; none without a history, for a shard, and where it cannot be read."""
    if history is None or any(warning.code == _SHARD for warning in assessment.warnings):
        return ()
    from aml_maturity_audit.history.past import until

    try:
        return until(history, assessment)
    except AuditError as error:
        say(f"The report shows no levels over time: {error}", event="trend-failed")
        return ()


def place_of(config: Config) -> "Place":
    """The folder or container that `--history` names, which is signed in to as Azure is.

    Raises UsageError for an address that is neither.
    """
    from aml_maturity_audit.history.places import folder

    uri = config.history or ""
    if not uri.startswith("abfss://"):
        return folder(uri)
    from aml_maturity_audit.azure.auth import Auth
    from aml_maturity_audit.azure.door import Settings
    from aml_maturity_audit.azure.storage import BlobStorage

    return BlobStorage(uri, Settings(Auth(config.auth), config.cloud))
