"""What an identity may do where: role assignments, deny assignments, inheritance."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

from aml_maturity_audit.sandbox.estate.settings import Access, Identity, ManagementGroup

_GROUPS = "/providers/microsoft.management/managementgroups/"


@lru_cache(maxsize=4096)
def _pattern(action: str) -> re.Pattern[str]:
    return re.compile(re.escape(action).replace(r"\*", ".*"), re.IGNORECASE)


def _any_matches(actions: Iterable[str], wanted: str) -> bool:
    return any(_pattern(action).fullmatch(wanted) for action in actions)


class Rights:
    """The effective rights of one identity, by scope."""

    def __init__(self, identity: Identity, groups: Mapping[str, ManagementGroup]) -> None:
        self.identity = identity
        self._groups = groups
        self._known: dict[tuple[str, str], bool] = {}

    def allows(self, scope: str, action: str) -> bool:
        """Whether the action is granted at the scope, here or above, and not denied."""
        key = (scope.lower(), action.lower())
        if key not in self._known:
            self._known[key] = self._decide(*key)
        return self._known[key]

    def _decide(self, scope: str, action: str) -> bool:
        if any(_any_matches(deny.actions, action) for deny in self._at(self.identity.deny, scope)):
            return False
        return any(
            _any_matches(grant.actions, action) and not _any_matches(grant.not_actions, action)
            for grant in self._at(self.identity.access, scope)
        )

    def permissions(self, scope: str) -> list[dict[str, list[str]]]:
        """As `Microsoft.Authorization/permissions` lists them: one set per assignment."""
        denied = [action for deny in self._at(self.identity.deny, scope) for action in deny.actions]
        return [
            {
                "actions": list(grant.actions),
                "notActions": [*grant.not_actions, *denied],
                "dataActions": [],
                "notDataActions": [],
            }
            for grant in self._at(self.identity.access, scope)
        ]

    def sees(self, subscription: str) -> bool:
        """Whether anything is granted in the subscription, above it or somewhere inside."""
        path = f"/subscriptions/{subscription}".lower()
        if any(True for _ in self._at(self.identity.access, path)):
            return True
        return any(_clean(grant.scope).startswith(path + "/") for grant in self.identity.access)

    def _at(self, listed: Iterable[Access], scope: str) -> Iterable[Access]:
        above = self._ancestors(scope.lower())
        return (one for one in listed if _covers(_clean(one.scope), scope.lower(), above))

    def _ancestors(self, scope: str) -> frozenset[str]:
        parts = scope.strip("/").split("/")
        if parts[0] == "subscriptions" and len(parts) > 1:
            return frozenset(_GROUPS + name for name in self._parents.get(parts[1], ()))
        if scope.startswith(_GROUPS):
            name = scope[len(_GROUPS) :].split("/", maxsplit=1)[0]
            return frozenset(_GROUPS + above for above in self._parents.get(name, ()))
        return frozenset()

    @cached_property
    def _parents(self) -> Mapping[str, frozenset[str]]:
        """Every management group above a subscription or a group, by lower-case name."""
        direct: dict[str, str] = {}
        for name, group in self._groups.items():
            for child in (*group.subscriptions, *group.groups):
                direct[child.lower()] = name.lower()
        above: dict[str, frozenset[str]] = {}
        for child in direct:
            chain: list[str] = []
            place = child
            while place in direct and direct[place] not in chain:
                place = direct[place]
                chain.append(place)
            above[child] = frozenset(chain)
        return above


def _clean(scope: str) -> str:
    return scope.lower().rstrip("/")


def _covers(assigned: str, scope: str, above: frozenset[str]) -> bool:
    return assigned in ("", scope) or scope.startswith(assigned + "/") or assigned in above
