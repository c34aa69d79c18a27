"""`/resources`: everything with a location, narrowed by `$filter`."""

import re

from aml_maturity_audit.sandbox.arm.rights import Rights
from aml_maturity_audit.sandbox.estate.world import Resource, World
from aml_maturity_audit.sandbox.web import Call

_TERM = re.compile(r"(resourceType|name|resourceGroup|location)\s+(eq|ne)\s+'([^']*)'", re.I)
_SHOWN = ("id", "name", "type", "kind", "location", "sku", "tags", "identity", "managedBy")


def generic_resources(world: World, scope: str, call: Call, rights: Rights) -> list[Resource]:
    """The resources below a scope that the caller may read and the filter lets through."""
    condition = call.asked("$filter")
    return [
        _summary(item)
        for item in world.tracked(scope)
        if _passes(item, condition) and rights.allows(item.id, f"{item.type}/read")
    ]


def _summary(item: Resource) -> Resource:
    body = {key: item.get(key) for key in _SHOWN if item.get(key) is not None}
    return Resource(item.id, item.name, item.type, body, {})


def _passes(item: Resource, condition: str) -> bool:
    """Terms joined by `or`, or by `and`; a filter without a known term lets all through."""
    terms = [_holds(item, *term) for term in _TERM.findall(condition)]
    if not terms:
        return True
    return any(terms) if re.search(r"\bor\b", condition, re.I) else all(terms)


def _holds(item: Resource, name: str, operator: str, wanted: str) -> bool:
    found = {
        "resourcetype": item.type,
        "name": item.name,
        "resourcegroup": item.id.split("/")[4],
        "location": str(item.get("location")),
    }[name.lower()]
    return (found.lower() == wanted.lower()) == (operator.lower() == "eq")
