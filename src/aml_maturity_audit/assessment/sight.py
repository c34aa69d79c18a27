"""What could be read then and not now, and the other way round."""

from collections.abc import Iterable
from dataclasses import dataclass

from aml_maturity_audit.assessment.model import UNKNOWN, CriterionResult, ReadingSummary

_NOTHING, _PARTLY, _WHOLLY = range(3)


@dataclass(frozen=True, kw_only=True)
class Sight:
    """Signals that were lost from view and that came into it."""

    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()


def sight_of(before: Iterable[ReadingSummary], after: Iterable[ReadingSummary]) -> Sight:
    """How the view of a workspace changed, over all of its readings."""
    return _between(_seen(before), _seen(after))


def sight_between(
    old: CriterionResult,
    new: CriterionResult,
    before: Iterable[ReadingSummary],
    after: Iterable[ReadingSummary],
) -> Sight:
    """How the view changed for one criterion: over the signals that it misses, then or now.

    An unknown verdict that names none may be due to any change of the workspace's view. A settled
    one is not: what it does not miss did not decide it.
    """
    then, now = _seen(before), _seen(after)
    missed_then = {missing.signal for missing in old.missing}
    missed_now = {missing.signal for missing in new.missing}
    if UNKNOWN in (old.verdict, new.verdict) and not missed_then | missed_now:
        return _between(then, now)
    return Sight(
        lost=tuple(sorted(_less_seen(missed_then, then, missed_now, now))),
        gained=tuple(sorted(_less_seen(missed_now, now, missed_then, then))),
    )


def _less_seen(
    missed_before: set[str], before: dict[str, int], missed: set[str], seen: dict[str, int]
) -> set[str]:
    """The signals that are missed and were seen better before.

    Between two partial readings none is visibly better; where it was enough before, it was.
    """
    less = set()
    for signal in missed:
        earlier = before.get(signal, _NOTHING if signal in missed_before else _WHOLLY)
        later = seen.get(signal, _NOTHING)
        newly_missed = signal not in missed_before and later == _PARTLY
        if later < earlier or newly_missed:
            less.add(signal)
    return less


def _between(then: dict[str, int], now: dict[str, int]) -> Sight:
    both = sorted(then.keys() & now.keys())
    return Sight(
        lost=tuple(signal for signal in both if now[signal] < then[signal]),
        gained=tuple(signal for signal in both if now[signal] > then[signal]),
    )


def _seen(readings: Iterable[ReadingSummary]) -> dict[str, int]:
    """How much of each signal was seen; of several readings of one, the least."""
    seen: dict[str, int] = {}
    for reading in readings:
        sight = _NOTHING
        if reading.state == "observed":
            sight = _WHOLLY if reading.complete else _PARTLY
        seen[reading.signal] = min(sight, seen.get(reading.signal, _WHOLLY))
    return seen
