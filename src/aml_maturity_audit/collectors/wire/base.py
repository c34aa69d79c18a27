"""What most answers of ARM share: an id, a name, who made it and when."""

from datetime import datetime
from functools import lru_cache

import msgspec

from aml_maturity_audit.collectors.wire.plain import MAX_TEXT, text
from aml_maturity_audit.collectors.wire.times import parse_time
from aml_maturity_audit.signals.ids import last_segment
from aml_maturity_audit.signals.record import Actor


class Wire(msgspec.Struct, rename="camel", gc=False):
    """A part of an answer; only declared fields are decoded, so nothing else is ever held."""


class SystemData(Wire):
    """`systemData`. Online endpoints leave out the types (azure_facts 0.4)."""

    created_at: str | None = None
    created_by: str | None = None
    created_by_type: str | None = None
    last_modified_at: str | None = None


class Resource(Wire):
    """What every ARM resource has."""

    id: str | None = None
    name: str | None = None
    system_data: SystemData | None = None


def arm_name(resource: Resource) -> str:
    """The resource's name, from its id where it has none. Raises ValueError where it has neither:
    such an item cannot be told from another."""
    if len(resource.name or "") > MAX_TEXT or len(resource.id or "") > MAX_TEXT:
        raise ValueError("the item's name is longer than any in Azure")
    name = text(resource.name) or last_segment(text(resource.id))
    if not name:
        raise ValueError("the item has neither a name nor an id")
    return name


def arm_id(resource: Resource, parent: str) -> str:
    """The resource's ARM id, made from `parent` (its collection) where it bears none."""
    given = text(resource.id)
    return given if given.startswith("/") else f"{parent}/{arm_name(resource)}"


def created_at(resource: Resource) -> datetime | None:
    """When it was made; None where that cannot be read."""
    return parse_time(resource.system_data.created_at) if resource.system_data else None


def modified_at(resource: Resource) -> datetime | None:
    """When it was last changed, else made."""
    if resource.system_data is None:
        return None
    return parse_time(resource.system_data.last_modified_at) or created_at(resource)


def created_by(resource: Resource) -> Actor:
    """Who made it, as far as Azure says."""
    data = resource.system_data
    if data is None:
        return Actor()
    return _actor(data.created_by, data.created_by_type)


@lru_cache(maxsize=1024)  # the same few make job after job
def _actor(name: str | None, kind: str | None) -> Actor:
    return Actor(name=text(name), type=text(kind))
