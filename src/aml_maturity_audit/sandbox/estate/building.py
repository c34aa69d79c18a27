"""From an estate as written to the world that is served."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from msgspec.structs import replace

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox.devops.building import build_organizations
from aml_maturity_audit.sandbox.devops.reading import Reader
from aml_maturity_audit.sandbox.estate.activity import activity_event
from aml_maturity_audit.sandbox.estate.bodies import Recipe
from aml_maturity_audit.sandbox.estate.experiments import experiments_of
from aml_maturity_audit.sandbox.estate.filling import Filling, Names
from aml_maturity_audit.sandbox.estate.items import Entry, entries
from aml_maturity_audit.sandbox.estate.merging import ABSENT, Templates, Tree
from aml_maturity_audit.sandbox.estate.model import Estate
from aml_maturity_audit.sandbox.estate.naming import estate_names
from aml_maturity_audit.sandbox.estate.settings import Access, Identity
from aml_maturity_audit.sandbox.estate.times import absolute
from aml_maturity_audit.sandbox.estate.vocabulary import (
    BODY_KEYS,
    CHILDREN,
    EXTENSIONS,
    GROUP_COLLECTIONS,
    GROUP_KEYS,
    ML,
    SHORTHAND_KEYS,
    SUBSCRIPTION_KEYS,
    WORKSPACE_KEYS,
    require_known,
)
from aml_maturity_audit.sandbox.estate.world import Collection, Resource, World
from aml_maturity_audit.sandbox.estate.yamlfile import Plain
from aml_maturity_audit.sandbox.github.building import build_github

WORKSPACE = f"{ML}/workspaces".lower()


def build(estate: Estate, url: str, now: datetime, *, trial: bool = False) -> World:
    """The world the estate describes, served at `url` from `now` on.

    Collections build their items when first asked for; a trial builds one of each at once.
    """
    start = absolute(estate.settings.now) if estate.settings.now else now
    world = World(url, start, estate.settings, estate.identities)
    builder = _Builder(estate, world, Templates(estate.templates), trial)
    builder.subscriptions()
    reader = Reader(builder.templates, trial)
    world.organizations = build_organizations(
        estate.devops, reader, builder.base, estate.settings.principals
    )
    world.github = build_github(estate.github, reader, builder.base, estate.settings.principals)
    if trial:
        for collection in [*world.collections.values(), *world.activity.values()]:
            for item in collection.items:
                assert item.json is not None
        for listed in world.experiments.values():
            for experiment in listed:
                assert experiment.runs is not None
    return world


@dataclass
class _Builder:
    estate: Estate
    world: World
    templates: Templates
    trial: bool
    _read: dict[int, tuple[Plain, list[Entry]]] = field(default_factory=dict)

    @cached_property
    def base(self) -> Filling:
        """What every item sees."""
        variables = {
            "absent": ABSENT,
            "url": self.world.url,
            "host": self.world.url.removeprefix("https://"),
            "tenant": self.estate.settings.tenant.id,
        }
        bare = Filling(self.world.now, Names(), variables)
        names = estate_names(self.estate, self.templates, bare)
        return Filling(self.world.now, names, variables)

    def subscriptions(self) -> None:
        """Build the ARM side."""
        base = self.base
        self.world.identities = {
            name: identity_in(identity, base) for name, identity in self.estate.identities.items()
        }
        for id_, raw in self.estate.subscriptions.items():
            self._subscription(id_, _tree(raw, f"The subscription {id_}"), base)

    def _subscription(self, id_: str, raw: Tree, filling: Filling) -> None:
        where = f"The subscription {id_}"
        spec = self.templates.unfold(raw, where)
        require_known(spec, SUBSCRIPTION_KEYS, where)
        path = f"/subscriptions/{id_}"
        inner = filling.with_variables(subscription=id_, parent=path)
        body: Tree = {
            "id": path,
            "authorizationSource": "RoleBased",
            "managedByTenants": [],
            "subscriptionId": id_,
            "tenantId": self.world.settings.tenant.id,
            "displayName": spec.get("displayName", id_),
            "state": spec.get("state", "Enabled"),
            "subscriptionPolicies": {
                "locationPlacementId": "Public_2014-09-01",
                "quotaId": "EnterpriseAgreement_2014-09-01",
                "spendingLimit": "Off",
            },
            "tags": spec.get("tags", {}),
        }
        self.world.subscriptions[path.lower()] = Resource(
            path, id_, "Microsoft.Resources/subscriptions", inner.fill(body), {}
        )
        self._extensions(spec, path, inner)
        self._activity(spec.get("activityLog"), path, inner)
        for name, group in _tree(spec.get("resourceGroups"), f"{where}: resourceGroups").items():
            self._group(path, name, _tree(group, f"The resource group {name}"), inner)

    def _group(self, subscription: str, name: str, raw: Tree, filling: Filling) -> None:
        where = f"The resource group {name}"
        spec = self.templates.unfold(raw, where)
        require_known(spec, GROUP_KEYS, where)
        path = f"{subscription}/resourceGroups/{name}"
        location = str(spec.get("location", "westeurope"))
        inner = filling.with_variables(resourceGroup=name, location=location, parent=path)
        body: Tree = {
            "id": path,
            "name": name,
            "type": "Microsoft.Resources/resourceGroups",
            "location": location,
            "tags": spec.get("tags", {}),
            "properties": spec.get("properties", {"provisioningState": "Succeeded"}),
        }
        self.world.groups[path.lower()] = Resource(
            path, name, "Microsoft.Resources/resourceGroups", inner.fill(body), {}
        )
        self._extensions(spec, path, inner)
        for key, type_ in GROUP_COLLECTIONS.items():
            if key in spec:
                self._collection(spec[key], path, f"{path}/providers/{type_}", type_, inner)
        for type_, items in _tree(spec.get("resources"), f"{where}: resources").items():
            self._collection(items, path, f"{path}/providers/{type_}", type_, inner)

    def _extensions(self, spec: Mapping[str, Plain], scope: str, filling: Filling) -> None:
        for key, type_ in EXTENSIONS.items():
            if key in spec:
                self._collection(spec[key], scope, f"{scope}/providers/{type_}", type_, filling)

    def _collection(
        self, raw: Plain, scope: str, path: str, type_: str, filling: Filling
    ) -> Collection:
        found = self._entries(raw, path)
        for entry in found[:1] if _same_spec(found) else found:
            self._check_keys(entry, type_)
        collection = Collection(
            path, type_, scope, lambda: self._items(found, path, type_, filling)
        )
        self.world.add(collection)
        for entry in found:
            if self._has_children(entry.spec, type_):
                self._children(entry, path, type_, filling)
        return collection

    def _entries(self, raw: Plain, path: str) -> list[Entry]:
        """The entries of a collection; a template's collection is read once for all its users."""
        known = self._read.get(id(raw))
        if known is None:
            known = self._read[id(raw)] = (
                raw,
                entries(raw, self.templates, path, 1 if self.trial else None),
            )
        return known[1]

    def _items(
        self, found: list[Entry], path: str, type_: str, filling: Filling
    ) -> Iterator[Resource]:
        recipes: dict[int, Recipe] = {}
        built = []
        for entry in found:
            key = id(entry.spec)
            if key not in recipes:
                recipes[key] = Recipe(entry, type_, filling, self.estate.settings)
            built.append(recipes[key].make(entry, path, filling))
        newest_first = type_.lower().endswith(("/jobs", "/versions"))
        if newest_first:
            built.sort(key=lambda item: str(item.get("systemData", "createdAt")), reverse=True)
        yield from built

    def _check_keys(self, entry: Entry, type_: str) -> None:
        known = BODY_KEYS | SHORTHAND_KEYS | CHILDREN.get(type_.lower(), frozenset())
        known |= frozenset(EXTENSIONS)
        if type_.lower() == WORKSPACE:
            known |= WORKSPACE_KEYS
        require_known(entry.spec, known, entry.where)

    def _has_children(self, spec: Tree, type_: str) -> bool:
        nested = CHILDREN.get(type_.lower(), frozenset()) | frozenset(EXTENSIONS)
        return type_.lower() == WORKSPACE or not nested.isdisjoint(spec)

    def _children(self, entry: Entry, path: str, type_: str, filling: Filling) -> None:
        id_ = f"{path}/{entry.name(filling)}"
        spec = entry.spec
        inner = entry.filling(filling).with_variables(parent=id_)
        if type_.lower() == WORKSPACE:
            inner = self._inside_workspace(entry, id_, inner)
        own = CHILDREN.get(type_.lower(), frozenset())
        for key in own & spec.keys():
            self._collection(spec[key], id_, f"{id_}/{key}", f"{type_}/{key}", inner)
        self._extensions({k: v for k, v in spec.items() if k not in own}, id_, inner)

    def _inside_workspace(self, entry: Entry, id_: str, filling: Filling) -> Filling:
        workspace = self.world.resource(id_)
        assert workspace is not None
        if entry.spec.get("dataPlane") == "unreachable":
            self.world.closed_data_planes.add(id_.lower())
        inner = filling.with_variables(
            workspace=id_,
            workspaceName=workspace.name,
            workspaceGuid=str(workspace.get("properties", "workspaceId")),
            location=str(workspace.get("location")),
        )
        self.world.experiments[id_.lower()] = experiments_of(
            entry.spec.get("experiments"), id_, inner, self.templates, self.world
        )
        return inner

    def _activity(self, raw: Plain, subscription: str, filling: Filling) -> None:
        path = f"{subscription}/providers/Microsoft.Insights/eventtypes/management/values"
        found = entries(raw, self.templates, path, 1 if self.trial else None)

        def events() -> list[Resource]:
            built = [activity_event(e, subscription, filling, self.estate.settings) for e in found]
            return sorted(built, key=lambda e: str(e.get("eventTimestamp")), reverse=True)

        self.world.activity[subscription.lower()] = Collection(
            path, "Microsoft.Insights/eventtypes/values", subscription, events
        )


def identity_in(identity: Identity, filling: Filling) -> Identity:
    """The identity with the scopes of its rights filled in."""

    def placed(listed: tuple[Access, ...]) -> tuple[Access, ...]:
        return tuple(replace(one, scope=filling.text(one.scope)) for one in listed)

    return replace(identity, access=placed(identity.access), deny=placed(identity.deny))


def _same_spec(found: list[Entry]) -> bool:
    return len(found) > 1 and all(entry.spec is found[0].spec for entry in found)


def _tree(value: Plain, where: str) -> Tree:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise UsageError(f"{where} is not a mapping.")
    return value
