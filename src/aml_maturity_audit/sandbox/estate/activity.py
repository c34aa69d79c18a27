"""Activity Log events: short-hands for who did what to which resource."""

from aml_maturity_audit.sandbox.estate.bodies import principal
from aml_maturity_audit.sandbox.estate.filling import Filling
from aml_maturity_audit.sandbox.estate.guids import guid_of
from aml_maturity_audit.sandbox.estate.items import Entry
from aml_maturity_audit.sandbox.estate.merging import Tree, merge
from aml_maturity_audit.sandbox.estate.settings import Principal, Settings
from aml_maturity_audit.sandbox.estate.vocabulary import require_known
from aml_maturity_audit.sandbox.estate.world import Resource

_OWN_KEYS = (
    "authorization caller channels claims correlationId description eventDataId eventName category "
    "httpRequest id level resourceGroupName resourceProviderName resourceId resourceType "
    "operationId operationName properties status subStatus eventTimestamp submissionTimestamp "
    "subscriptionId tenantId"
)
_SHORT_KEYS = "name like repeat every at by operation on raw"
_EVENT_KEYS = frozenset(f"{_OWN_KEYS} {_SHORT_KEYS}".split())


def activity_event(entry: Entry, subscription: str, outer: Filling, settings: Settings) -> Resource:
    """One event: `at`, `by`, `operation` and `on` spelled out, written values on top."""
    require_known(entry.spec, _EVENT_KEYS, entry.where)
    filling = entry.filling(outer)
    spec = filling.fill({k: v for k, v in entry.spec.items() if k not in ("repeat", "every", "by")})
    assert isinstance(spec, dict)
    name = f"{entry.where}-{entry.number}"
    if "raw" in spec:
        return Resource(name, name, "event", spec["raw"], {})
    short = {key: spec.pop(key) for key in ("at", "operation", "on", "name") if key in spec}
    body: Tree = {"eventDataId": guid_of(name), "correlationId": guid_of(f"{name}/correlation")}
    body |= {
        "level": "Informational",
        "category": _localized("Administrative"),
        "status": _localized("Succeeded"),
        "subStatus": _localized("OK"),
        "subscriptionId": subscription.rpartition("/")[2],
        "tenantId": settings.tenant.id,
    }
    if "at" in short:
        body |= {"eventTimestamp": short["at"], "submissionTimestamp": short["at"]}
    if "on" in short:
        body |= _about(str(short["on"]), str(short.get("operation", "")))
    if "by" in entry.spec:
        body |= _made_by(
            principal(settings, str(entry.spec["by"]), entry.where), str(entry.spec["by"])
        )
    return Resource(name, name, "event", merge(body, spec), {})


def _localized(value: str) -> Tree:
    return {"value": value, "localizedValue": value}


def _about(id_: str, verb: str) -> Tree:
    parts = id_.split("/")
    place = len(parts) - 1 - parts[::-1].index("providers") if "providers" in parts else 0
    type_ = "/".join([parts[place + 1], *parts[place + 2 :: 2]]) if place else ""
    operation = verb if "/" in verb else f"{type_}/{verb or 'write'}"
    return {
        "resourceId": id_,
        "resourceGroupName": parts[4] if len(parts) > 4 else "",
        "resourceProviderName": _localized(parts[place + 1] if place else ""),
        "resourceType": _localized(type_),
        "operationName": _localized(operation),
        "authorization": {"action": operation, "scope": id_},
    }


def _made_by(maker: Principal, name: str) -> Tree:
    object_id = maker.object_id or guid_of(f"object/{name}")
    oid = "http://schemas.microsoft.com/identity/claims/objectidentifier"
    if maker.type == "User":
        upn = maker.upn or f"{name}@contoso.example"
        claims: Tree = {
            oid: object_id,
            "name": maker.name,
            "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn": upn,
            "appid": "c44b4083-3bb0-49c1-b47d-974e53cbdf3c",
            "idtyp": "user",
        }
        return {"caller": upn, "claims": claims}
    client = maker.client_id or guid_of(f"client/{name}")
    return {"caller": object_id, "claims": {oid: object_id, "appid": client, "idtyp": "app"}}
