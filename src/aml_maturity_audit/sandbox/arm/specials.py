"""The ARM routes that are no plain collection: lists over scopes, permissions, activity."""

import re
from collections.abc import Callable, Mapping

from aml_maturity_audit.sandbox.arm import refusals
from aml_maturity_audit.sandbox.arm.activity import activity_page
from aml_maturity_audit.sandbox.arm.generic import generic_resources
from aml_maturity_audit.sandbox.arm.groups import management_groups
from aml_maturity_audit.sandbox.arm.pages import page
from aml_maturity_audit.sandbox.arm.rights import Rights
from aml_maturity_audit.sandbox.estate.world import Resource, World
from aml_maturity_audit.sandbox.web import Answer, Call

_ONE = r"/subscriptions/(?P<id>[^/]+)"
_GROUPS = r"/providers/Microsoft\.Management/managementGroups"
_ASSIGNMENTS = "microsoft.authorization/roleassignments"
_READ_GROUPS = "Microsoft.Resources/subscriptions/resourceGroups/read"
_READ_ASSIGNMENTS = "Microsoft.Authorization/roleAssignments/read"


class Specials:
    """Answers the special routes, and None for all others."""

    def __init__(self, world: World) -> None:
        self._world = world
        routes: Mapping[str, Callable[[Call, Rights, re.Match[str]], Answer]] = {
            r"/subscriptions": self._subscriptions,
            r"/tenants": self._tenants,
            rf"{_ONE}": self._subscription,
            rf"{_ONE}/resourceGroups": self._groups,
            rf"{_ONE}(/resourceGroups/[^/]+)?/resources": self._resources,
            r"(?P<scope>.*)/providers/Microsoft\.Authorization/permissions": self._permissions,
            r"(?P<scope>.*)/providers/Microsoft\.Authorization/roleAssignments": self._assignments,
            rf"{_ONE}/providers/Microsoft\.Insights/eventtypes/management/values": self._activity,
            rf"{_GROUPS}(/(?P<name>[^/]+)(?P<below>/descendants)?)?": self._management,
        }
        self._routes = [(re.compile(p, re.IGNORECASE), route) for p, route in routes.items()]

    def answer(self, call: Call, rights: Rights) -> Answer | None:
        """The answer of the route that matches, if one does."""
        path = call.path.rstrip("/")
        for pattern, route in self._routes:
            match = pattern.fullmatch(path)
            if match is not None:
                missing = self._missing_subscription(match.groupdict().get("id"))
                return missing or route(call, rights, match)
        return None

    def _missing_subscription(self, id_: str | None) -> Answer | None:
        if id_ is None or f"/subscriptions/{id_}".lower() in self._world.subscriptions:
            return None
        if re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", id_) is None:
            return refusals.subscription_malformed(id_)
        return refusals.subscription_not_found(id_)

    def _page(self, items: list[Resource], call: Call) -> Answer:
        return page(items, call, self._world.url, self._world.settings.paging)

    def _subscriptions(self, call: Call, rights: Rights, _: re.Match[str]) -> Answer:
        seen = [one for one in self._world.subscriptions.values() if rights.sees(one.name)]
        return self._page(seen, call)

    def _tenants(self, _: Call, __: Rights, ___: re.Match[str]) -> Answer:
        tenant = self._world.settings.tenant
        one = {
            "id": f"/tenants/{tenant.id}",
            "tenantId": tenant.id,
            "displayName": tenant.display_name,
            "defaultDomain": tenant.domain,
            "domains": [tenant.domain],
            "tenantType": "AAD",
        }
        return Answer.json({"value": [one]})

    def _subscription(self, _: Call, rights: Rights, match: re.Match[str]) -> Answer:
        found = self._world.subscriptions[f"/subscriptions/{match['id']}".lower()]
        if not rights.sees(found.name):
            who = rights.identity
            action = "Microsoft.Resources/subscriptions/read"
            return refusals.forbidden(who.client_id, who.object_id, action, found.id)
        return Answer(body=found.json)

    def _groups(self, call: Call, rights: Rights, match: re.Match[str]) -> Answer:
        prefix = f"/subscriptions/{match['id']}/".lower()
        groups = (one for path, one in self._world.groups.items() if path.startswith(prefix))
        return self._page([one for one in groups if rights.allows(one.id, _READ_GROUPS)], call)

    def _resources(self, call: Call, rights: Rights, match: re.Match[str]) -> Answer:
        scope = match[0].rpartition("/")[0]
        return self._page(generic_resources(self._world, scope, call, rights), call)

    def _permissions(self, call: Call, rights: Rights, match: re.Match[str]) -> Answer:
        scope = match["scope"]
        if scope and self._world.resource(scope) is None:
            subscription = scope.split("/")[2] if scope.count("/") > 1 else ""
            missing = self._missing_subscription(subscription or None)
            return missing or refusals.invalid_path(call.path)
        return Answer.json({"value": rights.permissions(scope)})

    def _assignments(self, call: Call, rights: Rights, match: re.Match[str]) -> Answer:
        scope = match["scope"]
        if not rights.allows(scope, _READ_ASSIGNMENTS):
            who = rights.identity
            return refusals.forbidden(who.client_id, who.object_id, _READ_ASSIGNMENTS, scope)
        return self._page(self._assigned(scope.lower(), call.asked("$filter")), call)

    def _assigned(self, scope: str, condition: str) -> list[Resource]:
        """Assignments at the scope and above it, and without atScope() also below."""
        here_and_above = "atscope()" in condition.lower()
        return [
            item
            for collection in self._world.by_type.get(_ASSIGNMENTS, ())
            for place in [collection.scope.lower()]
            if scope == place
            or scope.startswith(place + "/")
            or (not here_and_above and place.startswith(scope + "/"))
            for item in collection.items
        ]

    def _activity(self, call: Call, rights: Rights, match: re.Match[str]) -> Answer:
        return activity_page(self._world, match["id"], call, rights)

    def _management(self, call: Call, rights: Rights, match: re.Match[str]) -> Answer:
        return management_groups(self._world, call, rights, match["name"], bool(match["below"]))
