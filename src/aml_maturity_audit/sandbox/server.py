"""Requests from sockets to the cloud and back, with latency and faults in between."""

import asyncio
import ssl
from typing import Any

from aiohttp import web

from aml_maturity_audit.sandbox.cloud import Cloud
from aml_maturity_audit.sandbox.estate.times import duration
from aml_maturity_audit.sandbox.trouble import disturbed
from aml_maturity_audit.sandbox.web import Answer, Call

_TICKS = 5  # turns of the loop
_LARGEST = 256 * 2**20
"""Of a body: files that are put into storage."""


class Server:
    """The web server; `stopping` lets hanging answers go when it closes."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        latency = cloud.world.settings.latency
        self._latency = duration(latency).total_seconds() if latency else 0.0
        self.stopping = asyncio.Event()
        self._web = web.Server(self._handle, request_factory=_request)
        self._runner = web.ServerRunner(self._web, shutdown_timeout=1.0)

    async def start(self, socket: object, context: ssl.SSLContext) -> None:
        """Serve on a bound socket."""
        await self._runner.setup()
        await web.SockSite(self._runner, socket, ssl_context=context).start()  # type: ignore[arg-type]

    async def stop(self) -> None:
        """Answer no more, and wait for no peer to say goodbye."""
        self.stopping.set()
        for _ in range(_TICKS):  # let hanging answers go
            await asyncio.sleep(0)
        for connection in self._web.connections:
            if connection.transport is not None:
                connection.transport.abort()
        await self._runner.cleanup()
        for _ in range(_TICKS):  # let the transports close their sockets
            await asyncio.sleep(0)

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        call = Call(
            request.method,
            request.path,
            tuple(request.query.items()),
            request.headers,
            await request.read(),
        )
        received = self._cloud.receive(call)
        rule = self._cloud.faults.striking(call)
        if self._latency:
            await asyncio.sleep(self._latency)
        if rule is not None:
            return await disturbed(
                request,
                call,
                received=received,
                rule=rule,
                cloud=self._cloud,
                stopping=self.stopping,
            )
        answer = self._cloud.answer(call)
        received.status = answer.status
        return response(answer, head=request.method == "HEAD")


def _request(*parts: Any) -> web.BaseRequest:  # noqa: ANN401  aiohttp's own, passed on
    message, payload, protocol, writer, task = parts
    loop = asyncio.get_running_loop()
    return web.BaseRequest(
        message, payload, protocol, writer, task, loop, client_max_size=_LARGEST
    )


def response(answer: Answer, *, head: bool = False) -> web.Response:
    """The answer as the web server sends it; HEAD keeps the headers only."""
    headers = {name: value for name, value in answer.headers.items() if value}
    if answer.content_type:
        headers["Content-Type"] = answer.content_type
    if head:
        return web.Response(status=answer.status, headers=headers)
    return web.Response(status=answer.status, headers=headers, body=answer.body)
