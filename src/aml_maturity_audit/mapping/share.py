"""Shares with bounds: how much of a population has a property, and what it could be at most.

Source: criteria.md, section 1, rule 5. Items that cannot be classified are left out of the printed
share, and where they could turn the verdict it is unknown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from aml_maturity_audit.assessment.model import Evidence, Missing, Subject
from aml_maturity_audit.mapping.seen import Seen
from aml_maturity_audit.mapping.truth import Fact, Truth, no, unknown, yes

T = TypeVar("T")

EXAMPLES = 3
"""How many items a share shows as evidence."""


@dataclass(frozen=True)
class Population(Generic[T]):
    """Items that belong, or may belong, to what a share is taken over."""

    seen: Seen[T]
    members: tuple[tuple[T, Fact], ...]
    """Each with whether it belongs; items known not to belong are not here."""

    @cached_property
    def certain(self) -> tuple[T, ...]:
        """The items known to belong."""
        return tuple(item for item, belongs in self.members if belongs.truth is Truth.YES)

    @property
    def may_have_more(self) -> bool:
        """Whether items may belong that are not known to."""
        return not self.seen.complete or any(b.truth is Truth.UNKNOWN for _, b in self.members)

    def doubts(self) -> Fact:
        """Why items may belong that are not known to."""
        for _, belongs in self.members:
            if belongs.unknown:
                return belongs
        return self.seen.hiding()

    def narrowed(self, test: Callable[[T], bool]) -> "Population[T]":
        """The members that pass a test that is known for each."""
        return Population(self.seen, tuple((i, b) for i, b in self.members if test(i)))


def population(things: Seen[T], belongs: Callable[[T], Fact]) -> Population[T]:
    """The items of `things` that belong or may."""
    judged = ((item, belongs(item)) for item in things.items)
    return Population(things, tuple((item, b) for item, b in judged if b.truth is not Truth.NO))


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
    people: Population[T],
    has: Callable[[T], Fact],
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
    subjects = tuple(subject(item) for item in lacking[:12]) if subject else ()
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
    people: Population[T], has: Callable[[T], Fact]
) -> tuple[_Count, list[T], list[T], list[Fact]]:
    count, unclear = _Count(), []
    having: list[T] = []
    lacking: list[T] = []
    for item, belongs in people.members:
        answer = has(item)
        truth = answer.truth  # looked at once: there are many items
        if truth is Truth.UNKNOWN:
            unclear.append(answer)
        if belongs.truth is Truth.YES:
            if truth is Truth.YES:
                having.append(item)
            elif truth is Truth.NO:
                lacking.append(item)
            else:
                count.unsure += 1
        else:
            count.maybe_have += truth is Truth.YES
            count.maybe_lack += truth is not Truth.YES
            count.maybe_could_have += truth is not Truth.NO
    count.have, count.lack = len(having), len(lacking)
    return count, having, lacking, unclear


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


def _undecided(people: Population[T], printed: str, unclear: list[Fact]) -> Fact:
    reasons = unclear[:3] or [people.doubts()]
    if unclear and people.may_have_more:
        reasons.append(people.doubts())
    why = "; ".join(dict.fromkeys(r.because.rstrip(".") for r in reasons if r.because))
    missing: tuple[Missing, ...] = tuple(dict.fromkeys(m for r in reasons for m in r.missing))
    return unknown(f"{printed}; {why}" if why else printed, missing)


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "none"
