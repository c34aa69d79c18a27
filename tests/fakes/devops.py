"""A `Connection` of the azure-devops SDK that answers from a table: no network, no SDK client."""

import io
import json
import re
import threading
from collections.abc import Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from urllib.parse import parse_qs, unquote, urlsplit

import requests
from azure.core.credentials import AccessTokenInfo
from requests.structures import CaseInsensitiveDict

from aml_maturity_audit.azure.account import RequestAccount
from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.devops.door import DevOpsSettings, open_devops
from aml_maturity_audit.azure.devops.organizations import organizations
from aml_maturity_audit.azure.tokens import Tokens
from fakes.credential import FAR_AWAY, StubCredential
from fakes.door import HURRY

ORG = "https://dev.azure.com/contoso"


@dataclass
class Reply:
    """One answer."""

    body: object = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json"


@dataclass
class Asked:
    """One request, as it reached the SDK's client."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: object

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.url).path)

    @property
    def query(self) -> dict[str, str]:
        return {key: values[0] for key, values in parse_qs(urlsplit(self.url).query).items()}


Answer = Reply | Exception | Callable[[Asked], Reply]


def page(*items: object, token: str | None = None) -> Reply:
    """A page of a list, with the token of the next."""
    headers = {"x-ms-continuationtoken": token} if token else {}
    return Reply({"count": len(items), "value": list(items)}, headers=headers)


def refusal(status: int, type_key: str, message: str = "something private") -> Reply:
    """An error as Azure DevOps writes it."""
    return Reply({"$id": "1", "typeKey": type_key, "message": message}, status)


SIGN_IN = Reply("<!DOCTYPE html><html>Sign In</html>", 203, kind="text/html; charset=utf-8")
NOT_FOUND_PAGE = Reply("<html>404</html>", 404, kind="text/html")


class World:
    """What is answered, by pattern of the path, and what was asked."""

    def __init__(self, answers: Mapping[str, Answer | list[Answer]] | None = None) -> None:
        self.answers: dict[str, Answer | list[Answer]] = dict(answers or {})
        self.asked: list[Asked] = []
        self.areas: list[SimpleNamespace] | Exception = []
        self.connections: list[Connection] = []
        self._lock = threading.Lock()

    def answer(self, asked: Asked) -> Reply:
        with self._lock:
            self.asked.append(asked)
            for pattern, answers in self.answers.items():
                if not re.search(pattern, asked.path, re.IGNORECASE):
                    continue
                found = answers
                if isinstance(answers, list):
                    found = answers.pop(0) if len(answers) > 1 else answers[0]
                if isinstance(found, Exception):
                    raise found
                return found if isinstance(found, Reply) else found(asked)
        return Reply({"count": 0, "value": []})

    def to(self, pattern: str) -> list[Asked]:
        """The requests whose path matches."""
        return [one for one in self.asked if re.search(pattern, one.path, re.IGNORECASE)]


class Connection:
    """Stands for `azure.devops.connection.Connection`."""

    world: World

    def __init__(self, base_url=None, creds=None, user_agent=None) -> None:
        self.base_url, self.creds, self.user_agent = base_url, creds, user_agent
        policy = SimpleNamespace(allow=True)
        self._client = SimpleNamespace(
            send=self._send, config=SimpleNamespace(redirect_policy=policy)
        )
        self.world.connections.append(self)

    def get_client(self, name: str) -> SimpleNamespace:
        def areas() -> list[SimpleNamespace]:
            if isinstance(self.world.areas, Exception):
                raise self.world.areas
            return self.world.areas

        return SimpleNamespace(get_resource_areas=areas)

    def _send(self, request, headers=None, content=None) -> requests.Response:
        headers = {**request.headers, "Authorization": self.creds.adapter.authorization}
        reply = self.world.answer(Asked(request.method, request.url, headers, request.data))
        return response(reply)


def response(reply: Reply) -> requests.Response:
    """A reply as requests hands it over."""
    found = requests.Response()
    found.status_code = reply.status
    found.headers = CaseInsensitiveDict({"Content-Type": reply.kind, **reply.headers})
    body = reply.body
    if not isinstance(body, bytes):
        body = (body if isinstance(body, str) else json.dumps(body)).encode()
    found.raw = io.BytesIO(body)
    return found


@asynccontextmanager
async def fake_devops(
    monkeypatch,
    world: World,
    *urls: str,
    projects=(),
    environ=None,
    patience=HURRY,
    credential=None,
):
    """The real door over a fake Connection; yields the clients and the account."""
    import azure.devops.connection as sdk

    monkeypatch.setattr(sdk, "Connection", type("Faked", (Connection,), {"world": world}))
    stub = credential or StubCredential()
    tokens = Tokens(lambda: stub, Auth.DEFAULT, {})
    account = RequestAccount()
    environ = {"AZURE_DEVOPS_EXT_PAT": "pat-of-a-test"} if environ is None else environ
    settings = DevOpsSettings(environ=environ, patience=patience)
    named = organizations(urls or (ORG,), projects)
    async with open_devops(named, tokens, account, settings) as clients:
        yield clients, account


class EndingCredential(StubCredential):
    """Its tokens end at once: a run longer than they last."""

    async def get_token_info(self, *scopes: str, options=None) -> AccessTokenInfo:
        token = await super().get_token_info(*scopes, options=options)
        return AccessTokenInfo(token.token, 0 if len(self.asked) < 3 else FAR_AWAY)
