"""Which items a list shows: listViewType, job filters, order, counts."""

import re
from collections.abc import Callable, Iterable

from aml_maturity_audit.sandbox.estate.world import Collection, Resource
from aml_maturity_audit.sandbox.web import Call

_ML = "microsoft.machinelearningservices/"
_ARCHIVABLE = (
    "/jobs", "/models", "/data", "/environments", "/components", "/codes", "/versions",
    "/featuresets", "/featurestoreentities",
)  # fmt: skip


def selected(collection: Collection, call: Call) -> list[Resource]:
    """The collection's items as the query asks for them."""
    type_ = collection.type.lower()
    items: Iterable[Resource] = collection.items
    if not type_.startswith(_ML):
        return list(items)
    if type_.endswith("/schedules"):
        items = filter(_schedule_view(call.asked("listViewType", "EnabledOnly")), items)
    elif type_.endswith(_ARCHIVABLE):
        items = filter(_archive_view(call.asked("listViewType", "ActiveOnly")), items)
    if type_.endswith("/jobs"):
        items = _jobs(items, call)
    if type_.endswith("/workspaces") and call.asked("kind"):
        items = [i for i in items if _same(i.get("kind"), call.asked("kind"))]
    return _ordered(list(items), call)


def _archive_view(view: str) -> Callable[[Resource], bool]:
    if view.lower() == "all":
        return lambda _: True
    archived = view.lower() == "archivedonly"
    return lambda item: (item.get("properties", "isArchived") is True) == archived


def _schedule_view(view: str) -> Callable[[Resource], bool]:
    if view.lower() == "all":
        return lambda _: True
    disabled = view.lower() == "disabledonly"
    return lambda item: (item.get("properties", "isEnabled") is False) == disabled


def _jobs(items: Iterable[Resource], call: Call) -> Iterable[Resource]:
    kind, tag = call.asked("jobType"), call.asked("tag")
    if kind:
        items = [i for i in items if _same(i.get("properties", "jobType"), kind)]
    for pair in filter(None, call.asked("properties").split(",")):
        key, _, value = pair.partition("=")
        items = [i for i in items if _has(i, "properties", key, value)]
    if tag:
        key, _, value = tag.partition("=")
        items = [i for i in items if _has(i, "tags", key, value)]
    if call.asked("scheduled").lower() == "true":
        schedule = re.escape(call.asked("scheduleId").rpartition("/")[2]) or ".+"
        stamped = re.compile(rf"{schedule}-\d{{8}}T\d{{6}}Z", re.IGNORECASE)
        items = [i for i in items if stamped.fullmatch(str(i.get("properties", "displayName")))]
    return items


def _has(item: Resource, where: str, key: str, value: str) -> bool:
    found = item.get("properties", where, key)
    return found is not None and (not value or str(found) == value)


def _same(found: object, wanted: str) -> bool:
    return isinstance(found, str) and found.lower() == wanted.lower()


def _ordered(items: list[Resource], call: Call) -> list[Resource]:
    order = call.asked("$orderBy").lower()
    if "createdtime" in order or "createdat" in order:
        items.sort(
            key=lambda item: str(item.get("systemData", "createdAt")), reverse="asc" not in order
        )
    top = call.asked("$top")
    return items[: int(top)] if top.isdecimal() else items
