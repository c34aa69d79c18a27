"""Every request the sandbox received, kept for tests to count and to judge."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Received:
    """One request, and the status it was answered with (0: never answered)."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    host: str
    audience: str | None
    authorization: str | None
    user_agent: str
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    def asked(self, name: str) -> str:
        """A query parameter, or nothing."""
        return next((value for key, value in self.query if key.lower() == name.lower()), "")


class RequestLog:
    """The requests in the order they came; iterating sees those received so far."""

    def __init__(self) -> None:
        self._received: list[Received] = []
        self._lock = threading.Lock()

    def add(self, received: Received) -> None:
        """Keep one more."""
        with self._lock:
            self._received.append(received)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._received.clear()

    def __iter__(self) -> Iterator[Received]:
        with self._lock:
            return iter(list(self._received))

    def __len__(self) -> int:
        return len(self._received)

    def to(self, part: str) -> list[Received]:
        """The requests whose path contains `part`, in any casing."""
        return [one for one in self if part.lower() in one.path.lower()]

    def methods(self) -> set[str]:
        """Every method seen."""
        return {one.method for one in self}

    def writes(self) -> list[Received]:
        """Requests that were neither GET, HEAD nor OPTIONS, nor one of the querying POSTs."""
        return [one for one in self if not only_reads(one.method, one.path)]


_READS = ("GET", "HEAD", "OPTIONS")
_QUERIES = (
    "/oauth2/v2.0/token",
    "/experiments/search",
    "/runs/search",
    "/queryconfigurations",
    "/access_tokens",
)


def only_reads(method: str, path: str) -> bool:
    """Whether a request can change nothing: a read, or one of the POSTs that only query."""
    return method in _READS or (method == "POST" and path.lower().endswith(_QUERIES))
