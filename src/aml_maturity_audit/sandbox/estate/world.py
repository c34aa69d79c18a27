"""The estate as it is served: resources and collections under their ARM ids."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from aml_maturity_audit.sandbox.estate.settings import Identity, Settings
from aml_maturity_audit.sandbox.estate.yamlfile import Plain

if TYPE_CHECKING:
    from aml_maturity_audit.sandbox.devops.model import Organization
    from aml_maturity_audit.sandbox.estate.experiments import Experiment
    from aml_maturity_audit.sandbox.github.model import Owner

_TOP_LEVEL_DEPTH = 7  # /subscriptions/S/resourceGroups/G/providers/N/type
_TRACKED = ("/onlineendpoints", "/batchendpoints", "/deployments", "/serverlessendpoints")

encode = msgspec.json.Encoder().encode


class Resource:
    """One item: its id, its ARM type, and the body as ARM would send it."""

    def __init__(
        self, id_: str, name: str, type_: str, body: Plain, data_plane: Mapping[str, Plain]
    ) -> None:
        self.id = id_
        self.name = name
        self.type = type_
        self.body = body
        self.data_plane = data_plane

    @property
    def json(self) -> bytes:
        """The body as it goes over the wire."""
        return encode(self.body)

    def get(self, *keys: str) -> Plain:
        """A value inside the body, None where the path to it is broken."""
        value: Plain = self.body
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        return value


class Collection:
    """The items of one type below one parent, built when first asked for."""

    def __init__(
        self, path: str, type_: str, scope: str, make: Callable[[], Iterable[Resource]]
    ) -> None:
        self.path = path
        self.type = type_
        self.scope = scope  # the parent's id: where listing needs its right
        self._make = make
        self.pages: dict[object, bytes] = {}
        self.selections: dict[object, list[Resource]] = {}

    @cached_property
    def items(self) -> list[Resource]:
        """All items in the order of the estate, jobs newest first."""
        return list(self._make())

    @cached_property
    def by_name(self) -> Mapping[str, Resource]:
        """The items by lower-case name."""
        return {item.name.lower(): item for item in self.items}


@dataclass
class World:
    """Everything the sandbox knows once it has started."""

    url: str
    now: datetime
    settings: Settings
    identities: Mapping[str, Identity]
    collections: dict[str, Collection] = field(default_factory=dict)
    by_type: dict[str, list[Collection]] = field(default_factory=dict)
    subscriptions: dict[str, Resource] = field(default_factory=dict)
    groups: dict[str, Resource] = field(default_factory=dict)
    activity: dict[str, Collection] = field(default_factory=dict)
    experiments: dict[str, list["Experiment"]] = field(default_factory=dict)
    closed_data_planes: set[str] = field(default_factory=set)
    organizations: dict[str, "Organization"] = field(default_factory=dict)
    github: dict[str, "Owner"] = field(default_factory=dict)

    def resource(self, id_: str) -> Resource | None:
        """The resource with that id, in any casing."""
        key = id_.lower().rstrip("/")
        known = self.subscriptions.get(key) or self.groups.get(key)
        if known is not None:
            return known
        parent, _, name = key.rpartition("/")
        collection = self.collections.get(parent)
        return collection.by_name.get(name) if collection is not None else None

    def add(self, collection: Collection) -> None:
        """Take a collection in."""
        self.collections[collection.path.lower()] = collection
        self.by_type.setdefault(collection.type.lower(), []).append(collection)

    def of_type(self, type_: str, scope: str) -> Iterator[Collection]:
        """The collections of a type anywhere below a scope."""
        prefix = scope.lower().rstrip("/") + "/"
        for collection in self.by_type.get(type_.lower(), ()):
            if collection.path.lower().startswith(prefix):
                yield collection

    def below(self, scope: str, type_: str) -> Iterator[Resource]:
        """Every resource of a top-level type in the groups below a scope."""
        for collection in self.of_type(type_, scope):
            if collection.path.count("/") <= _TOP_LEVEL_DEPTH:
                yield from collection.items

    def tracked(self, scope: str) -> Iterator[Resource]:
        """What ARM's generic list of resources shows: everything that has a location."""
        for type_ in self.by_type:
            if type_.count("/") == 1 or type_.endswith(_TRACKED):
                for collection in self.of_type(type_, scope):
                    yield from (item for item in collection.items if item.get("location"))
