"""The one way out: one aiohttp session, one TLS context, proxies from the environment.

aiohttp's own reading of the environment is off: it costs two thread switches per request, and it
would send what `~/.netrc` says to a host in place of the token.
"""

import sys
from base64 import b64encode
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.request import getproxies, proxy_bypass

import aiohttp
from azure.core.pipeline.transport import AioHttpTransport
from azure.core.rest import HttpRequest
from yarl import URL

from aml_maturity_audit.azure.arriving import Arriving, as_azure_error
from aml_maturity_audit.azure.clock import skew
from aml_maturity_audit.azure.hosts import is_local_only
from aml_maturity_audit.azure.patience import Patience
from aml_maturity_audit.azure.sending import Sending
from aml_maturity_audit.azure.tls import tls_context

CONNECTIONS_PER_HOST = 64
_BLOCK = 256 * 1024


class SharedTransport(AioHttpTransport):  # type: ignore[misc]  # azure-core types it as Any
    """azure-core's aiohttp transport over a shared session, with a proxy decided per host."""

    def __init__(self, session: aiohttp.ClientSession, patience: Patience) -> None:
        super().__init__(
            session=session,
            session_owner=False,
            use_env_settings=False,
            connection_timeout=patience.connect,
            read_timeout=patience.read,
            connection_data_block_size=_BLOCK,
        )
        self._timeout = aiohttp.ClientTimeout(
            sock_connect=patience.connect, sock_read=patience.read
        )
        self._proxies: dict[str, dict[str, Any]] = {}
        self.ahead: timedelta | None = None
        """How far this machine's clock is ahead of who answered first."""

    async def send(
        self,
        request: Any,  # noqa: ANN401
        *,
        stream: bool = False,
        **config: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        """Send through the proxy that the environment names for the request's host."""
        url = URL(request.url)
        origin = f"{url.scheme}://{url.host}"
        if origin not in self._proxies:
            self._proxies[origin] = proxy_for(url)
        proxy = self._proxies[origin]
        if stream and not config:
            response = await self._streamed(request, url, proxy)
        else:
            response = await super().send(request, stream=stream, **proxy, **config)
        if self.ahead is None and url.scheme == "https":  # else this machine itself may answer
            date = response.headers.get("Date")
            self.ahead = skew(date) if date else None
        return response

    async def _streamed(
        self, request: HttpRequest | Sending, url: URL, proxy: dict[str, Any]
    ) -> Arriving:
        """The answer as it arrives. Raises AzureError where none comes."""
        try:
            answer = await self.session.request(
                request.method,
                url,
                headers=request.headers,
                data=request.content,
                allow_redirects=False,
                timeout=self._timeout,
                **proxy,
            )
        except (aiohttp.ClientError, TimeoutError) as error:
            raise as_azure_error(error) from error
        return Arriving(request, answer)


def new_session(environ: Mapping[str, str]) -> aiohttp.ClientSession:
    """The session of a run. Raises UsageError where a CA variable cannot be used."""
    connector = aiohttp.TCPConnector(
        ssl=tls_context(environ),
        limit=0,
        limit_per_host=CONNECTIONS_PER_HOST,
        ttl_dns_cache=300,
        keepalive_timeout=60,
        enable_cleanup_closed=sys.version_info < (3, 12, 7),  # where asyncio leaks closed ones
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=True,
    )


def hang_up(response: object) -> None:
    """Drop the connection of an answer that was not read to its end.

    Closing it politely would wait for a goodbye from the other side that may never come.
    """
    answer = getattr(response, "internal_response", None)
    connection = getattr(answer, "connection", None)
    transport = getattr(connection, "transport", None)
    if transport is not None:
        transport.abort()


def proxy_for(url: URL) -> dict[str, Any]:
    """The proxy arguments for a request to `url`: none for this machine and for NO_PROXY."""
    host = url.host or ""
    proxy = getproxies().get(url.scheme) or getproxies().get("all")
    if not proxy or is_local_only(host) or proxy_bypass(host):
        return {}
    address = URL(proxy if "://" in proxy else f"http://{proxy}")
    if address.user is None:
        return {"proxy": str(address)}
    login = b64encode(f"{address.user}:{address.password or ''}".encode()).decode()
    headers = {"Proxy-Authorization": f"Basic {login}"}
    return {"proxy": str(address.with_user(None)), "proxy_headers": headers}
