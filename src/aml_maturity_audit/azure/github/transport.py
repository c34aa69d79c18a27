"""The way out of githubkit: every request it makes passes here, those for an App's token too.

It asks the guard first, verifies TLS with our context, goes through the environment's proxy, and
reads the answer to its end within bounds, unpacked ones too. Redirects are not followed by anyone.
"""

import ssl
import zlib
from typing import Any

import httpx
from yarl import URL

from aml_maturity_audit.azure.github.guard import GitHubGuard
from aml_maturity_audit.azure.patience import Patience
from aml_maturity_audit.azure.problems import Unanswered
from aml_maturity_audit.azure.transport import proxy_for

LARGEST_BODY = 64 * 1024 * 1024
LARGEST_ERROR = 256 * 1024
_PACKED = {"gzip", "x-gzip"}


class GuardedTransport(httpx.AsyncBaseTransport):
    """Sends what the guard lets pass to hosts whose certificate is trusted."""

    def __init__(
        self, guard: GitHubGuard, context: ssl.SSLContext, patience: Patience, width: int
    ) -> None:
        self._guard = guard
        self._context = context
        self._patience = patience
        self._limits = httpx.Limits(max_connections=width, max_keepalive_connections=width)
        self._inner: httpx.AsyncHTTPTransport | None = None
        self.received = 0
        """Bytes of bodies."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, read. Raises GuardRefused before anything is sent."""
        self._guard.check(request.method.upper(), str(request.url))
        request.headers["Accept-Encoding"] = "gzip"
        request.extensions = {**request.extensions, "timeout": self._timeout()}
        response = await self._way_out(request.url).handle_async_request(request)
        try:
            body = await self._read(response, request)
        finally:
            await response.aclose()
        self.received += len(body)
        headers = [
            (name, value)
            for name, value in response.headers.multi_items()
            if name.lower() not in {"content-encoding", "content-length", "transfer-encoding"}
        ]
        return httpx.Response(response.status_code, headers=headers, content=body, request=request)

    async def aclose(self) -> None:
        """Nothing: githubkit closes after each request what it did not open. See `close`."""

    async def close(self) -> None:
        """Let go of all connections."""
        if self._inner is not None:
            await self._inner.aclose()

    def _way_out(self, url: httpx.URL) -> httpx.AsyncHTTPTransport:
        if self._inner is None:
            self._inner = httpx.AsyncHTTPTransport(
                verify=self._context, limits=self._limits, proxy=_proxy(url), trust_env=False
            )
        return self._inner

    def _timeout(self) -> dict[str, Any]:
        return {
            "connect": self._patience.connect,
            "read": self._patience.read,
            "write": self._patience.read,
            "pool": self._patience.attempt,
        }

    async def _read(self, response: httpx.Response, request: httpx.Request) -> bytes:
        good = response.status_code == 200
        most = LARGEST_BODY if good else LARGEST_ERROR
        packed = response.headers.get("Content-Encoding", "").strip().lower() in _PACKED
        unpacking = zlib.decompressobj(wbits=31) if packed else None
        parts: list[bytes] = []
        size = 0
        async for piece in response.stream:  # type: ignore[union-attr]
            part = unpacking.decompress(piece, most - size + 1) if unpacking else piece
            size += len(part)
            parts.append(part)
            if size > most:
                break
        if size > most and good:
            raise Unanswered(
                f"{request.url.path} was answered with more than {most // 2**20} MB; not read"
                " further."
            )
        return b"".join(parts)[:most]


def _proxy(url: httpx.URL) -> httpx.Proxy | None:
    """The proxy that the environment names for this address."""
    found = proxy_for(URL(str(url)))
    if not found:
        return None
    return httpx.Proxy(found["proxy"], headers=found.get("proxy_headers"))
