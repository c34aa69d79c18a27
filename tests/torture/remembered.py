"""Answers of Azure DevOps that are remembered, so that only what fails goes over the wire again.

The estate stands still, so an answer that was whole once is the answer each time. Only the socket
is left out: the SDK, the guard, the session and the readers work as ever.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from unittest import mock
from urllib.parse import parse_qsl, unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

Key = tuple[str, str, str, str]


class Remembered:
    """The good answers so far, by what was asked."""

    def __init__(self) -> None:
        self._answers: dict[Key, tuple[dict[str, str], bytes]] = {}

    @contextmanager
    def but(self, patterns: list[str]) -> Iterator[None]:
        """Answer from memory for a block, save what matches one of these rules."""
        strikes = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
        send = HTTPAdapter.send

        def sent(
            adapter: HTTPAdapter, request: requests.PreparedRequest, **how: Any
        ) -> requests.Response:
            if any(one.search(_address(request)) for one in strikes):
                return send(adapter, request, **how)
            return self._answer(adapter, request, lambda: send(adapter, request, **how))

        with mock.patch.object(HTTPAdapter, "send", sent):
            yield

    def _answer(
        self,
        adapter: HTTPAdapter,
        request: requests.PreparedRequest,
        ask: Callable[[], requests.Response],
    ) -> requests.Response:
        key = _key(request)
        if key not in self._answers:
            response = ask()
            if response.status_code != 200:
                return response
            headers = dict(response.headers)
            headers.pop("Content-Encoding", None)
            self._answers[key] = (headers, response.content)
        headers, body = self._answers[key]
        raw = HTTPResponse(
            body=BytesIO(body), headers=headers, status=200, reason="OK", preload_content=False
        )
        return adapter.build_response(request, raw)


def _key(request: requests.PreparedRequest) -> Key:
    body = request.body
    said = body.decode() if isinstance(body, bytes) else str(body or "")
    return request.method or "", request.url or "", request.headers.get("Accept", ""), said


def _address(request: requests.PreparedRequest) -> str:
    """Path and query, as the sandbox sees it."""
    parts = urlsplit(request.url or "")
    query = "&".join(f"{k}={v}" for k, v in parse_qsl(parts.query, keep_blank_values=True))
    return f"{unquote(parts.path)}?{query}" if query else unquote(parts.path)
