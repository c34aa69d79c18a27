"""Events of the Activity Log, reduced to who wrote what on endpoints and deployments.

Source: azure_facts A.18; criteria.md, "release". Of the claims only those that tell a person from
an application are read.
"""

import re
from collections.abc import Mapping
from typing import Any, cast

from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.collectors.wire.plain import text, text_or_none
from aml_maturity_audit.collectors.wire.times import parse_time
from aml_maturity_audit.signals.activity import ServingWrite

_WRITE = re.compile(
    r"microsoft\.machinelearningservices/workspaces/(online|batch)endpoints(/deployments)?/write"
)
_SCHEMAS = "http://schemas.microsoft.com/identity/claims/"
_OBJECT_ID = ("objectidentifier", f"{_SCHEMAS}objectidentifier", "oid")
_UPN = ("upn", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn")
_SCOPE = ("scp", f"{_SCHEMAS}scope")
_SUCCEEDED = frozenset({"succeeded", "success"})


class EventWire(Wire):
    """An event; `status` and its like come as text or as `{value, localizedValue}`."""

    event_timestamp: str | None = None
    correlation_id: str | None = None
    operation_id: str | None = None
    resource_id: str | None = None
    operation_name: Any = None
    status: Any = None
    caller: str | None = None
    claims: dict[str, Any] | None = None


def parse_event(item: EventWire) -> ServingWrite | None:
    """The record of a write that succeeded; None for any other event, started or accepted ones too.

    Raises ValueError for a write that does not say on what.
    """
    if _WRITE.fullmatch(value_of(item.operation_name).lower()) is None:
        return None
    if value_of(item.status).lower() not in _SUCCEEDED:
        return None
    if not text(item.resource_id):
        raise ValueError("the event does not say on what it was")
    claims = {key.lower(): text(value) for key, value in (item.claims or {}).items()}
    caller = text(item.caller)
    upn = _first(claims, _UPN) or (caller if "@" in caller else None)
    return ServingWrite(
        resource_id=text(item.resource_id),
        correlation_id=text(item.correlation_id) or text(item.operation_id),
        time=parse_time(item.event_timestamp),
        by_user=is_user(caller, claims, upn),
        object_id=_first(claims, _OBJECT_ID),
        upn=upn,
        name=text_or_none(claims.get("name")),
        app_id=text_or_none(claims.get("appid")),
    )


def is_user(caller: str, claims: Mapping[str, str], upn: str | None) -> bool | None:
    """Whether a person called: by the kind of token, else by a UPN, else by a delegated scope.

    None where neither caller nor claims tell. `appid` tells nothing: a person's token has the
    client's (azure_facts A.18).
    """
    kind = claims.get("idtyp", "").lower()
    if kind in {"app", "user"}:
        return kind == "user"
    if upn or _first(claims, _SCOPE):
        return True
    return False if caller or _first(claims, _OBJECT_ID) else None


def value_of(said: object) -> str:
    """The `value` of a localised text, or the text itself."""
    if isinstance(said, Mapping):
        return text(cast("Mapping[str, object]", said).get("value"))
    return text(said)


def _first(claims: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((claims[name] for name in names if claims.get(name)), None)
