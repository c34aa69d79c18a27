"""What is seen of a list, and what may hide beside it.

Every reading enters judging as a `Seen`: its items, how many more exist unreadable (`hidden`),
and whether any number more may exist (`open`). From then on an absence counts only where nothing
hides. Source: criteria.md, section 1, rules 2 to 5.
"""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

import msgspec

from aml_maturity_audit.assessment.model import Missing
from aml_maturity_audit.mapping.truth import Fact, Truth, no, unknown, yes
from aml_maturity_audit.signals.reading import (
    Denied,
    Failed,
    Gap,
    NotCollected,
    Observed,
    Reading,
    SignalKey,
)

T = TypeVar("T")


class Seen(msgspec.Struct, Generic[T], frozen=True, gc=False):
    """The items of a reading and what may hide beside them."""

    items: tuple[T, ...] = ()
    hidden: int = 0
    open: bool = False
    missing: tuple[Missing, ...] = ()
    why: str = ""
    """Why something hides, as a sentence fragment."""
    gaps: tuple[Gap, ...] = ()
    title: str = ""

    @property
    def complete(self) -> bool:
        """Whether an absence here is an absence in Azure."""
        return not self.open and not self.hidden

    def hiding(self) -> Fact:
        """The unknown that what hides amounts to."""
        return unknown(self.why or "not everything could be read", self.missing)

    def where(self, test: Callable[[T], bool]) -> "Seen[T]":
        """The items that pass a test that is known for each; what hides stays hidden."""
        return self.only(tuple(item for item in self.items if test(item)))

    def only(self, items: tuple[T, ...]) -> "Seen[T]":
        """These of the items; what hides stays hidden."""
        return msgspec.structs.replace(self, items=items)

    def without_gaps(self, harmless: Callable[[Gap], bool]) -> "Seen[T]":
        """The same where gaps that cannot matter are left out."""
        if not self.gaps:
            return self
        kept = tuple(gap for gap in self.gaps if not harmless(gap))
        if kept == self.gaps:
            return self
        return _observed(self.items, kept, self.missing, title=self.title)


def seen(key: SignalKey[tuple[T, ...]], reading: Reading[tuple[T, ...]]) -> Seen[T]:
    """The reading of a list, ready to be judged."""
    if isinstance(reading, Observed):
        default = (Missing(signal=key.name, action=None, hint=""),)
        return _observed(reading.value, reading.gaps, default, key)
    return Seen(open=True, missing=(missing_of(key, reading),), why=why_unread(key, reading))


def _observed(
    items: tuple[T, ...],
    gaps: tuple[Gap, ...],
    missing: tuple[Missing, ...],
    key: SignalKey[Any] | None = None,
    *,
    title: str = "",
) -> Seen[T]:
    signal = key.name if key else missing[0].signal
    title = key.title if key else title
    if not gaps:
        return Seen(items, missing=(), title=title)
    return Seen(
        items=items,
        hidden=sum(1 for gap in gaps if gap.bounded),
        open=any(not gap.bounded for gap in gaps),
        missing=tuple(
            dict.fromkeys(Missing(signal=signal, action=g.action, hint=g.reason) for g in gaps)
        )[:6],
        why=f"{title}: not read whole ({gaps[0].reason.rstrip('.')})",
        gaps=gaps,
        title=title,
    )


def missing_of(key: SignalKey[Any], reading: Reading[Any]) -> Missing:
    """What would let an unread signal be read."""
    if isinstance(reading, Denied):
        return Missing(
            signal=key.name, action=reading.action, hint=f"Grant {reading.action} to the identity."
        )
    if isinstance(reading, NotCollected):
        return Missing(signal=key.name, hint=reading.hint)
    reason = reading.reason if isinstance(reading, Failed) else ""
    return Missing(signal=key.name, hint=reason or "Run the audit again.")


def why_unread(key: SignalKey[Any], reading: Reading[Any]) -> str:
    """Why a signal is not known, as a sentence fragment."""
    title = key.title
    if isinstance(reading, Denied):
        return f"{title}: not permitted, {reading.action} is missing"
    if isinstance(reading, NotCollected):
        return f"{title}: not collected"
    if isinstance(reading, Failed):
        return f"{title}: could not be read ({reading.reason.rstrip('.')})"
    return ""


def exists(
    things: Seen[T], test: Callable[[T], Fact], *, none: str, some: Callable[[T], str] | None = None
) -> Fact:
    """Whether an item passes `test`. No only where nothing hides and none might pass."""
    maybe: Fact | None = None
    for item in things.items:
        answer = test(item)
        if answer.yes:
            return answer.saying(some(item)) if some else answer
        if answer.unknown and maybe is None:
            maybe = answer
    if maybe is not None:
        return maybe
    return no(none) if things.complete else things.hiding()


def every(things: Seen[T], test: Callable[[T], Fact], *, all_pass: str, none: str) -> Fact:
    """Whether all items pass and there is one. No where one fails, or where there is none."""
    answers = [test(item) for item in things.items]
    for truth in (Truth.NO, Truth.UNKNOWN):
        for answer in answers:
            if answer.truth is truth:
                return answer
    if not things.complete:
        return things.hiding()
    if not answers:
        return no(none)
    evidence = [e for answer in answers for e in answer.evidence]
    subjects = [s for answer in answers for s in answer.subjects]
    return yes(all_pass, evidence, subjects)


def merged(parts: Iterable[Seen[T]]) -> Seen[T]:
    """Several lists as one."""
    parts = tuple(parts)
    if len(parts) == 1:
        return parts[0]
    return Seen(
        items=tuple(item for part in parts for item in part.items),
        hidden=sum(part.hidden for part in parts),
        open=any(part.open for part in parts),
        missing=tuple(dict.fromkeys(m for part in parts for m in part.missing))[:6],
        why="; ".join(dict.fromkeys(part.why for part in parts if part.why)),
        gaps=tuple(gap for part in parts for gap in part.gaps),
    )
