"""Registry discovery, and the registries' own endpoint, which knows where assets came from."""

import re

from aml_maturity_audit.sandbox.arm.access import Door
from aml_maturity_audit.sandbox.arm.pages import page
from aml_maturity_audit.sandbox.arm.selection import selected
from aml_maturity_audit.sandbox.arm.target import read_target
from aml_maturity_audit.sandbox.dataplane import refusals
from aml_maturity_audit.sandbox.estate.merging import Tree, merge
from aml_maturity_audit.sandbox.estate.vocabulary import ML
from aml_maturity_audit.sandbox.estate.world import Resource, World
from aml_maturity_audit.sandbox.tokens import MACHINE_LEARNING, Tokens
from aml_maturity_audit.sandbox.web import Answer, Call

_DISCOVERY = re.compile(r"/registrymanagement/v1\.0/registries/([^/]+)/discovery", re.IGNORECASE)
_FRONTEND = "/mferp/managementfrontend"
_ASSETS = f"{ML}/registries/assets/read"


class Registries:
    """Answers for the registries' data plane."""

    def __init__(self, world: World, tokens: Tokens) -> None:
        self._world = world
        self._door = Door(world, tokens)
        self._audiences = (*tokens.arm_audiences, MACHINE_LEARNING)

    def claims(self, call: Call) -> bool:
        """Discovery and the management front end."""
        path = call.path.lower()
        return path.startswith(("/registrymanagement/", _FRONTEND + "/"))

    def answer(self, call: Call) -> Answer:
        """The registry's place, or assets of it."""
        rights = self._door.caller(call, self._audiences)
        if isinstance(rights, Answer):
            return rights
        discovery = _DISCOVERY.fullmatch(call.path)
        if discovery is not None:
            return self._discovered(discovery[1])
        target = read_target(call.path[len(_FRONTEND) :])
        registry = self._registry_of(target.path) if target else None
        if target is None or registry is None:
            return refusals.not_found(f"The registry in '{call.path}'")
        if not rights.allows(registry.id, _ASSETS):
            who = rights.identity
            return refusals.action_forbidden(who.client_id, who.object_id, _ASSETS, registry.id)
        if target.name:
            return self._item(registry, target.path)
        collection = self._world.collections.get(target.path.lower())
        found = selected(collection, call) if collection else []
        shown = [_shown(registry, item) for item in found]
        return page(shown, call, self._world.url, self._world.settings.paging)

    def _discovered(self, name: str) -> Answer:
        registry = self._named(name)
        if registry is None:
            return refusals.not_found(f"The registry '{name}'")
        parts = registry.id.split("/")
        return Answer.json(
            {
                "registryName": registry.name,
                "tenantId": self._world.settings.tenant.id,
                "primaryRegion": registry.get("location"),
                "regions": [registry.get("location")],
                "subscriptionId": parts[2],
                "resourceGroup": parts[4],
                "workspaceName": None,
                "primaryRegionResourceProviderUri": f"{self._world.url}/",
                "secondaryRegionResourceProviderUris": {},
                "registryFqdns": {},
            }
        )

    def _named(self, name: str) -> Resource | None:
        for subscription in self._world.subscriptions.values():
            for registry in self._world.below(subscription.id, f"{ML}/registries"):
                if registry.name.lower() == name.lower():
                    return registry
        return None

    def _registry_of(self, path: str) -> Resource | None:
        return self._world.resource("/".join(path.split("/")[:9]))

    def _item(self, registry: Resource, id_: str) -> Answer:
        found = self._world.resource(id_)
        if found is None:
            return refusals.not_found(f"The asset '{id_.rpartition('/registries/')[2]}'")
        return Answer(body=_shown(registry, found).json)


def _shown(registry: Resource, item: Resource) -> Resource:
    """The asset with the ids of the registry's own world, and what only that world tells."""
    if not isinstance(item.body, dict):
        return item
    inside = item.id[len(registry.id) :]
    names = inside.split("/")
    extra: Tree = {
        "name": names[2] if len(names) > 2 else item.name,
        "id": f"azureml://registries/{registry.name}{inside}",
        "type": item.type.rpartition("/registries/")[2].split("/")[0],
        "properties": dict(item.data_plane),
    }
    return Resource(item.id, item.name, item.type, merge(item.body, extra), {})
