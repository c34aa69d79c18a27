"""Azure Resource Manager, read raw: typed records straight from response bytes.

Source: azure_facts 0.1 (why not MLClient's lists), E.1 (`send_request`); design.md, section 2.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar
from urllib.parse import quote, urlencode

from aml_maturity_audit.azure.answers import VersionRefused
from aml_maturity_audit.azure.api import Versions
from aml_maturity_audit.azure.decoding import Page, WholePage, item_of, page_of
from aml_maturity_audit.azure.guard import ArmGuard
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.paging import Reduction, read_pages
from aml_maturity_audit.azure.question import Question
from aml_maturity_audit.azure.wire import Wire

S = TypeVar("S")
R = TypeVar("R")
T = TypeVar("T")

_PLAIN = re.compile(r"[A-Za-z0-9/%:@!$&'()*+,;=~._-]*")
_SUBSCRIPTION = re.compile(r"^/subscriptions/([^/?]+)", re.IGNORECASE)


class _Errand(NamedTuple):
    """What a caller of the door says about what it asks for."""

    api: Versions
    action: str
    source: str
    params: Mapping[str, str]


class Arm:
    """Reads items and lists. Only GET; every path is under the cloud's ARM host."""

    def __init__(self, wire: Wire, guard: ArmGuard, base: str) -> None:
        self._wire = wire
        self._guard = guard
        self._base = base
        self._refused: set[tuple[str, str]] = set()

    async def item(
        self,
        path: str,
        kind: type[S],
        *,
        api: Versions,
        action: str,
        source: str,
        params: Mapping[str, str] | None = None,
    ) -> S:
        """The resource at `path`, as far as `kind` declares its fields.

        `action` is what is missing where access is denied, `source` who asks. Raises Problem.
        """
        return await self._first(path, item_of(kind), _Errand(api, action, source, params or {}))

    async def listing(
        self,
        path: str,
        kind: type[S],
        keep: Callable[[S], R | None],
        *,
        api: Versions,
        action: str,
        source: str,
        params: Mapping[str, str] | None = None,
        limit: int | None = None,
        enough: Callable[[Sequence[S]], bool] | None = None,
    ) -> Listing[R]:
        """The list at `path`, page by page, each item reduced by `keep` (None drops it).

        An item that does not decode, or that `keep` cannot take, is a gap; so is a later page that
        does not come. `enough`, asked with the new items of each page, stops without a gap; `limit`
        kept items stop with one. Raises Problem where the first page does not come.
        """
        errand = _Errand(api, action, source, params or {})
        first, decode = f"{self._base}{_encoded(path)}", page_of(kind)

        async def fetch(address: str) -> Page | WholePage[S]:
            if address == first:
                return await self._first(path, decode, errand)
            self._guard.check("GET", address)
            return await self._wire.ask(_question(address, path, errand), decode)

        reduction = Reduction(kind, keep, limit, enough)
        return await read_pages(first, fetch, reduction, what=path)

    async def _first(self, path: str, decode: Callable[[bytes], T], errand: _Errand) -> T:
        """The answer in the first API version that is served. Raises Problem."""
        kind = resource_type(path)
        untried = [v for v in errand.api if (kind, v) not in self._refused] or list(errand.api)
        for version in untried:
            address = self._address(path, {**errand.params, "api-version": version})
            try:
                return await self._wire.ask(_question(address, path, errand), decode)
            except VersionRefused:
                self._refused.add((kind, version))
                if version == untried[-1]:
                    raise
        raise ValueError("An API needs at least one version.")

    def _address(self, path: str, query: Mapping[str, str]) -> str:
        """The absolute address. Raises GuardRefused where `path` is none."""
        address = f"{self._base}{_encoded(path)}?{_written(tuple(query.items()))}"
        self._guard.check("GET", address)
        return address


def _encoded(path: str) -> str:
    return path if _PLAIN.fullmatch(path) else quote(path, safe="/%:@!$&'()*+,;=~-._")


@lru_cache(maxsize=256)  # the same few are asked with, but for those that name a time
def _written(query: tuple[tuple[str, str], ...]) -> str:
    return urlencode(query, quote_via=quote, safe="$")


def _question(address: str, path: str, errand: _Errand) -> Question:
    return Question(
        url=address.replace("{", "%7B").replace("}", "%7D"),  # send_request formats addresses
        action=errand.action,
        source=errand.source,
        lane=lane_of(path),
        subject=path,
    )


def lane_of(path: str) -> str:
    """The bucket that ARM counts a read of `path` against: its subscription's, or the tenant's."""
    match = _SUBSCRIPTION.match(path)
    return match[1].lower() if match else "tenant"


def resource_type(path: str) -> str:
    """The type of the resource at `path`: what an API version is refused for."""
    tail = path.lower().rsplit("/providers/", 1)[-1].strip("/").split("/")
    return (
        "/".join([tail[0], *tail[1::2]]) if "/providers/" in path.lower() else "/".join(tail[::2])
    )
