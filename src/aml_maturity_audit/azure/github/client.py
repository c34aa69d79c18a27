"""What collectors ask an owner's repositories with: items, lists and files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import quote, urlencode

import msgspec

from aml_maturity_audit.azure.decoding import Page, decoder_of
from aml_maturity_audit.azure.github.guard import GitHubGuard
from aml_maturity_audit.azure.github.names import Owner, Server
from aml_maturity_audit.azure.github.paging import SIZE, following, page_in
from aml_maturity_audit.azure.github.session import Session
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.paging import Reduction, read_pages
from aml_maturity_audit.azure.question import Question

S = TypeVar("S", bound=msgspec.Struct)
R = TypeVar("R")

JSON = "application/vnd.github+json"
RAW = "application/vnd.github.raw+json"


@dataclass(frozen=True, kw_only=True)
class Route:
    """What is asked for, and what it takes."""

    path: str
    """From the API's address, as `/repos/contoso/uplift/actions/runs`; unquoted."""
    permission: str
    """What reading it takes, as `actions: read`."""
    source: str
    """The signal on whose behalf it is asked."""
    params: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    """Where the items of a list stand, as `workflow_runs`; a bare list without one."""


class GitHub:
    """One owner, opened for reading."""

    def __init__(
        self, session: Session, guard: GitHubGuard, server: Server, owner: Owner, is_app: bool
    ) -> None:
        self._session = session
        self._guard = guard
        self.server = server
        self.owner = owner
        self.is_app = is_app
        """It asks as an App, whose installation tells which repositories it sees."""

    async def item(self, route: Route, kind: type[S]) -> S:
        """The item at a route. Raises Problem."""
        question = self._question(route, self._address(route, route.params))
        found, _ = await self._session.ask(question, decoder_of(kind), accept=JSON)
        return found

    async def file(self, route: Route) -> bytes:
        """A file as it is. Raises Problem."""
        question = self._question(route, self._address(route, route.params))
        found, _ = await self._session.ask(question, bytes, accept=RAW)
        return found

    async def file_elsewhere(
        self, repository: str, path: str, ref: str, *, permission: str, source: str
    ) -> bytes:
        """A file of a repository that nobody named and that a workflow uses; without a `ref` at
        its default branch. Raises Problem."""
        self._guard.admit(repository)
        params = {"ref": ref} if ref else {}
        route = f"/repos/{repository}/contents/{path}"
        return await self.file(
            Route(path=route, permission=permission, source=source, params=params)
        )

    async def listing(
        self,
        route: Route,
        kind: type[S],
        keep: Callable[[S], R | None],
        *,
        limit: int | None = None,
        enough: Callable[[Sequence[S]], bool] | None = None,
        total: Callable[[int], None] | None = None,
    ) -> Listing[R]:
        """The list at a route, page by page, each item reduced by `keep`.

        Gaps, limits and `enough` are as in `Arm.listing`; `total` is told how many items the list
        says that it has. Raises Problem where the first page does not come.
        """
        first = self._address(route, {"per_page": str(SIZE), **route.params})

        async def fetch(address: str) -> Page:
            self._guard.check("GET", address)
            question = self._question(route, address)
            told, answer = await self._session.ask(
                question, lambda body: page_in(body, route.key), accept=JSON
            )
            if total is not None and told.total is not None:
                total(told.total)
            return following(address, told.page, answer)

        reduction = Reduction(kind, keep, limit, enough)
        return await read_pages(first, fetch, reduction, what=self._subject(route))

    def _address(self, route: Route, params: Mapping[str, str]) -> str:
        """The absolute address. Raises GuardRefused where it may not be asked."""
        path = quote(route.path, safe="/-._~!$&'()*+,;=:@")
        query = f"?{urlencode(params, quote_via=quote, safe=':.')}" if params else ""
        address = f"{self.server.api}{path}{query}"
        self._guard.check("GET", address)
        return address

    def _question(self, route: Route, address: str) -> Question:
        return Question(
            url=address,
            action=route.permission,
            source=route.source,
            lane=self.owner.name,
            subject=self._subject(route),
        )

    def _subject(self, route: Route) -> str:
        return f"{self.server.web.removeprefix('https://')}{route.path.removeprefix('/repos')}"
