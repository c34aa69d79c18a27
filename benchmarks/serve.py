"""Serves a fleet over TLS, as lean as can be, in a process of its own.

usage: serve.py WORKSPACES JOBS [unlike]

Prints the environment that points an Azure SDK here, as one line of JSON. Then takes orders on
stdin, one a line, each answered with one line of JSON: `latency SECONDS`, `throttle on|off`,
`reset` and `account` (requests, bytes, throttled, the server's own CPU seconds).
"""

import asyncio
import json
import socket
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from fleet import Fleet

from aml_maturity_audit.sandbox.certificate import server_context

BUCKET, REFILL = 250.0, 25.0


class Serving:
    """What the connections share: the fleet, how slow it is, and the account."""

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        self.latency = 0.0
        self.throttling = False
        self.reset()

    def reset(self) -> None:
        self.requests = self.bytes = self.throttled = 0
        self.kinds: Counter[str] = Counter()
        self.buckets: dict[bytes, tuple[float, float]] = {}
        self.cpu = time.process_time()

    def account(self) -> dict[str, object]:
        return {
            "requests": self.requests,
            "bytes": self.bytes,
            "throttled": self.throttled,
            "cpu": time.process_time() - self.cpu,
            "kinds": dict(self.kinds),
        }

    def remaining(self, target: bytes) -> int | None:
        """Reads left in the subscription's bucket after this one; None where there was none."""
        if not self.throttling or not target.startswith(b"/subscriptions/"):
            return 11_999
        subscription, moment = target[15:51], time.monotonic()
        left, filled = self.buckets.get(subscription, (BUCKET, moment))
        left = min(BUCKET, left + (moment - filled) * REFILL)
        taken = left >= 1
        self.buckets[subscription] = (left - taken, moment)
        return int(left - 1) if taken else None

    def answer(self, method: str, target: bytes, body: bytes) -> bytes:
        self.requests += 1
        self.kinds[_kind(target)] += 1
        left = self.remaining(target)
        if left is None:
            self.throttled += 1
            said = b'{"error":{"code":"SubscriptionRequestsThrottled","message":"Too many."}}'
            return _head(429, len(said), b"Retry-After: 1\r\n") + said
        status, said = self.fleet.answer(method, target, body)
        self.bytes += len(said)
        read = b"x-ms-ratelimit-remaining-subscription-reads: %d\r\n" % left
        return _head(status, len(said), read) + said


def _kind(target: bytes) -> str:
    parts = target.partition(b"?")[0].decode().lower().strip("/").split("/")
    kept = parts[6:] if parts[4:5] == ["providers"] else parts[2:]
    return "/".join(part for n, part in enumerate(kept) if n % 2 == 0) or "/".join(parts[:1])


def _head(status: int, length: int, more: bytes) -> bytes:
    return (
        b"HTTP/1.1 %d x\r\nContent-Type: application/json; charset=utf-8\r\n"
        b"x-ms-request-id: 5f0c0de5-0000-4000-8000-000000000001\r\n%s"
        b"Content-Length: %d\r\n\r\n" % (status, more, length)
    )


class Connection(asyncio.Protocol):
    """HTTP/1.1, one request after another."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.set_write_buffer_limits(high=2**24)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, rest = self._received.partition(b"\r\n\r\n")
        if not end:
            return
        length = 0
        for line in head.split(b"\r\n")[1:]:
            if line[:15].lower() == b"content-length:":
                length = int(line[15:])
        if len(rest) < length:
            return
        self._received = rest[length:]
        method, target, _ = head.split(b"\r\n", 1)[0].split(b" ")
        if self._serving.latency:
            loop = asyncio.get_running_loop()
            loop.call_later(self._serving.latency, self._answer, method, target, rest[:length])
        else:
            self._answer(method, target, rest[:length])

    def _answer(self, method: bytes, target: bytes, body: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(self._serving.answer(method.decode(), target, body))


def obey(serving: Serving, order: list[str]) -> object:
    match order:
        case ["latency", seconds]:
            serving.latency = float(seconds)
        case ["throttle", state]:
            serving.throttling = state == "on"
        case ["reset"]:
            serving.reset()
        case ["account"]:
            return serving.account()
        case _:
            raise SystemExit(f"no such order: {order}")
    return {}


async def main() -> None:
    loop = asyncio.get_running_loop()
    listening = socket.create_server(("127.0.0.1", 0), backlog=512)
    url = f"https://127.0.0.1:{listening.getsockname()[1]}"
    fleet = Fleet(url, int(sys.argv[1]), int(sys.argv[2]), unlike="unlike" in sys.argv[3:])
    serving = Serving(fleet)
    with tempfile.TemporaryDirectory() as folder:
        context, ca_file = server_context(Path(folder))
        server = await loop.create_server(
            lambda: Connection(serving), sock=listening, ssl=context, backlog=512
        )
        trust = {"REQUESTS_CA_BUNDLE": str(ca_file), "SSL_CERT_FILE": str(ca_file)}
        print(json.dumps({**fleet.environment, **trust}), flush=True)
        async with server:
            while line := await loop.run_in_executor(None, sys.stdin.readline):
                print(json.dumps(obey(serving, line.split())), flush=True)


asyncio.run(main())
