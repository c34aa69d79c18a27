"""A list, read page by page: each page is reduced as it arrives, and nothing vanishes unsaid.

Source: design.md, section 5; issue "Unbreakable", Faults. What cannot be read of a list becomes a
gap: an item that does not decode, a page that does not come, a chain of pages that leads astray.
"""

import math
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import urljoin

import msgspec

from aml_maturity_audit.azure.decoding import UNDECODABLE, Page, WholePage, name_in
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem, gap_of
from aml_maturity_audit.signals.reading import FAILED, TRUNCATED, UNDECODED, Gap

S = TypeVar("S")
R = TypeVar("R")

MOST_PAGES = 5_000
MOST_FRUITLESS = 20
"""Pages in a row that bring no new item; a longer chain leads nowhere."""
MOST_UNDECODED = 50
"""Items named one by one; beyond, they are counted."""

_UNKEPT = (*UNDECODABLE, ValueError, TypeError, KeyError, AttributeError, IndexError)


@dataclass(frozen=True)
class Reduction(Generic[S, R]):
    """What to make of the items of a list, and when enough has been seen."""

    kind: type[S]
    keep: Callable[[S], R | None]
    limit: int | None = None
    enough: Callable[[Sequence[S]], bool] | None = None


@dataclass
class _Progress(Generic[R]):
    kept: list[R] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    undecoded: int = 0
    seen: set[int] = field(default_factory=set)
    """Hashes of the ids that came, in lower case."""
    followed: set[str] = field(default_factory=set)
    pages: int = 0
    fruitless: int = 0

    def listing(self) -> Listing[R]:
        gaps = self.gaps
        if self.undecoded > MOST_UNDECODED:
            more = self.undecoded - MOST_UNDECODED
            reason = f"{more} more items could not be decoded."
            gaps = [*gaps, Gap(kind=FAILED, reason=reason)]
        return Listing(tuple(self.kept), tuple(gaps))


async def read_pages(
    first: str,
    fetch: Callable[[str], Awaitable[Page | WholePage[S]]],
    reduction: Reduction[S, R],
    *,
    what: str,
) -> Listing[R]:
    """The list that starts at the address `first`; `what` names it in reasons.

    Raises what `fetch` raises for the first page; later trouble is a gap of what is returned.
    """
    progress: _Progress[R] = _Progress()
    address: str | None = first
    while address is not None:
        try:
            page = await fetch(address)
        except Problem as problem:
            if progress.pages == 0:
                raise
            progress.gaps.append(gap_of(problem, what))
            break
        progress.followed.add(address)
        progress.pages += 1
        if not _take(page, reduction, progress, what):
            break
        address = _next(page, address, progress, what)
    return progress.listing()


def _take(
    page: Page | WholePage[S], reduction: Reduction[S, R], progress: _Progress[R], what: str
) -> bool:
    """Reduce a page; False where no further page is wanted."""
    items: list[S] = []
    more = bool(page.nextLink)
    keep, kept = reduction.keep, progress.kept
    most = math.inf if reduction.limit is None else reduction.limit
    for position, item in _items(page, reduction.kind, progress):
        if _is_repeated(item, progress.seen):
            continue
        items.append(item)
        if len(kept) >= most:
            _cut(reduction, progress, what)
            return False
        try:
            record = keep(item)
        except _UNKEPT:
            _note_undecoded(page, progress, position)
            continue
        if record is not None:
            kept.append(record)
    progress.fruitless = 0 if items else progress.fruitless + 1
    if more and reduction.enough is not None and reduction.enough(items):
        return False
    if more and len(kept) >= most:
        _cut(reduction, progress, what)
        return False
    return True


def _items(
    page: Page | WholePage[S], kind: type[S], progress: _Progress[R]
) -> Iterable[tuple[int, S]]:
    """Those that decode, with their positions."""
    if isinstance(page, WholePage):
        return enumerate(page.items)
    return _one_by_one(page, kind, progress)


def _one_by_one(page: Page, kind: type[S], progress: _Progress[R]) -> Iterator[tuple[int, S]]:
    decoder = msgspec.json.Decoder(kind)
    for position, raw in enumerate(page.value):
        try:
            item = decoder.decode(raw)
        except UNDECODABLE:
            _note_undecoded(page, progress, position)
        else:
            yield position, item


def _note_undecoded(page: Page | WholePage[S], progress: _Progress[R], position: int) -> None:
    progress.undecoded += 1
    if progress.undecoded <= MOST_UNDECODED:
        raw = page.raw(position) if isinstance(page, WholePage) else page.value[position]
        name = name_in(raw, f"item {position + 1} of page {progress.pages}")
        reason = f"{name} could not be decoded: its shape is not the documented one."
        progress.gaps.append(Gap(kind=UNDECODED, reason=reason, resource=name))


def _is_repeated(item: object, seen: set[int]) -> bool:
    """Whether an item with this id came before; one without an id is always new."""
    identity = getattr(item, "id", None)
    if not isinstance(identity, str) or not identity:
        return False
    known = len(seen)
    seen.add(hash(identity.lower()))
    return len(seen) == known


def _cut(reduction: Reduction[S, R], progress: _Progress[R], what: str) -> None:
    reason = f"{what} was read up to its limit of {reduction.limit:,}; there may be more."
    progress.gaps.append(Gap(kind=TRUNCATED, reason=reason, resource=what))


def _joined(address: str, link: str) -> str | None:
    try:
        return urljoin(address, link)
    except ValueError:
        return None


def _next(page: Page | WholePage[S], address: str, progress: _Progress[R], what: str) -> str | None:
    """The next page's address, or None at the end, with a gap where the chain leads astray."""
    if not page.nextLink:
        return None
    following = _joined(address, page.nextLink)
    if following is None:
        reason = f"The next page of {what} has no proper address; there may be more."
    elif following in progress.followed:
        reason = f"The pages of {what} lead back to one that was read; there may be more."
    elif progress.fruitless >= MOST_FRUITLESS:
        reason = f"{what} went on for {MOST_FRUITLESS} pages without a new item; not read further."
    elif progress.pages >= MOST_PAGES:
        reason = f"{what} has more than {MOST_PAGES:,} pages; not read further."
    else:
        return following
    progress.gaps.append(Gap(kind=FAILED, reason=reason, resource=what))
    return None
