"""Levels up to a run, for its report: of the fleet in every dimension, of each workspace overall.

The present run comes from its own assessment, so that a report shows it before it is kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from aml_maturity_audit.assessment.model import DIMENSIONS, Assessment
from aml_maturity_audit.assessment.trend import FLEET, Point, Trend
from aml_maturity_audit.history.store import History
from aml_maturity_audit.history.tables import OVERALL
from aml_maturity_audit.history.trend import changes

MOST = 60
"""Runs in a report's charts, which a page can still show."""
_KINDS = (OVERALL, *DIMENSIONS)

Line = tuple[str, str]
"""Whose, and in which dimension."""
Levels = Mapping[Line, tuple[float, float, int]]
"""Confirmed, possible, and of how many workspaces."""


def until(history: History, assessment: Assessment) -> tuple[Trend, ...]:
    """The trends up to a whole run and with it; none where no other run is before it.

    Raises AuditError where the history cannot be read.
    """
    earlier = history.whole_before(assessment.run, MOST - 1)
    if not earlier:
        return ()
    known = {w.key: w.name for w in assessment.workspaces if w.level is not None}
    levels = _earlier(history, [str(run["run_id"]) for run in earlier], known)
    lines: dict[Line, list[Point]] = defaultdict(list)
    before: dict[Line, Mapping[str, object]] = {}
    for run, of_run in [*((r, levels[str(r["run_id"])]) for r in earlier), _present(assessment)]:
        for line, (confirmed, possible, count) in sorted(of_run.items()):
            lines[line].append(
                _point(run, confirmed, possible, count, changes(before.get(line), run))
            )
            before[line] = run
    named = ((key, known.get(key, FLEET), kind) for key, kind in lines)
    return tuple(
        Trend(key=key, name=name, dimension=kind, points=tuple(lines[key, kind]))
        for key, name, kind in sorted(named, key=lambda one: (one[0], _KINDS.index(one[2])))
    )


def _point(
    run: Mapping[str, object],
    confirmed: float,
    possible: float,
    workspaces: int,
    changed: tuple[str, ...],
) -> Point:
    time = run["collected_at"]
    assert isinstance(time, datetime)
    return Point(
        run_id=str(run["run_id"]),
        time=time,
        confirmed=confirmed,
        possible=possible,
        workspaces=workspaces,
        changed=changed,
    )


def _earlier(history: History, runs: Sequence[str], known: Iterable[str]) -> Mapping[str, Levels]:
    """The levels of former runs: means of the fleet, and of the workspaces that are known."""
    found: dict[str, dict[Line, tuple[float, float, int]]] = defaultdict(dict)
    for run_id, kind, confirmed, possible, count in history.means(runs):
        found[run_id][FLEET, kind] = (round(confirmed, 2), round(possible, 2), count)
    wanted = set(known)
    for run_id, key, confirmed, possible in history.overall(runs):
        if key in wanted:
            found[run_id][key, OVERALL] = (confirmed, possible, 1)
    return dict(found) | {run: {} for run in runs if run not in found}


def _present(assessment: Assessment) -> tuple[Mapping[str, object], Levels]:
    run = assessment.run
    facts = {
        "run_id": run.id,
        "collected_at": run.collected_at,
        "edition": run.edition,
        "catalogue_digest": run.catalogue_digest,
        "policy_digest": run.policy_digest,
    }
    each: dict[Line, tuple[float, float, int]] = {}
    of_kind: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for key, kind, confirmed, possible in _bounds(assessment):
        of_kind[kind].append((confirmed, possible))
        if kind == OVERALL:
            each[key, kind] = (confirmed, possible, 1)
    for kind, bounds in of_kind.items():
        low, high = (round(sum(side) / len(bounds), 2) for side in zip(*bounds, strict=True))
        each[FLEET, kind] = (low, high, len(bounds))
    return facts, each


def _bounds(assessment: Assessment) -> Iterator[tuple[str, str, int, int]]:
    for workspace in assessment.workspaces:
        if workspace.level is None:
            continue
        yield workspace.key, OVERALL, workspace.level.confirmed, workspace.level.possible
        for own in workspace.dimensions:
            if own.confirmed is not None and own.possible is not None:
                yield workspace.key, own.id, own.confirmed, own.possible
