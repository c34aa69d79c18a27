"""Answers as they arrive, from a server of our own that says odd things."""

import asyncio
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from azure.core.exceptions import IncompleteReadError, ServiceResponseTimeoutError

from aml_maturity_audit.azure.patience import Patience
from aml_maturity_audit.azure.sending import Sending
from aml_maturity_audit.azure.transport import SharedTransport


@asynccontextmanager
async def asked(handler, **headers):
    """The answer of a server that does as `handler` does, still arriving."""
    app = web.Application()
    app.router.add_route("*", "/it", handler)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        transport = SharedTransport(session, Patience(read=0.05))
        request = Sending("GET", str(server.make_url("/it")), headers, None)
        answer = await transport.send(request, stream=True)
        yield answer
        await answer.close()


async def body_of(answer):
    return b"".join([part async for part in answer.iter_raw()])


async def test_headers_go_out_and_the_body_comes_in():
    async def handler(request):
        return web.Response(body=request.headers["X-Asked"].encode() * 100_000)

    async with asked(handler, **{"X-Asked": "four"}) as answer:
        assert answer.status_code == 200
        assert await body_of(answer) == b"four" * 100_000
        assert answer.internal_response.closed  # its connection went back by itself


async def test_a_body_that_was_packed_is_unpacked():
    async def handler(_):
        response = web.Response(body=b"x" * 10_000)
        response.enable_compression()
        return response

    async with asked(handler, **{"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert await body_of(answer) == b"x" * 10_000


async def test_two_challenges_are_read_as_one_header():
    async def handler(_):
        response = web.Response(status=401)
        response.headers.add("WWW-Authenticate", 'Basic realm="x"')
        response.headers.add("WWW-Authenticate", 'Bearer error="insufficient_claims"')
        return response

    async with asked(handler) as answer:
        assert answer.headers["www-authenticate"] == (
            'Basic realm="x", Bearer error="insufficient_claims"'
        )
        assert "WWW-Authenticate" in answer.headers


async def test_a_redirect_is_an_answer():
    async def handler(_):
        return web.Response(status=307, headers={"Location": "https://elsewhere.example"})

    async with asked(handler) as answer:
        assert answer.status_code == 307


def broken(then):
    async def handler(request):
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"a part")
        await then(request)
        return response

    return handler


async def hang_up(request):
    request.transport.abort()


async def test_a_body_that_breaks_off_is_told_as_azure_core_tells_it():
    async with asked(broken(hang_up)) as answer:
        with pytest.raises(IncompleteReadError):
            await body_of(answer)


async def test_a_body_that_stops_coming_is_a_timeout():
    ends = asyncio.Event()

    async def wait(_):
        await ends.wait()

    async with asked(broken(wait)) as answer:
        with pytest.raises(ServiceResponseTimeoutError):
            await body_of(answer)
        ends.set()
