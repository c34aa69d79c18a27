"""Shares with bounds: how much of a population has a property, and what it could be at most.

Source: criteria.md, section 1, rule 5. Items that cannot be classified are left out of the printed
share, and where they could turn the verdict it is unknown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Generic, TypeVar

import msgspec

from aml_maturity_audit.assessment.model import Evidence, Missing, Subject
from aml_maturity_audit.mapping.seen import Seen
from aml_maturity_audit.mapping.truth import YES, Fact, Truth, no, unknown, yes

T = TypeVar("T")
K = TypeVar("K")

EXAMPLES = 3
"""How many items a share shows as evidence."""
SUBJECTS = 12
"""How many of those that lack the property are its subjects."""


class Group(msgspec.Struct, Generic[T, K], frozen=True, gc=False):
    """Members of one kind, which answer alike to whatever is asked of them."""

    kind: K
    belongs: Fact
    """Whether the first of them does."""
    members: list[tuple[int, T]]
    """Each with its place among all."""

    @property
    def certain(self) -> bool:
        """Whether they are known to belong."""
        return self.belongs.truth is Truth.YES


class Population(Generic[T, K]):
    """Items that belong, or may belong, to what a share is taken over, in groups of one kind."""

    def __init__(self, seen: Seen[T], groups: tuple[Group[T, K], ...]) -> None:
        """`groups` stand in the order of each one's first; items known not to belong are in
        none."""
        self.seen = seen
        self.groups = groups

    @cached_property
    def certain(self) -> tuple[T, ...]:
        """The items known to belong."""
        return tuple(in_order(group for group in self.groups if group.certain))

    def members(self) -> list[tuple[T, Group[T, K]]]:
        """The items that belong or may, as they stand among all, each with its group."""
        placed = [(at, item, group) for group in self.groups for at, item in group.members]
        placed.sort(key=itemgetter(0))
        return [(item, group) for _, item, group in placed]

    @cached_property
    def size(self) -> int:
        """How many items are known to belong."""
        return sum(len(group.members) for group in self.groups if group.certain)

    @cached_property
    def may_have_more(self) -> bool:
        """Whether items may belong that are not known to."""
        return not self.seen.complete or not all(group.certain for group in self.groups)

    def doubts(self) -> Fact:
        """Why items may belong that are not known to."""
        for group in self.groups:
            if group.belongs.unknown:
                return group.belongs
        return self.seen.hiding()


def in_order(groups: Iterable[Group[T, K]]) -> list[T]:
    """The members of some groups, as they stand among all."""
    return _first([placed for group in groups for placed in group.members])


def population(things: Seen[T], belongs: Callable[[T], Fact] = lambda _: YES) -> Population[T, T]:
    """The items of `things` that belong or may, each a kind of its own."""
    judged = ((at, item, belongs(item)) for at, item in enumerate(things.items))
    singly = (Group(item, sure, [(at, item)]) for at, item, sure in judged)
    return Population(things, tuple(each for each in singly if each.belongs.truth is not Truth.NO))


@dataclass(slots=True)
class _Count:
    have: int = 0
    lack: int = 0
    unsure: int = 0
    """Belongs; the property is unknown."""
    maybe_have: int = 0
    """May belong, and would have it."""
    maybe_lack: int = 0
    """May belong, and would lack it or may lack it."""
    maybe_could_have: int = 0
    """May belong, and may have it."""


def share(
    people: Population[T, K],
    has: Callable[[K], Fact],
    *,
    threshold: float,
    noun: str,
    what: str,
    empty: str,
    subject: Callable[[T], Subject] | None = None,
    show: Callable[[T], Evidence] | None = None,
) -> Fact:
    """Whether at least `threshold` of the population has the property.

    `noun` names the items ("training jobs"), `what` the property ("on managed compute"), `empty`
    the sentence where there is none. Unknown where what hides could turn it. `show` makes evidence
    of the examples that decided it.
    """
    count, having, lacking, unclear = _classify(people, has)
    low, high = _bounds(count, people.seen)
    total = count.have + count.lack
    printed = (
        f"{count.have} of {total} {noun} {what} ({_percent(count.have, total)}, "
        f"at least {threshold:.0%} needed)"
    )
    subjects = tuple(subject(item) for item in lacking) if subject else ()
    good = tuple(show(item) for item in having[:EXAMPLES]) if show else ()
    bad = tuple(show(item) for item in lacking[:EXAMPLES]) if show else ()
    left_out = count.unsure + (people.seen.hidden if not people.seen.open else 0)
    if left_out:
        printed += f", {left_out} could not be classified"
    if low is not None and low >= threshold - 1e-9:
        return yes(printed, good)
    if high is None or high < threshold - 1e-9:
        return no(printed if total else empty, bad, subjects)
    return _undecided(people, printed if total else f"0 {noun} could be classified", unclear)


def _classify(
    people: Population[T, K], has: Callable[[K], Fact]
) -> tuple[_Count, list[T], list[T], list[Fact]]:
    """What there is of each, the first that have and that lack the property, and the doubts."""
    count, unclear = _Count(), []
    having: list[tuple[int, T]] = []
    lacking: list[tuple[int, T]] = []
    for group in people.groups:
        answer = has(group.kind)
        truth, size = answer.truth, len(group.members)
        if truth is Truth.UNKNOWN:
            unclear.append(answer)
        if not group.certain:
            count.maybe_have += size if truth is Truth.YES else 0
            count.maybe_lack += size if truth is not Truth.YES else 0
            count.maybe_could_have += size if truth is not Truth.NO else 0
        elif truth is Truth.YES:
            count.have += size
            having += group.members[:EXAMPLES]
        elif truth is Truth.NO:
            count.lack += size
            lacking += group.members[:SUBJECTS]
        else:
            count.unsure += size
    return count, _first(having, EXAMPLES), _first(lacking, SUBJECTS), unclear


def _first(placed: list[tuple[int, T]], most: int | None = None) -> list[T]:
    placed.sort(key=itemgetter(0))
    return [item for _, item in placed[:most]]


def _bounds(count: _Count, seen: Seen[T]) -> tuple[float | None, float | None]:
    """The least and the greatest the share can be; None where the population may be empty."""
    if seen.open:
        return 0.0, 1.0
    least_of = count.have + count.lack + count.unsure + count.maybe_lack + seen.hidden
    low = count.have / least_of if least_of else None
    most = count.have + count.unsure + count.maybe_could_have + seen.hidden
    most_of = most + count.lack
    high = most / most_of if most_of else None
    return low, high


def _undecided(people: Population[T, K], printed: str, unclear: list[Fact]) -> Fact:
    reasons = unclear[:3] or [people.doubts()]
    if unclear and people.may_have_more:
        reasons.append(people.doubts())
    why = "; ".join(dict.fromkeys(r.because.rstrip(".") for r in reasons if r.because))
    missing: tuple[Missing, ...] = tuple(dict.fromkeys(m for r in reasons for m in r.missing))
    return unknown(f"{printed}; {why}" if why else printed, missing)


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "none"
