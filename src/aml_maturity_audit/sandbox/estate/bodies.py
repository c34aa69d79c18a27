"""The body of an item: what the estate says, and what Azure would add by itself."""

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox.estate.defaults import implied
from aml_maturity_audit.sandbox.estate.filling import Filling
from aml_maturity_audit.sandbox.estate.items import Entry
from aml_maturity_audit.sandbox.estate.merging import Tree, merge
from aml_maturity_audit.sandbox.estate.settings import Principal, Settings
from aml_maturity_audit.sandbox.estate.times import absolute, compact_time, is_offset
from aml_maturity_audit.sandbox.estate.vocabulary import BODY_KEYS, ML, nearest
from aml_maturity_audit.sandbox.estate.world import Resource

_ML = ML.lower()
_SERVING = ("/onlineendpoints", "/batchendpoints", "/deployments")


def item_body(entry: Entry, path: str, type_: str, outer: Filling, settings: Settings) -> Resource:
    """The item as ARM sends it: id, name and type first, then what is written and implied."""
    name = entry.name(outer)
    id_ = f"{path}/{name}"
    filling = entry.filling(outer).with_variables(self=id_, name=name)
    spec = entry.spec
    data_plane = spec.get("dataPlane")
    extra = filling.fill(data_plane) if isinstance(data_plane, dict) else {}
    assert isinstance(extra, dict)
    if "raw" in spec:
        return Resource(id_, name, type_, filling.fill(spec["raw"]), extra)
    created = _created(spec, filling)
    if created is not None:
        filling = filling.with_variables(stamp=compact_time(absolute(created)), created=created)
    written = filling.fill({key: value for key, value in spec.items() if key in BODY_KEYS})
    assert isinstance(written, dict)
    body: Tree = {"id": id_, "name": name, "type": type_}
    body = merge(body, implied(type_, id_, name, spec, filling.variables))
    system = _system_data(spec, created, type_.lower(), settings, entry.where)
    if system:
        body["systemData"] = system
    return Resource(id_, name, type_, merge(body, written), extra)


def _created(spec: Tree, filling: Filling) -> str | None:
    written = spec.get("created")
    system = spec.get("systemData")
    if written is None and isinstance(system, dict):
        written = system.get("createdAt")
    return filling.text(written) if isinstance(written, str) and _is_time(written) else None


def _is_time(text: str) -> bool:
    if is_offset(text):
        return True
    try:
        absolute(text)
    except ValueError:
        return False
    return True


def _system_data(
    spec: Tree, created: str | None, type_: str, settings: Settings, where: str
) -> Tree:
    system: Tree = {}
    if created is not None:
        system |= {"createdAt": created, "lastModifiedAt": created}
    if "by" in spec:
        maker = principal(settings, str(spec["by"]), where)
        # Endpoints and deployments tell no type (recorded answers, azure_facts 0.4).
        typed = not type_.endswith(_SERVING)
        shown = (maker.upn or maker.name) if type_ == f"{_ML}/workspaces" else shown_name(maker)
        system |= {"createdBy": shown}
        if typed:
            system |= {
                "createdByType": maker.type,
                "lastModifiedBy": shown,
                "lastModifiedByType": maker.type,
            }
    return system


def principal(settings: Settings, name: str, where: str) -> Principal:
    """The principal with that name; `UsageError` naming the nearest where there is none."""
    found = settings.principals.get(name)
    if found is None:
        raise UsageError(
            f"{where} is by the unknown principal {name!r}.",
            remedy=nearest(name, settings.principals),
        )
    return found


def shown_name(maker: Principal) -> str:
    """As assets show their maker: people by name, applications by client id."""
    return maker.name if maker.type == "User" else maker.client_id or maker.name
