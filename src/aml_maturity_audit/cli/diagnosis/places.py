"""Whether history and reports can be kept, and whether a notification could be signed and sent."""

import os
import secrets
from pathlib import Path

from aml_maturity_audit.azure.clock import now
from aml_maturity_audit.cli.diagnosis.model import BROKEN, GOOD, LIMITED, Check
from aml_maturity_audit.cli.filing import Folder, place_for_reports
from aml_maturity_audit.cli.keeping import place_of
from aml_maturity_audit.cli.notifying import webhook_in
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import AuditError

_TABLE = "doctor"


def history_check(config: Config) -> Check:
    """Writes one row to a table of its own beside the history, over the one of the last time."""
    assert config.history is not None
    try:
        if "://" not in config.history:
            return _folder("history", config.history)
        _write(config)
    except ImportError:
        return Check(
            name="history",
            state=BROKEN,
            said="A history needs packages that are not installed.",
            remedy="pip install 'aml-maturity-audit[history]'",
        )
    except AuditError as error:
        return Check(name="history", state=BROKEN, said=error.what, remedy=error.remedy)
    return Check(name="history", state=GOOD, said="The history can be written.")


def reports_check(config: Config) -> Check:
    """Puts an empty file in a container, over the one of the last time."""
    assert config.reports is not None
    try:
        place = place_for_reports(config)
        if isinstance(place, Folder):
            return _folder("reports", config.reports)
        assert place is not None
        place.reach()
    except AuditError as error:
        return Check(name="reports", state=BROKEN, said=error.what, remedy=error.remedy)
    return Check(name="reports", state=GOOD, said="Reports can be kept.")


def _folder(name: str, path: str) -> Check:
    folder = Path(path.removeprefix("file://")).expanduser()
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    if there.is_dir() and os.access(there, os.W_OK):
        return Check(name=name, state=GOOD, said=f"{folder} can be written.")
    return Check(
        name=name,
        state=BROKEN,
        said=f"{there} cannot be written.",
        remedy="Name another folder, or let this user write there.",
    )


def _write(config: Config) -> None:
    from arro3.core import DataType, Field, Schema

    from aml_maturity_audit.history.arrow import reader_of
    from aml_maturity_audit.history.delta import Delta

    schema = Schema([Field("date", DataType.date32()), Field("mark", DataType.string())])
    row = (now().date(), secrets.token_hex(4))
    store = Delta(config.history or "", {_TABLE: schema}, place_of(config))
    store.replace(_TABLE, lambda: reader_of([row], schema), "mark IS NOT NULL")


def webhook_check(config: Config) -> Check:
    """Nothing is sent: a receiver should hear of runs only."""
    try:
        webhook = webhook_in(config)
    except AuditError as error:
        return Check(name="notification", state=BROKEN, said=error.what, remedy=error.remedy)
    assert webhook is not None
    if webhook.secret is None:
        return Check(
            name="notification",
            state=LIMITED,
            said=f"{webhook.shown} is told without a signature.",
            remedy="Set AML_MATURITY_AUDIT_NOTIFICATION_SECRET.",
        )
    return Check(name="notification", state=GOOD, said=f"{webhook.shown} is told, signed.")
