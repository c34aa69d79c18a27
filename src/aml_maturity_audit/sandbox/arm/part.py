"""The ARM half of the sandbox: from a path to the answer."""

import re
from dataclasses import replace

from aml_maturity_audit.sandbox.arm import refusals
from aml_maturity_audit.sandbox.arm.access import Door
from aml_maturity_audit.sandbox.arm.pages import collection_page, page
from aml_maturity_audit.sandbox.arm.rights import Rights
from aml_maturity_audit.sandbox.arm.specials import Specials
from aml_maturity_audit.sandbox.arm.target import Target, read_target
from aml_maturity_audit.sandbox.arm.versions import version_refusal
from aml_maturity_audit.sandbox.estate.world import World
from aml_maturity_audit.sandbox.throttling import Throttle
from aml_maturity_audit.sandbox.tokens import Tokens
from aml_maturity_audit.sandbox.web import Answer, Call

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ROOTS = ("subscriptions", "providers", "tenants")


class ResourceManager:
    """Answers GET and HEAD of any collection or item of the estate."""

    def __init__(self, world: World, tokens: Tokens, throttle: Throttle) -> None:
        self._world = world
        self._throttle = throttle
        self._door = Door(world, tokens)
        self._specials = Specials(world)

    def claims(self, call: Call) -> bool:
        """ARM's paths begin with subscriptions, providers or tenants."""
        return call.path.strip("/").split("/")[0].lower() in _ROOTS

    def answer(self, call: Call) -> Answer:
        """The page, the item, or ARM's refusal."""
        if call.method not in ("GET", "HEAD"):
            return refusals.method_not_allowed(call.method)
        rights = self._door.caller(call)
        if isinstance(rights, Answer):
            return rights
        subscription = _subscription_of(call.path)
        left = self._throttle.take(subscription, rights.identity.client_id)
        if left is None:
            return refusals.throttled(subscription, self._throttle.rule.retry_after)
        answer = self._read_any(call, rights)
        scope = "subscription" if subscription else "tenant"
        remaining = {f"x-ms-ratelimit-remaining-{scope}-reads": str(left)}
        return replace(answer, headers={**remaining, **answer.headers})

    def _read_any(self, call: Call, rights: Rights) -> Answer:
        refused = version_refusal(call, self._world.settings.api_versions)
        if refused is not None:
            return refused
        special = self._specials.answer(call, rights)
        if special is not None:
            return special
        target = read_target(call.path)
        if target is None:
            return refusals.invalid_path(call.path)
        return self._missing_scope(target) or self._read(call, target, rights)

    def _missing_scope(self, target: Target) -> Answer | None:
        """Subscriptions are checked before anything else: they route the request."""
        if not target.subscription:
            return None
        if f"/subscriptions/{target.subscription}".lower() in self._world.subscriptions:
            return None
        if _GUID.fullmatch(target.subscription) is None:
            return refusals.subscription_malformed(target.subscription)
        return refusals.subscription_not_found(target.subscription)

    def _read(self, call: Call, target: Target, rights: Rights) -> Answer:
        if target.is_collection and self._is_filtered(target):
            return self._filtered_list(call, target, rights)
        if not rights.allows(target.rights_scope, target.action):
            who = rights.identity
            return refusals.forbidden(
                who.client_id, who.object_id, target.action, target.rights_scope
            )
        return self._collection(call, target) if target.is_collection else self._item(target)

    def _is_filtered(self, target: Target) -> bool:
        """Lists over a subscription or a group leave out what the caller may not read."""
        scope = f"/subscriptions/{target.subscription}"
        if target.group:
            scope += f"/resourceGroups/{target.group}"
        at_scope = target.parent.lower() == scope.lower()
        return at_scope and not target.type.lower().startswith("microsoft.authorization/")

    def _filtered_list(self, call: Call, target: Target, rights: Rights) -> Answer:
        missing = self._missing_group(target)
        if missing is not None:
            return missing
        own = self._world.collections.get(target.path.lower())
        found = own.items if own else list(self._world.below(target.parent, target.type))
        seen = [item for item in found if rights.allows(item.id, target.action)]
        if call.asked("kind"):
            kind = call.asked("kind").lower()
            seen = [item for item in seen if str(item.get("kind")).lower() == kind]
        return page(seen, call, self._world.url, self._world.settings.paging)

    def _collection(self, call: Call, target: Target) -> Answer:
        collection = self._world.collections.get(target.path.lower())
        if collection is not None:
            return collection_page(collection, call, self._world.url, self._world.settings.paging)
        owner = self._world.resource(target.parent)
        if owner is None and target.parent:
            return self._not_found(target, target.parent)
        return page([], call, self._world.url, self._world.settings.paging)

    def _item(self, target: Target) -> Answer:
        found = self._world.resource(target.path)
        return Answer(body=found.json) if found else self._not_found(target, target.path)

    def _missing_group(self, target: Target) -> Answer | None:
        if not target.group:
            return None
        path = f"/subscriptions/{target.subscription}/resourceGroups/{target.group}"
        known = path.lower() in self._world.groups
        return None if known else refusals.group_not_found(target.group)

    def _not_found(self, target: Target, id_: str) -> Answer:
        """404 for the outermost thing on the way that is not there."""
        missing_group = self._missing_group(target)
        if missing_group is not None:
            return missing_group
        outermost = self._outermost_missing(id_)
        about = read_target(outermost)
        assert about is not None
        if about.type.count("/") > 1 and about.type.lower().startswith("microsoft.machinel"):
            return refusals.asset_not_found(about.type.rpartition("/")[2], about.name)
        return refusals.resource_not_found(about.type, about.name, target.group)

    def _outermost_missing(self, id_: str) -> str:
        parts = id_.split("/")
        for end in range(1, len(parts)):
            shorter = "/".join(parts[:end])
            target = read_target(shorter) if "/providers/" in shorter.lower() else None
            if target and target.name and self._world.resource(shorter) is None:
                return shorter
        return id_


def _subscription_of(path: str) -> str:
    parts = path.strip("/").split("/")
    return parts[1] if parts[0].lower() == "subscriptions" and len(parts) > 1 else ""
