"""The body of an item: what the estate says, and what Azure would add by itself."""

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox.estate.defaults import implied
from aml_maturity_audit.sandbox.estate.filling import Filling
from aml_maturity_audit.sandbox.estate.items import Entry
from aml_maturity_audit.sandbox.estate.merging import Tree, lay_over, merge
from aml_maturity_audit.sandbox.estate.settings import Principal, Settings
from aml_maturity_audit.sandbox.estate.stencil import stencil
from aml_maturity_audit.sandbox.estate.times import absolute, is_offset
from aml_maturity_audit.sandbox.estate.vocabulary import BODY_KEYS, ML, nearest
from aml_maturity_audit.sandbox.estate.world import Resource

_WORKSPACE = f"{ML}/workspaces".lower()
_SERVING = ("/onlineendpoints", "/batchendpoints", "/deployments")


class Recipe:
    """How to make the items of one written spec in one collection: prepared for all repetitions."""

    def __init__(self, entry: Entry, type_: str, outer: Filling, settings: Settings) -> None:
        spec = entry.spec
        self._type = type_
        self._created = _created(spec)
        data_plane = spec.get("dataPlane")
        self._data_plane = stencil(data_plane if isinstance(data_plane, dict) else {}, outer)
        if "raw" in spec:
            self._body = stencil(spec["raw"], outer)
            return
        body: Tree = {"id": "${self}", "name": "${name}", "type": type_}
        system = _system_data(spec, type_.lower(), settings, entry.where)
        written: Tree = {key: value for key, value in spec.items() if key in BODY_KEYS}
        known = lay_over(body, implied(type_, spec))
        whole = merge(known | ({"systemData": system} if system else {}), written)
        self._body = stencil(whole, outer)

    def make(self, entry: Entry, path: str, outer: Filling) -> Resource:
        """The item as ARM sends it."""
        name = entry.name(outer)
        id_ = f"{path}/{name}"
        filling = entry.filling(outer)
        more = {"self": id_, "name": name}
        if self._created is not None:
            more["created"] = filling.text(self._created)
        filling = filling.with_variables(**more)
        extra = self._data_plane(filling)
        assert isinstance(extra, dict)
        return Resource(id_, name, self._type, self._body(filling), extra)


def _created(spec: Tree) -> str | None:
    """When the item was made, as written; None where that is no time."""
    written = spec.get("created")
    system = spec.get("systemData")
    if written is None and isinstance(system, dict):
        written = system.get("createdAt")
    return written if isinstance(written, str) and _is_time(written) else None


def _is_time(text: str) -> bool:
    if is_offset(text):
        return True
    try:
        absolute(text)
    except ValueError:
        return False
    return True


def _system_data(spec: Tree, type_: str, settings: Settings, where: str) -> Tree:
    system: Tree = {}
    if _created(spec) is not None:
        system |= {"createdAt": "${created}", "lastModifiedAt": "${created}"}
    if "by" in spec:
        maker = principal(settings, str(spec["by"]), where)
        # Endpoints and deployments tell no type (recorded answers, azure_facts 0.4).
        typed = not type_.endswith(_SERVING)
        shown = (maker.upn or maker.name) if type_ == _WORKSPACE else shown_name(maker)
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
