"""Levels over time: per workspace, per dimension, or for the fleet. Pure, over rows of `levels`.

A change of catalogue, edition or policy is marked: a level that moved there may have moved because
the rules did.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from aml_maturity_audit.assessment.trend import FLEET, Point, Trend
from aml_maturity_audit.history.tables import OVERALL

Row = Mapping[str, object]


def trends(
    rows: Iterable[Row],
    *,
    workspaces: Iterable[str] = (),
    dimension: str = OVERALL,
    fleet: bool = False,
) -> tuple[Trend, ...]:
    """The trends in rows of the table `levels`, sorted by name; unassessed runs are left out.

    `workspaces` are names or keys, empty for all. The fleet's level is the mean over its
    workspaces, which is shown as a mean and never judged.
    """
    wanted = {name.lower() for name in workspaces}
    lines: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["dimension"] != dimension or row["confirmed"] is None:
            continue
        named = {str(row["workspace"]).lower(), str(row["workspace_key"])}
        if not wanted or wanted & named:
            lines[FLEET if fleet else str(row["workspace_key"])].append(row)
    found = (_trend(key, dimension, own) for key, own in lines.items())
    return tuple(sorted(found, key=lambda trend: (trend.name.lower(), trend.key)))


def changes(before: Row | None, after: Row) -> tuple[str, ...]:
    """By which rules a run was judged otherwise than the one before, where there is one."""
    if before is None:
        return ()
    columns = {"catalogue": "catalogue_digest", "edition": "edition", "policy": "policy_digest"}
    return tuple(what for what, column in columns.items() if before[column] != after[column])


def _trend(key: str, dimension: str, rows: list[Row]) -> Trend:
    runs: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        runs[str(row["run_id"])].append(row)
    ordered = sorted(runs.items(), key=lambda run: (_time(run[1][0]), run[0]))
    points: list[Point] = []
    before: Row | None = None
    for run_id, own in ordered:
        points.append(_point(run_id, own, before))
        before = own[0]
    name = FLEET if key == FLEET else str(ordered[-1][1][0]["workspace"])
    return Trend(key=key, name=name, dimension=dimension, points=tuple(points))


def _point(run_id: str, rows: list[Row], before: Row | None) -> Point:
    return Point(
        run_id=run_id,
        time=_time(rows[0]),
        confirmed=_mean(rows, "confirmed"),
        possible=_mean(rows, "possible"),
        workspaces=len(rows),
        changed=changes(before, rows[0]),
    )


def _mean(rows: list[Row], column: str) -> float:
    values = [row[column] for row in rows]
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    return round(sum(numbers) / len(numbers), 2) if numbers else 0.0


def _time(row: Row) -> datetime:
    time = row["collected_at"]
    assert isinstance(time, datetime)
    return time
