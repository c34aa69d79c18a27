"""Requests and answers as the sandbox's parts see them: plain, without the web server."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

import msgspec

encode = msgspec.json.Encoder().encode


@dataclass(frozen=True)
class Call:
    """One request: the path as sent, decoded; query keys as sent, lookups without case."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def asked(self, name: str, default: str = "") -> str:
        """The first value of a query parameter, found without regard to case."""
        for key, value in self.query:
            if key.lower() == name.lower():
                return value
        return default

    def header(self, name: str) -> str:
        """A header's value, or nothing."""
        for key, value in self.headers.items():
            if key.lower() == name.lower():
                return value
        return ""

    def link(self, base: str, **changed: str) -> str:
        """This request's absolute address with some query parameters replaced."""
        lowered = {key.lower() for key in changed}
        kept = [(key, value) for key, value in self.query if key.lower() not in lowered]
        return f"{base}{self.path}?{urlencode([*kept, *changed.items()])}"


@dataclass(frozen=True)
class Answer:
    """A status, headers and the body's bytes."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json; charset=utf-8"

    @classmethod
    def json(cls, value: object, status: int = 200, **headers: str) -> "Answer":
        """A JSON answer; header names take `_` for `-`."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return cls(status, encode(value), named)


class Part(Protocol):
    """A part of the local Azure that answers for its own paths."""

    def claims(self, call: Call) -> bool:
        """Whether this part answers for the request."""

    def answer(self, call: Call) -> Answer:
        """The answer; never raises for what a stranger sends."""
