"""A workspace read again with azure-ai-ml's MLClient: where both agree, and what each cannot read.

MLClient gets the token of this sign-in, for Azure Resource Manager alone. It is another library,
with its own way of asking: the promises of our door do not hold for what it sends, which is why
only `doctor --cross-check` uses it, when asked to.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

from azure.core.credentials import AccessToken

from aml_maturity_audit.cli.diagnosis.model import Compared
from aml_maturity_audit.signals.computes import COMPUTES
from aml_maturity_audit.signals.data import DATA_ASSETS
from aml_maturity_audit.signals.jobs import JOBS
from aml_maturity_audit.signals.models import MODELS
from aml_maturity_audit.signals.reading import Denied, Failed, Observed, SignalKey
from aml_maturity_audit.signals.schedules import SCHEDULES
from aml_maturity_audit.signals.serving import BATCH_ENDPOINTS, ONLINE_ENDPOINTS
from aml_maturity_audit.signals.snapshot import WorkspaceReadings

_SHOWN = 20
_KINDS: tuple[tuple[str, SignalKey[Any], Callable[[Any], Iterable[Any]]], ...] = (
    ("jobs", JOBS, lambda client: client.jobs.list()),
    ("models", MODELS, lambda client: client.models.list()),
    ("data assets", DATA_ASSETS, lambda client: client.data.list()),
    ("computes", COMPUTES, lambda client: client.compute.list()),
    ("schedules", SCHEDULES, lambda client: client.schedules.list()),
    ("online endpoints", ONLINE_ENDPOINTS, lambda client: client.online_endpoints.list()),
    ("batch endpoints", BATCH_ENDPOINTS, lambda client: client.batch_endpoints.list()),
)


class OneToken:
    """A credential that has one token, and gives it for the scope it was issued for only."""

    def __init__(self, scope: str, token: str, expires_on: int) -> None:
        self._scope = scope
        self._token = AccessToken(token, expires_on)

    def get_token(self, *scopes: str, **_: object) -> AccessToken:
        """The token. Raises ValueError for any other scope."""
        if [_plain(scope) for scope in scopes] != [_plain(self._scope)]:
            raise ValueError("This token is for Azure Resource Manager only.")
        return self._token


def _plain(scope: str) -> str:
    return scope.lower().replace("//.default", "/.default")


def cross_check(item: WorkspaceReadings, credential: OneToken) -> list[Compared]:
    """Each kind of thing in the workspace, as both read it; MLClient is asked here and now."""
    from azure.ai.ml import MLClient

    logging.getLogger("azure.ai.ml").setLevel(logging.CRITICAL)
    workspace = item.workspace
    with redirect_stdout(StringIO()):  # its schedules print
        client = MLClient(
            credential,
            subscription_id=workspace.subscription_id,
            resource_group_name=workspace.resource_group,
            workspace_name=workspace.name,
            enable_telemetry=False,
            show_progress=False,
        )
        return [_compared(kind, item, key, ask, client) for kind, key, ask in _KINDS]


def _compared(
    kind: str,
    item: WorkspaceReadings,
    key: SignalKey[Any],
    ask: Callable[[Any], Iterable[Any]],
    client: Any,  # noqa: ANN401  azure-ai-ml is not typed
) -> Compared:
    theirs: set[str] = set()
    problem = ""
    try:
        for one in ask(client):
            theirs.add(str(one.name))
    except Exception as error:  # noqa: BLE001  whatever MLClient ends a listing with is the finding
        problem = f"MLClient ended its list after {len(theirs)} with {type(error).__name__}."
    ours, gap = _ours(item, key)
    return Compared(
        kind=kind,
        both=len(ours & theirs),
        only_ours=tuple(sorted(ours - theirs)[:_SHOWN]),
        only_theirs=tuple(sorted(theirs - ours)[:_SHOWN]),
        ours=gap,
        theirs=problem,
    )


def _ours(item: WorkspaceReadings, key: SignalKey[Any]) -> tuple[set[str], str]:
    reading = item.readings.get(key)
    if isinstance(reading, Observed):
        gaps = "; ".join(gap.reason for gap in reading.gaps[:3])
        return {str(one.name) for one in reading.value}, gaps
    if isinstance(reading, Denied):
        return set(), f"{reading.action} is missing."
    return set(), reading.reason if isinstance(reading, Failed) else "It was not collected."
