"""The GitHub part of the sandbox: from a path to the answer."""

import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import unquote

from aml_maturity_audit.sandbox.estate.world import World
from aml_maturity_audit.sandbox.github import refusals
from aml_maturity_audit.sandbox.github.access import Caller, Gate
from aml_maturity_audit.sandbox.github.asking import Ask, Route, paged
from aml_maturity_audit.sandbox.github.bodies import whole_owner
from aml_maturity_audit.sandbox.github.building import ROOT
from aml_maturity_audit.sandbox.github.model import Owner, Repository
from aml_maturity_audit.sandbox.github.routes_actions import ROUTES as ACTIONS
from aml_maturity_audit.sandbox.github.routes_code import ROUTES as CODE
from aml_maturity_audit.sandbox.web import Answer, Call

_REPOSITORY = re.compile(r"/repos/(?P<owner>[^/]+)/(?P<name>[^/]+)(?:/(?P<rest>.+))?")
_OWNER = re.compile(r"/(?P<kind>orgs|users)/(?P<owner>[^/]+)(?:/(?P<rest>.+))?")
_TOKEN = re.compile(r"/app/installations/\d+/access_tokens")


@dataclass(frozen=True)
class _Known:
    route: Route
    pattern: re.Pattern[str]


class GitHub:
    """Answers for every owner of the estate, as a server of one's own does: at /api/v3."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._owners: Mapping[str, Owner] = world.github
        self._gate = Gate(world)
        self._routes = [_Known(route, re.compile(route.pattern)) for route in (*ACTIONS, *CODE)]

    def claims(self, call: Call) -> bool:
        """Everything below the API's address."""
        return call.path.startswith(f"{ROOT}/")

    def answer(self, call: Call) -> Answer:
        """The list, the item or the refusal, with the limit, a mark and a request id."""
        answer = self._answer(call)
        reset = int((self._world.now + timedelta(hours=1)).timestamp())
        headers = {
            "X-RateLimit-Limit": "5000",
            "X-RateLimit-Remaining": "4999",
            "X-RateLimit-Reset": str(reset),
            "X-RateLimit-Resource": "core",
            "X-GitHub-Request-Id": uuid.uuid4().hex[:20].upper(),
            "X-GitHub-Media-Type": "github.v3; format=json",
        }
        if answer.status == 200:
            mark = f'W/"{hashlib.sha256(answer.body).hexdigest()}"'
            headers["ETag"] = mark
            if call.header("If-None-Match") == mark:
                return Answer(304, b"", headers, "")
        return replace(answer, headers={**headers, **answer.headers})

    def _answer(self, call: Call) -> Answer:
        caller = self._gate.caller(call)
        if isinstance(caller, Answer):
            return caller
        path = unquote(call.path[len(ROOT) :]).rstrip("/")
        if call.method == "POST":
            is_token = _TOKEN.fullmatch(path)
            return self._gate.token(caller) if is_token else refusals.missing()
        try:
            if found := _REPOSITORY.fullmatch(path):
                return self._of_repository(call, caller, found["owner"], found["name"], found)
            if found := _OWNER.fullmatch(path):
                return self._of_owner(call, caller, found)
        except ValueError as problem:  # a time or number of the caller's that cannot be read
            return refusals.wrong(str(problem))
        return refusals.missing()

    def _of_owner(self, call: Call, caller: Caller, found: re.Match[str]) -> Answer:
        owner = self._owners.get(found["owner"].lower())
        is_organization = found["kind"] == "orgs"
        if owner is None or (is_organization and not owner.is_organization):
            return refusals.missing()
        if found["rest"] == "installation":
            return self._gate.installation(caller)
        seen = [one for one in owner.repositories if caller.sees(one)]
        if found["rest"] == "repos":
            return paged([one.body for one in seen], self._ask(call, owner, None, {}, caller))
        if found["rest"]:
            return refusals.missing()
        tells_private = caller.access is not None and not caller.is_installed
        return Answer.json(whole_owner(owner, tells_private=tells_private))

    def _of_repository(
        self, call: Call, caller: Caller, owner_name: str, name: str, found: re.Match[str]
    ) -> Answer:
        owner = self._owners.get(owner_name.lower())
        if owner is None:
            return refusals.missing()
        rest = found["rest"] or ""
        moved = owner.moved(name)
        if moved is not None and caller.sees(moved):
            tail = f"/{rest}" if rest else ""
            return refusals.moved(f"{self._world.url}{ROOT}/repositories/{moved.body['id']}{tail}")
        repository = owner.repository(name)
        if repository is None or not (caller.sees(repository) or caller.is_app):
            return refusals.missing()
        if rest == "installation":
            return self._gate.installation(caller)
        if not rest:
            return Answer.json(repository.body)
        return self._routed(call, caller, owner, repository, rest)

    def _routed(
        self, call: Call, caller: Caller, owner: Owner, repository: Repository, rest: str
    ) -> Answer:
        for known in self._routes:
            match = known.pattern.fullmatch(rest)
            if match is None:
                continue
            if not caller.may(known.route.permission):
                return refusals.lacking(
                    known.route.permission, caller.lacking_status, by_app=caller.is_installed
                )
            ask = self._ask(call, owner, repository, match.groupdict(""), caller)
            return known.route.handler(ask)
        return refusals.missing()

    def _ask(
        self,
        call: Call,
        owner: Owner,
        repository: Repository | None,
        parts: Mapping[str, str],
        caller: Caller,
    ) -> Ask:
        seen = [one for one in owner.repositories if caller.sees(one)]
        return Ask(call, self._world.url, owner, repository, parts, seen)
