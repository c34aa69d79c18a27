"""One question to an organization, and the lists that answer it."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from aml_maturity_audit.sandbox.devops.model import Organization, Project
from aml_maturity_audit.sandbox.estate.merging import Tree
from aml_maturity_audit.sandbox.web import Answer, Call


@dataclass(frozen=True)
class Ask:
    """A request that got in: what was asked of which project, by whom it may be seen."""

    call: Call
    organization: Organization
    given: Project | None
    parts: Mapping[str, str]
    projects: Sequence[Project]
    """All that the caller sees."""

    @property
    def project(self) -> Project:
        """The project of a route that needs one."""
        assert self.given is not None
        return self.given

    def asked(self, name: str, default: str = "") -> str:
        """A query parameter."""
        return self.call.asked(name, default)

    def flag(self, name: str) -> bool:
        """Whether a query parameter says true."""
        return self.asked(name).lower() == "true"

    def number(self, name: str, default: int) -> int:
        """A query parameter as a number."""
        text = self.asked(name)
        return int(text) if text.isdecimal() else default

    def listed(self, name: str) -> frozenset[str]:
        """A query parameter as a set, in lower case."""
        return frozenset(part.strip().lower() for part in self.asked(name).split(",") if part)


Handler = Callable[[Ask], Answer]


@dataclass(frozen=True)
class Route:
    """A route below `_apis/`: pattern, the token scope it takes, and who answers."""

    pattern: str
    scope: str | None
    handler: Handler
    needs_project: bool = True
    method: str = "GET"


def whole(items: Sequence[Tree]) -> Answer:
    """A list that comes at once."""
    return Answer.json({"count": len(items), "value": list(items)})


def continued(items: Sequence[Tree], ask: Ask, top: int, most: int = 10_000) -> Answer:
    """A list that goes on with a token in a header."""
    size = min(ask.number("$top", ask.number("top", top)), most)
    start = _start(ask.asked("continuationToken"))
    shown = items[start : start + size]
    answer = whole(shown)
    if start + size >= len(items) or not shown:
        return answer
    token = base64.urlsafe_b64encode(f"from:{start + size}".encode()).decode()
    return Answer(200, answer.body, {"x-ms-continuationtoken": token})


def skipped(items: Sequence[Tree], ask: Ask, top: int, prefix: str = "") -> Answer:
    """A list that goes on where the caller says how much to leave out."""
    start, size = ask.number(f"{prefix}$skip", 0), ask.number(f"{prefix}$top", top)
    return whole(items[start : start + size])


def numbered(items: Sequence[Tree], number: str) -> Tree | None:
    """The item with that id."""
    return next((one for one in items if str(one["id"]).lower() == number.lower()), None)


def _start(token: str) -> int:
    if not token:
        return 0
    try:
        mark, _, number = base64.urlsafe_b64decode(token).decode().partition(":")
    except ValueError:
        return 0
    return int(number) if mark == "from" and number.isdecimal() else 0
