"""Round trips without a clock: a transport that lets requests through in rounds.

What is asked waits until nothing else can be asked; then all of it is answered at once. So the
number of rounds is the number of round trips that follow from each other. Answers are the
sandbox's; between it and the collectors stands the real door.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from azure.core.credentials import AccessTokenInfo
from azure.core.pipeline.transport import AsyncHttpTransport

from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.door import behind
from aml_maturity_audit.azure.tokens import Tokens
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.collectors.run import collect
from aml_maturity_audit.sandbox import parse_estate
from aml_maturity_audit.sandbox.cloud import Cloud
from aml_maturity_audit.sandbox.web import Call
from aml_maturity_audit.signals.snapshot import Snapshot
from fakes.credential import FAR_AWAY, StubCredential
from fakes.door import HURRY, LOCAL
from fakes.transport import StubResponse

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
QUIET = 200
"""So many turns of the loop without a further request mean that none follows by itself."""


@dataclass(frozen=True)
class Asked:
    """One request."""

    address: str

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.address).path)

    @property
    def subscription(self) -> str:
        return self.path.split("/")[2] if self.path.startswith("/subscriptions/") else ""

    def is_of(self, workspace: str) -> bool:
        return f"/workspaces/{workspace}/" in self.path.lower()


Round = list[Asked]


@dataclass
class Turnstile(AsyncHttpTransport):
    """Holds what is asked until nothing moves, then lets all of it through: a round."""

    cloud: Cloud
    rounds: list[Round] = field(default_factory=list)
    _waiting: list[tuple[Asked, asyncio.Future[None]]] = field(default_factory=list)
    _referee: asyncio.Task[None] | None = None
    held: Any = None
    """Says of a request whether it is never answered in its turn: `held(asked, round)`."""

    async def send(self, request: Any, **_: object) -> StubResponse:
        through = asyncio.get_running_loop().create_future()
        self._waiting.append((Asked(request.url), through))
        if self._referee is None or self._referee.done():
            self._referee = asyncio.create_task(self._let_through())
        await through
        split = urlsplit(request.url)
        query = tuple(parse_qsl(split.query, keep_blank_values=True))
        call = Call(request.method, unquote(split.path), query, dict(request.headers))
        said = self.cloud.answer(call)
        response = StubResponse(said.status, said.headers, [said.body])
        response.request = request
        return response

    async def _let_through(self) -> None:
        while self._waiting:
            await self._quiet()
            number = len(self.rounds)
            held = [each for each in self._waiting if self.held and self.held(each[0], number)]
            going = [each for each in self._waiting if each not in held]
            self._waiting = held
            self.rounds.append([asked for asked, _ in going])
            for _, through in going:
                through.set_result(None)

    async def _quiet(self) -> None:
        still = 0
        while still < QUIET:
            before = len(self._waiting)
            await asyncio.sleep(0)
            still = still + 1 if len(self._waiting) == before else 0

    async def open(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Nothing to close."""

    async def __aenter__(self) -> "Turnstile":
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing to close."""


@dataclass
class Watched:
    """A run, and the rounds it took."""

    snapshot: Snapshot
    rounds: list[Round]

    def __iter__(self) -> Iterator[Asked]:
        return (asked for one in self.rounds for asked in one)

    def of(self, workspace: str) -> list[Round]:
        """The rounds in which something of a workspace was asked, and what."""
        mine = ([asked for asked in one if asked.is_of(workspace)] for one in self.rounds)
        return [one for one in mine if one]


class _Issued(StubCredential):
    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    async def get_token_info(self, *scopes: str, options: Any = None) -> AccessTokenInfo:
        return AccessTokenInfo(self._token, FAR_AWAY)


async def watched(text: str, held: Any = None, **plan: Any) -> Watched:
    """Collect the estate in `text`, round by round; without the data plane unless told so."""
    if "throttling:" not in text:
        text = f"throttling: {{enabled: false}}\n{text}"  # its buckets know a clock
    estate = parse_estate(text)
    cloud = Cloud(estate, LOCAL.arm, NOW)
    token = cloud.tokens.issue(next(iter(estate.identities.values())), LOCAL.arm)
    turnstile = Turnstile(cloud, held=held)
    tokens = Tokens(lambda: _Issued(token), Auth.DEFAULT, {})
    door = behind(turnstile, LOCAL, tokens, HURRY)
    asked = {"collected_at": NOW, "run_id": "r1", "data_plane": False, **plan}
    return Watched(await collect(door, Plan(**asked)), turnstile.rounds)
