"""An azure-core transport that answers from a table and remembers what was sent."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from azure.core.pipeline.transport import AsyncHttpTransport

CORRELATION = "11111111-2222-3333-4444-555555555555"


@dataclass
class Sent:
    """One request as it left the pipeline."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: object

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def query(self) -> dict[str, str]:
        return {key: values[0] for key, values in parse_qs(urlsplit(self.url).query).items()}


class StubResponse:
    """What the pipeline needs of a streamed response."""

    def __init__(self, status: int, headers: Mapping[str, str], chunks: list[bytes | Exception]):
        self.status_code = status
        self.reason = "a reason phrase"
        self.headers = {"x-ms-correlation-request-id": CORRELATION, **headers}
        self.chunks = chunks
        self.closed = False

    async def iter_raw(self) -> AsyncIterator[bytes]:
        for chunk in self.chunks:
            if isinstance(chunk, Exception):
                raise chunk
            yield chunk

    async def read(self) -> bytes:
        return b"".join(chunk for chunk in self.chunks if isinstance(chunk, bytes))

    def text(self) -> str:
        return b"".join(chunk for chunk in self.chunks if isinstance(chunk, bytes)).decode()

    async def close(self) -> None:
        self.closed = True


def answer(
    body: object = b"", status: int = 200, headers: Mapping[str, str] | None = None
) -> StubResponse:
    """A response; what is not bytes is sent as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return StubResponse(status, headers or {}, [content])


def page(*items: object, next_link: object = None) -> StubResponse:
    """A page of a list."""
    link = {} if next_link is None else {"nextLink": next_link}
    return answer({"value": list(items), **link})


def refused(
    status: int, code: str, message: str = "", headers: Mapping[str, str] | None = None
) -> StubResponse:
    """An error as ARM words it."""
    return answer({"error": {"code": code, "message": message}}, status, headers)


Reply = StubResponse | Exception


@dataclass
class StubTransport(AsyncHttpTransport):
    """Answers each request with the next of `replies`, or with what `handler` makes of it."""

    replies: list[Reply] = field(default_factory=list)
    handler: Callable[[Sent], Reply] | None = None
    sent: list[Sent] = field(default_factory=list)
    responses: list[StubResponse] = field(default_factory=list)

    async def send(self, request, **_: object) -> StubResponse:
        sent = Sent(request.method, request.url, dict(request.headers), request.content)
        self.sent.append(sent)
        reply = self.handler(sent) if self.handler else self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        reply.request = request
        self.responses.append(reply)
        return reply

    async def open(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Nothing to close."""

    async def __aenter__(self) -> "StubTransport":
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing to close."""
