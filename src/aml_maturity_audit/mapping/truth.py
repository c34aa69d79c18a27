"""Three-valued facts and the expressions that judges are made of.

A fact is yes, no or unknown, with the sentence that says why. Unknown carries what is missing, so
that no author of a criterion can take a denial for an absence. Source: criteria.md, section 1,
rule 1.
"""

from collections.abc import Hashable, Iterable, Sequence
from enum import Enum
from itertools import chain
from typing import TypeVar

import msgspec

from aml_maturity_audit.assessment.model import Evidence, Missing, Subject

T = TypeVar("T", bound=Hashable)

MAX_LISTED = 12
"""How many pieces of evidence, subjects or reasons a verdict carries; the sentence counts all."""


class Truth(Enum):
    """Yes, no, or could not be seen."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    __hash__ = object.__hash__  # there is one of each; a name's hash costs more


class Fact(msgspec.Struct, frozen=True, gc=False):
    """A truth, and why."""

    truth: Truth
    because: str = ""
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[Missing, ...] = ()
    subjects: tuple[Subject, ...] = ()

    @property
    def yes(self) -> bool:
        """Known to hold."""
        return self.truth is _YES

    @property
    def no(self) -> bool:
        """Known not to hold."""
        return self.truth is _NO

    @property
    def unknown(self) -> bool:
        """Could be either."""
        return self.truth is _UNKNOWN

    def saying(self, because: str) -> "Fact":
        """The same with another sentence."""
        return Fact(self.truth, because, self.evidence, self.missing, self.subjects)

    def showing(
        self, evidence: Iterable[Evidence] = (), subjects: Iterable[Subject] = ()
    ) -> "Fact":
        """The same with more to look at."""
        if not evidence and not subjects:
            return self
        return Fact(
            self.truth,
            self.because,
            _first(*self.evidence, *evidence),
            self.missing,
            _first(*self.subjects, *subjects),
        )

    def negated(self, because: str = "") -> "Fact":
        """Yes for no and no for yes."""
        flipped = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN}
        return msgspec.structs.replace(
            self, truth=flipped[self.truth], because=because or self.because
        )


_YES, _NO, _UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
"""The same at hand: a class is asked for its members thousands of times."""
YES = Fact(_YES)
NO = Fact(_NO)
_BARE = {Truth.YES: YES, Truth.NO: NO, Truth.UNKNOWN: Fact(Truth.UNKNOWN)}


def yes(because: str, evidence: Iterable[Evidence] = (), subjects: Iterable[Subject] = ()) -> Fact:
    """It holds, because…"""
    if evidence or subjects:
        return Fact(_YES, because, _first(*evidence), (), _first(*subjects))
    return Fact(_YES, because)


def no(because: str, evidence: Iterable[Evidence] = (), subjects: Iterable[Subject] = ()) -> Fact:
    """It does not hold, because…"""
    if evidence or subjects:
        return Fact(_NO, because, _first(*evidence), (), _first(*subjects))
    return Fact(_NO, because)


def unknown(
    because: str, missing: Iterable[Missing] = (), evidence: Iterable[Evidence] = ()
) -> Fact:
    """It could not be seen, because…; `missing` says what would settle it."""
    return Fact(_UNKNOWN, because, _first(*evidence), _first(*missing))


def fact(holds: bool, because: str = "") -> Fact:
    """A fact that is known either way."""
    if not because:
        return YES if holds else NO
    return Fact(Truth.YES if holds else Truth.NO, because)


def all_of(*facts: Fact) -> Fact:
    """Yes where all are; no where one is; else unknown, for the reasons of the unknown ones."""
    for wanted in (_NO, _UNKNOWN):
        decisive = [f for f in facts if f.truth is wanted]
        if decisive:
            return _joined(wanted, decisive)
    return _joined(_YES, facts)


def any_of(*facts: Fact) -> Fact:
    """Yes where one is; no where none is; else unknown, for the reasons of the unknown ones."""
    for wanted in (_YES, _UNKNOWN):
        decisive = [f for f in facts if f.truth is wanted]
        if decisive:
            return _joined(wanted, decisive)
    return _joined(_NO, facts)


def decide(met: Fact, not_met: Fact) -> Fact:
    """Met clauses first, then not_met; what neither decides is unknown (rule 1)."""
    if met.yes:
        return met
    if not_met.yes:
        return msgspec.structs.replace(not_met, truth=Truth.NO)
    undecided = [f for f in (met, not_met) if f.because]
    return msgspec.structs.replace(_joined(Truth.UNKNOWN, undecided), truth=Truth.UNKNOWN)


def sentence(text: str) -> str:
    """`text` as a sentence: a capital first, a full stop last."""
    text = text.strip()
    if not text:
        return ""
    first = text.split(" ", 1)[0].rstrip(",;:.")
    capital = text[0].upper() + text[1:] if first.isalpha() else text
    return capital if capital.endswith((".", "!", "?")) else f"{capital}."


def _joined(truth: Truth, facts: Sequence[Fact]) -> Fact:
    facts = [f for f in facts if f is not YES and f is not NO]  # these say nothing
    if not facts:
        return _BARE[truth]
    if len(facts) == 1:
        only = facts[0]
        because = "; ".join(_parts(only.because))
        if only.truth is truth and only.because == because:
            return only
        return Fact(truth, because, only.evidence, only.missing, only.subjects)
    return Fact(
        truth,
        "; ".join(_different([_parts(f.because) for f in facts])),
        _different([f.evidence for f in facts if f.evidence]),
        _different([f.missing for f in facts if f.missing]),
        _different([f.subjects for f in facts if f.subjects]),
    )


def _parts(because: str) -> tuple[str, ...]:
    """The reasons in a sentence, so that one that several facts share is said once."""
    because = because.rstrip(".")
    if ";" not in because:
        return (because,) if because else ()
    return _first(*(part for part in because.split("; ") if part))


def _different(parts: list[tuple[T, ...]]) -> tuple[T, ...]:
    """The first different ones of several tuples, each of which is that already."""
    if not parts:
        return ()
    return parts[0] if len(parts) == 1 else _first(*chain.from_iterable(parts))


def _first(*items: T) -> tuple[T, ...]:
    """The first different ones, at most `MAX_LISTED`."""
    if len(items) < 2:
        return items
    return tuple(dict.fromkeys(items))[:MAX_LISTED]
