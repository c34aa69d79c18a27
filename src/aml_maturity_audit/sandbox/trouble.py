"""What a fault rule does to one answer."""

import asyncio
import socket
import struct
from dataclasses import replace
from http import HTTPStatus

import msgspec
from aiohttp import web

from aml_maturity_audit.sandbox.arm.refusals import refusal
from aml_maturity_audit.sandbox.cloud import Cloud
from aml_maturity_audit.sandbox.estate.settings import FaultRule
from aml_maturity_audit.sandbox.requestlog import Received
from aml_maturity_audit.sandbox.web import Answer, Call, encode

_LINGER_NOT = struct.pack("ii", 1, 0)  # closing sends a reset
_STRANGER = "https://stranger.invalid"


async def disturbed(
    request: web.BaseRequest,
    call: Call,
    *,
    received: Received,
    rule: FaultRule,
    cloud: Cloud,
    stopping: asyncio.Event,
) -> web.StreamResponse:
    """Answer the request as the rule has it; hanging answers end when `stopping` is set."""
    if rule.kind == "reset":
        return _reset(request)
    if rule.kind == "hang":
        await _until(stopping, None)
        return _reset(request)
    if rule.seconds and rule.kind in ("delay", "answer"):
        await _until(stopping, rule.seconds)
    answer = _spoiled(call, rule, cloud)
    received.status = answer.status
    if rule.kind == "close":
        return await _cut(request, answer)
    if rule.kind == "drip":
        return await _dripped(request, answer, rule.seconds, stopping)
    body = b"" if request.method == "HEAD" else answer.body
    headers = {**answer.headers, "Content-Type": answer.content_type}
    return web.Response(status=answer.status, headers=_sent(headers), body=body)


def _spoiled(call: Call, rule: FaultRule, cloud: Cloud) -> Answer:
    if rule.kind == "redirect":
        place = rule.to or _STRANGER
        return Answer(302, b"", {"Location": place, **rule.headers})
    if rule.kind == "answer":
        return _written(rule)
    answer = cloud.answer(call)
    answer = replace(answer, headers={**answer.headers, **rule.headers})
    if rule.kind == "truncate":
        return replace(answer, body=answer.body[: len(answer.body) // 2])
    if rule.kind in ("loop", "endless", "stranger"):
        return _relinked(answer, call, rule, cloud.world.url)
    return answer


def _written(rule: FaultRule) -> Answer:
    """The status, headers and body of the rule; an ARM error where it gives no body."""
    status = rule.status or 200
    content_type = rule.content_type or "application/json; charset=utf-8"
    if rule.body_bytes is not None:
        body = rule.body_bytes
    elif rule.body is not None:
        body = rule.body.encode("utf-8", "surrogatepass")
    elif rule.json is not msgspec.UNSET:
        body = encode(rule.json)
    else:
        phrase = HTTPStatus(status).phrase.replace(" ", "")
        body = refusal(status, phrase, f"{phrase} by a fault rule of the sandbox.").body
    return Answer(status, body, dict(rule.headers), content_type)


def _relinked(answer: Answer, call: Call, rule: FaultRule, url: str) -> Answer:
    """The page with a nextLink that leads back to itself, on forever, or to a stranger."""
    page = msgspec.json.decode(answer.body)
    if not isinstance(page, dict):
        return answer
    if rule.kind == "stranger":
        page["nextLink"] = call.link(rule.to or _STRANGER)
    elif rule.kind == "endless":
        step = int(call.asked("endless") or 0) + 1
        page["nextLink"] = call.link(url, endless=str(step))
    else:
        page["nextLink"] = call.link(url)
    return replace(answer, body=encode(page))


def _reset(request: web.BaseRequest) -> web.StreamResponse:
    transport = request.transport
    if transport is not None:
        raw = transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
        transport.abort()
    return web.Response(status=500)


async def _cut(request: web.BaseRequest, answer: Answer) -> web.StreamResponse:
    """Promise the whole body, send half of it, close."""
    response = web.StreamResponse(status=answer.status, headers=_sent(answer.headers))
    response.content_type = "application/json"
    response.content_length = max(len(answer.body), 2)
    await response.prepare(request)
    await response.write(answer.body[: len(answer.body) // 2])
    if request.transport is not None:
        request.transport.close()
    return response


async def _dripped(
    request: web.BaseRequest, answer: Answer, seconds: float, stopping: asyncio.Event
) -> web.StreamResponse:
    """Send the body in small pieces with a pause before each."""
    response = web.StreamResponse(status=answer.status, headers=_sent(answer.headers))
    response.content_type = "application/json"
    response.content_length = len(answer.body)
    await response.prepare(request)
    step = max(1, len(answer.body) // 20)
    for start in range(0, len(answer.body), step):
        await _until(stopping, seconds)
        await response.write(answer.body[start : start + step])
    return response


async def _until(stopping: asyncio.Event, seconds: float | None) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return


def _sent(headers: object) -> dict[str, str]:
    return {name: value for name, value in dict(headers).items() if value}  # type: ignore[call-overload]
