"""The Azure DevOps half of the sandbox: from a path to the answer."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from aml_maturity_audit.sandbox.devops import refusals
from aml_maturity_audit.sandbox.devops.access import Caller, Gate
from aml_maturity_audit.sandbox.devops.asking import Ask, Route, whole
from aml_maturity_audit.sandbox.devops.locations import locations
from aml_maturity_audit.sandbox.devops.model import Organization
from aml_maturity_audit.sandbox.devops.routes_build import ROUTES as BUILD
from aml_maturity_audit.sandbox.devops.routes_core import ROUTES as CORE
from aml_maturity_audit.sandbox.devops.routes_git import ROUTES as GIT
from aml_maturity_audit.sandbox.devops.routes_release import ROUTES as RELEASE
from aml_maturity_audit.sandbox.estate.world import World
from aml_maturity_audit.sandbox.tokens import Tokens
from aml_maturity_audit.sandbox.web import Answer, Call

_ADDRESS = re.compile(
    r"/(?P<organization>[^/]+)(/(?P<project>[^/]+)(/(?P<team>[^/]+))?)?/_apis(/(?P<rest>.*))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Known:
    route: Route
    pattern: re.Pattern[str]


class DevOps:
    """Answers for every organization of the estate."""

    def __init__(self, world: World, tokens: Tokens) -> None:
        self._organizations: Mapping[str, Organization] = world.organizations
        self._gate = Gate(world, tokens)
        self._routes = [
            _Known(route, re.compile(route.pattern, re.IGNORECASE))
            for route in (*CORE, *GIT, *BUILD, *RELEASE)
        ]

    def claims(self, call: Call) -> bool:
        """Everything with `_apis` in it, and all below an organization."""
        first = call.path.strip("/").split("/")[0].lower()
        return first in self._organizations or "/_apis" in call.path.lower()

    def answer(self, call: Call) -> Answer:
        """The list, the item or the refusal, with an activity id."""
        activity = {"ActivityId": str(uuid.uuid4())}
        answer = self._answer(call)
        return replace(answer, headers={**activity, **answer.headers})

    def _answer(self, call: Call) -> Answer:
        address = _ADDRESS.fullmatch(call.path.rstrip("/"))
        if address is None:
            return refusals.route_missing(call.path)
        organization = self._organizations.get(address["organization"].lower())
        if organization is None:
            return refusals.organization_missing(address["organization"])
        rest = (address["rest"] or "").rstrip("/")
        if call.method == "OPTIONS" and not rest:
            return whole(locations())
        caller = self._gate.caller(call, organization.name)
        if isinstance(caller, Answer):
            return caller
        return self._routed(call, organization, address["project"], rest, caller=caller)

    def _routed(
        self,
        call: Call,
        organization: Organization,
        project: str | None,
        rest: str,
        *,
        caller: Caller,
    ) -> Answer:
        method = "GET" if call.method == "HEAD" else call.method
        matching = [
            (one.route, match.groupdict(""))
            for one in self._routes
            if (match := one.pattern.fullmatch(rest)) is not None
        ]
        if not matching:
            return refusals.route_missing(call.path)
        route, parts = matching[0]
        if route.method != method:
            return refusals.method_wrong(call.method)
        if not caller.may(route.scope):
            who = caller.identity
            return refusals.unauthorized(who.object_id, who.devops.missing_scope_status)
        seen = [one for one in organization.projects if caller.sees(one.name)]
        given = organization.project(project) if project else None
        if project and (given is None or given not in seen):
            return refusals.project_missing(project)
        if route.needs_project and given is None:
            return refusals.argument_wrong("A project name is required.")
        try:
            return route.handler(Ask(call, organization, given, parts, seen))
        except ValueError as problem:  # a time or number of the caller's that cannot be read
            return refusals.argument_wrong(str(problem))
