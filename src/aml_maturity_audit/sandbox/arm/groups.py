"""Management groups: the list, one of them, and everything below it."""

from collections.abc import Iterator

from aml_maturity_audit.sandbox.arm import refusals
from aml_maturity_audit.sandbox.arm.pages import page
from aml_maturity_audit.sandbox.arm.rights import Rights
from aml_maturity_audit.sandbox.estate.world import Resource, World
from aml_maturity_audit.sandbox.web import Answer, Call

_TYPE = "Microsoft.Management/managementGroups"


def management_groups(
    world: World, call: Call, rights: Rights, name: str | None, below: bool
) -> Answer:
    """The answer for any management group route."""
    groups = world.settings.management_groups
    if name is None:
        seen = [g for g in groups if rights.allows(_id(g), f"{_TYPE}/read")]
        return page([_group(world, g) for g in seen], call, world.url, world.settings.paging)
    known = next((g for g in groups if g.lower() == name.lower()), None)
    action = f"{_TYPE}/descendants/read" if below else f"{_TYPE}/read"
    if not rights.allows(_id(name), action):
        who = rights.identity
        return refusals.forbidden(who.client_id, who.object_id, action, _id(name))
    if known is None:
        message = f"The management group '{name}' cannot be found."
        return refusals.refusal(404, "NotFound", message)
    if below:
        found = list(_descendants(world, known, set()))
        return page(found, call, world.url, world.settings.paging)
    return Answer(body=_group(world, known).json)


def _id(name: str) -> str:
    return f"/providers/{_TYPE}/{name}"


def _group(world: World, name: str) -> Resource:
    shown = world.settings.management_groups[name].display_name or name
    properties = {"tenantId": world.settings.tenant.id, "displayName": shown}
    body = {"id": _id(name), "type": _TYPE, "name": name, "properties": dict(properties)}
    return Resource(_id(name), name, _TYPE, body, {})  # type: ignore[arg-type]


def _descendants(world: World, name: str, seen: set[str]) -> Iterator[Resource]:
    group = world.settings.management_groups.get(name)
    if group is None or name in seen:
        return
    seen.add(name)
    parent = {"id": _id(name)}
    for child in group.groups:
        below = world.settings.management_groups.get(child)
        shown = (below.display_name if below else "") or child
        yield _descendant(_id(child), f"{_TYPE}", child, shown, parent)
        yield from _descendants(world, child, seen)
    for id_ in group.subscriptions:
        known = world.subscriptions.get(f"/subscriptions/{id_}".lower())
        shown = str(known.get("displayName")) if known else id_
        yield _descendant(f"/subscriptions/{id_}", f"{_TYPE}/subscriptions", id_, shown, parent)


def _descendant(id_: str, type_: str, name: str, shown: str, parent: dict[str, str]) -> Resource:
    body = {
        "id": id_,
        "type": type_,
        "name": name,
        "properties": {"displayName": shown, "parent": dict(parent)},
    }
    return Resource(id_, name, type_, body, {})  # type: ignore[arg-type]
