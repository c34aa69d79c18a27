"""What collectors ask an organization with: items, lists, files, and the query for checks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast
from urllib.parse import quote, urlencode

import msgspec

from aml_maturity_audit.azure.answers import Answer, VersionRefused
from aml_maturity_audit.azure.decoding import Page, decoder_of, item_of, page
from aml_maturity_audit.azure.devops.areas import Areas
from aml_maturity_audit.azure.devops.guard import DevOpsGuard
from aml_maturity_audit.azure.devops.organizations import Organization
from aml_maturity_audit.azure.devops.paging import WHOLE, Paging
from aml_maturity_audit.azure.devops.session import BYTES, JSON, Session
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.paging import Reduction, read_pages
from aml_maturity_audit.azure.problems import Unanswered
from aml_maturity_audit.azure.question import Question

S = TypeVar("S", bound=msgspec.Struct)
R = TypeVar("R")
T = TypeVar("T")

_OBJECT = decoder_of(dict[str, object])


@dataclass(frozen=True, kw_only=True)
class Route:
    """What is asked for, and what it takes."""

    path: str
    """From the organization's address, as `/project/_apis/build/builds`; unquoted."""
    scope: str
    """The token scope that reading it takes, as `vso.build`."""
    source: str
    """The signal on whose behalf it is asked."""
    api: tuple[str, ...]
    params: Mapping[str, str] | None = None
    area: tuple[str, str] | None = None
    """Host label and resource area, where it is not on the organization's own host."""
    body: object = None
    """Of a POST; only the query for checks is one."""


class DevOps:
    """One organization, opened for reading."""

    def __init__(self, session: Session, guard: DevOpsGuard) -> None:
        self._session = session
        self._guard = guard
        self._areas = Areas(session, guard)
        self._refused: set[tuple[str, str]] = set()

    @property
    def organization(self) -> Organization:
        """Whom it asks."""
        return self._session.organization

    async def item(self, route: Route, kind: type[S]) -> S:
        """The item at a route. Raises Problem."""
        found, _, _ = await self._first(route, {}, item_of(kind))
        return found

    async def document(self, route: Route) -> dict[str, object]:
        """The whole object at a route, for readers that look for what they know. Raises Problem."""
        found, _, _ = await self._first(route, {}, _OBJECT)
        return found

    async def file(self, route: Route) -> bytes:
        """A file as it is. Raises Problem."""
        found, answer, _ = await self._first(route, {}, bytes, accept=BYTES)
        if "json" in answer.headers.get("Content-Type", "").lower():
            raise Unanswered(f"{self._subject(route)} was answered with JSON instead of a file.")
        return found

    async def listing(
        self,
        route: Route,
        kind: type[S],
        keep: Callable[[S], R | None],
        *,
        paging: Paging = WHOLE,
        limit: int | None = None,
        enough: Callable[[Sequence[S]], bool] | None = None,
    ) -> Listing[R]:
        """The list at a route, page by page, each item reduced by `keep`.

        Gaps, limits and `enough` are as in `Arm.listing`. Raises Problem where the first page does
        not come.
        """
        first = "first page"

        async def fetch(address: str) -> Page:
            if address == first:
                found, answer, asked = await self._first(route, paging.first(), page)
                return paging.following(asked, found, answer)
            question = self._question(route, address)
            self._guard.check("GET", address)
            found, answer = await self._session.ask(question, page)
            return paging.following(address, found, answer)

        reduction = Reduction(kind, keep, limit, enough)
        return await read_pages(first, fetch, reduction, what=self._subject(route))

    async def _first(
        self,
        route: Route,
        more: Mapping[str, str],
        decode: Callable[[bytes], T],
        *,
        accept: str = JSON,
    ) -> tuple[T, Answer, str]:
        """The answer in the first API version that is served, and the address. Raises Problem."""
        untried = [v for v in route.api if (route.source, v) not in self._refused]
        for version in untried or route.api:
            query = {**(route.params or {}), **more, "api-version": version}
            address = await self._address(route, query)
            try:
                question = self._question(route, address)
                found, answer = await self._session.ask(question, decode, accept=accept)
            except VersionRefused:
                self._refused.add((route.source, version))
                if version == (untried or route.api)[-1]:
                    raise
                continue
            return found, answer, address
        raise ValueError("A route needs at least one API version.")

    async def _address(self, route: Route, query: Mapping[str, str]) -> str:
        """The absolute address. Raises GuardRefused where it may not be asked."""
        base = self.organization.url
        if route.area is not None:
            base = await self._areas.base(*route.area)
        path = quote(route.path, safe="/-._~!$&'()*+,;=:@")
        address = f"{base}{path}?{urlencode(query, quote_via=quote, safe='$')}"
        self._guard.check("GET" if route.body is None else "POST", address)
        return address

    def _question(self, route: Route, address: str) -> Question:
        return Question(
            url=address,
            action=route.scope,
            source=route.source,
            lane=self.organization.url,
            method="GET" if route.body is None else "POST",
            body=cast("Mapping[str, object] | None", route.body),
            subject=self._subject(route),
        )

    def _subject(self, route: Route) -> str:
        return f"{self.organization.name}{route.path}"
