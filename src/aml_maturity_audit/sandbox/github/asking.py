"""One question to GitHub, and the lists that answer it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from aml_maturity_audit.sandbox.estate.merging import Tree
from aml_maturity_audit.sandbox.github.model import Owner, Repository
from aml_maturity_audit.sandbox.web import Answer, Call


@dataclass(frozen=True)
class Ask:
    """A request that got in: what was asked of which repository, by whom it may be seen."""

    call: Call
    base: str
    """The address of the API's host, for links."""
    owner: Owner
    given: Repository | None
    parts: Mapping[str, str]
    repositories: Sequence[Repository]
    """All of the owner's that the caller sees."""

    @property
    def repository(self) -> Repository:
        """The repository of a route that needs one."""
        assert self.given is not None
        return self.given

    def asked(self, name: str, default: str = "") -> str:
        """A query parameter."""
        return self.call.asked(name, default)

    def number(self, name: str, default: int) -> int:
        """A query parameter as a number."""
        text = self.asked(name)
        return int(text) if text.isdecimal() else default


Handler = Callable[[Ask], Answer]


@dataclass(frozen=True)
class Route:
    """A route of the API: pattern, the permission it takes, and who answers."""

    pattern: str
    permission: str
    handler: Handler


def paged(items: Sequence[Tree], ask: Ask, key: str = "", most: int | None = None) -> Answer:
    """A page of a list, with the address of the next one; `most` as GitHub cuts a search."""
    size = min(max(ask.number("per_page", 30), 1), 100)
    page = max(ask.number("page", 1), 1)
    reachable = items[:most] if most is not None else items
    shown = list(reachable[(page - 1) * size : page * size])
    body = {"total_count": len(items), key: shown} if key else shown
    answer = Answer.json(body)
    if page * size >= len(reachable):
        return answer
    path = ask.call.path
    if ask.given is not None:  # GitHub's own links lead by the repository's number
        _, _, rest = path.partition(f"/{ask.given.name}/")
        path = f"{path.partition('/repos/')[0]}/repositories/{ask.given.body['id']}/{rest}"
    following = Call("GET", path, ask.call.query).link(ask.base, page=str(page + 1))
    return Answer(200, answer.body, {"Link": f'<{following}>; rel="next"'})


def numbered(items: Sequence[Tree], number: str) -> Tree | None:
    """The item with that id."""
    return next((one for one in items if str(one["id"]) == number), None)
