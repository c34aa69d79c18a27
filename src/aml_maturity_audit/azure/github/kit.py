"""githubkit, loaded where it is used: one client per token, over our own way out.

Its cache, retries, redirects and reading of the environment are off; what it does for us is the
protocol: the headers of the API, and an App's tokens, made and renewed as they end.
"""

import asyncio
import importlib
import logging
from typing import Any

import httpx
import msgspec

from aml_maturity_audit import __version__
from aml_maturity_audit.azure.answers import Answer
from aml_maturity_audit.azure.github.authorization import Who
from aml_maturity_audit.azure.github.names import Owner, Server
from aml_maturity_audit.azure.github.session import Broken, Exchange
from aml_maturity_audit.azure.github.transport import GuardedTransport
from aml_maturity_audit.azure.problems import AccessDenied, Problem
from aml_maturity_audit.azure.tls import BUNDLE_VARIABLES

API_VERSION = "2022-11-28"
_REST_AFTER_RENEWAL = 30.0


class _Installation(msgspec.Struct):
    id: int
    repository_selection: str | None = None


class Kit:
    """The clients of a run."""

    def __init__(self, server: Server, who: Who, transport: GuardedTransport) -> None:
        self._server = server
        self._who = who
        self._module: Any = importlib.import_module("githubkit")
        self._options: dict[str, Any] = {
            "base_url": server.api,
            "user_agent": f"aml-maturity-audit/{__version__}",
            "follow_redirects": False,
            "trust_env": False,
            "http_cache": False,
            "auto_retry": False,
            "async_transport": transport,
        }
        for name in ("githubkit", "httpx", "httpcore"):  # they log addresses
            logging.getLogger(name).setLevel(logging.WARNING)

    def exchange(self, owner: Owner) -> Exchange:
        """How to ask on behalf of an owner: with the token, or as the App that it installed."""
        if self._who.app is not None:
            return _Installed(self, owner, self._who).exchange
        strategy = (
            self._module.TokenAuthStrategy(self._who.token)
            if self._who.token
            else self._module.UnauthAuthStrategy()
        )
        client = self.client(strategy)

        async def exchange(url: str, headers: dict[str, str]) -> Answer:
            return await _exchange(client, url, headers)

        return exchange

    def app(self) -> Any:  # noqa: ANN401  githubkit's
        """How an App proves that it is one."""
        assert self._who.app is not None
        return self._module.AppAuthStrategy(self._who.app.id, self._who.app.key)

    def client(self, strategy: Any) -> Any:  # noqa: ANN401
        """A client that signs in this way, with tokens of its own."""
        memory: Any = importlib.import_module("githubkit.cache")
        return self._module.GitHub(
            strategy, **self._options, cache_strategy=memory.MemCacheStrategy()
        )

    @property
    def api(self) -> str:
        """Where it asks."""
        return self._server.api


class _Installed:
    """An App at one owner: its installation is looked up once, with the first question.

    githubkit renews a token before its end; one that is refused before (revoked, or a clock that is
    wrong) it would show until then. So a refusal begins anew, but not twice in a row.
    """

    def __init__(self, kit: Kit, owner: Owner, who: Who) -> None:
        self._kit = kit
        self._owner = owner
        self._who = who
        self._turn = asyncio.Lock()
        self._client: Any = None
        self._renewed = float("-inf")

    async def exchange(self, url: str, headers: dict[str, str]) -> Answer:
        async with self._turn:
            if self._client is None:
                return await self._first(url, headers)
            client = self._client
        answer = await _exchange(client, url, headers)
        if answer.status != 401:
            return answer
        async with self._turn:
            moment = asyncio.get_running_loop().time()
            if self._client is client:
                if moment - self._renewed < _REST_AFTER_RENEWAL:
                    return answer
                self._renewed = moment
                return await self._first(url, headers)
        return await _exchange(self._client, url, headers)

    async def _first(self, url: str, headers: dict[str, str]) -> Answer:
        """Enter, and ask while the others wait: githubkit would get each of them a token."""
        self._client = await self._enter()
        return await _exchange(self._client, url, headers)

    async def _enter(self) -> Any:  # noqa: ANN401
        strategy = self._kit.app()
        first = self._owner.repositories[:1]
        place = f"orgs/{self._owner.name}"
        if not self._owner.whole and first:
            place = f"repos/{self._owner.name}/{first[0]}"
        url = f"{self._kit.api}/{place}/installation"
        answer = await _exchange(self._kit.client(strategy), url, {})
        if answer.status != 200:
            raise AccessDenied(
                f"The {self._who.label} was not let in at {self._owner.name} ({answer.status}):"
                f" it is not installed there, or its key is not valid. {self._who.remedy}",
                action="an installed GitHub App",
            )
        try:
            found = msgspec.json.decode(answer.body, type=_Installation)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise Broken("what it told of the App's installation is no answer.") from error
        return self._kit.client(strategy.as_installation(found.id))


async def _exchange(client: Any, url: str, headers: dict[str, str]) -> Answer:  # noqa: ANN401
    module: Any = importlib.import_module("githubkit.exception")
    told = {"X-GitHub-Api-Version": API_VERSION, **headers}
    try:
        response = (await client.arequest("GET", url, headers=told)).raw_response
    except module.RequestFailed as failed:
        response = failed.response.raw_response
        if "/access_tokens" in str(failed.response.raw_request.url):
            raise _no_token(response) from failed
    except module.RequestError as failed:
        if isinstance(failed.exc, Problem):
            raise failed.exc from failed
        raise broken(failed.exc) from failed
    except module.AuthCredentialError as failed:
        raise Broken("the GitHub App's key cannot be used.", lasting=True) from failed
    return Answer(response.status_code, response.headers, response.content)


def _no_token(response: httpx.Response) -> Problem:
    return AccessDenied(
        f"GitHub gave the App no token for its installation ({response.status_code}).",
        action="an installed GitHub App",
    )


def broken(error: BaseException) -> Broken:
    """Why there was no answer, in a sentence that quotes nothing."""
    chain: BaseException | None = error
    while chain is not None:
        if "CERTIFICATE_VERIFY_FAILED" in str(chain):
            names = " or ".join(BUNDLE_VARIABLES)
            return Broken(
                "the host's certificate is not trusted. If your network inspects TLS, name its"
                f" certificate authority in {names}.",
                lasting=True,
            )
        chain = chain.__cause__ or chain.__context__
    if isinstance(error, httpx.TimeoutException):
        return Broken("it took too long.")
    if isinstance(error, httpx.ProxyError):
        return Broken("the proxy cannot be reached. Check HTTPS_PROXY and NO_PROXY.")
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL):
        return Broken("its address cannot be used.", lasting=True)
    if isinstance(error, httpx.TransportError | OSError):
        return Broken("the host cannot be reached, or closed the connection.")
    return Broken(f"the transport failed ({type(error).__name__}).")
