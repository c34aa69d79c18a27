"""Levels up to a run: the fleet in every dimension, each workspace, the present run with them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.assessment.trend import FLEET, Trend
from aml_maturity_audit.history.past import MOST, until
from aml_maturity_audit.history.store import History
from assessments import assessment, workspace

FIRST = datetime(2026, 6, 1, 4, tzinfo=UTC)


def run(day: int, given: dict[str, str], **rules: str) -> Assessment:
    """The run of a day, of workspaces with these verdicts."""
    made = assessment(*(workspace(name, verdicts=verdicts) for name, verdicts in given.items()))
    changed = replace(made.run, id=f"run-{day}", collected_at=FIRST + timedelta(days=day), **rules)
    return replace(made, run=changed)


def levels(trends: tuple[Trend, ...], name: str, dimension: str = "overall") -> list[float]:
    (own,) = [t for t in trends if t.name == name and t.dimension == dimension]
    return [point.confirmed for point in own.points]


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(str(tmp_path))


def test_without_another_run_there_is_no_trend(history: History) -> None:
    only = run(1, {"a": "++++++++++"})
    assert until(history, only) == ()
    history.write(only)
    assert until(history, only) == ()


def test_the_present_run_is_shown_before_it_is_kept_and_after(history: History) -> None:
    history.write(run(1, {"a": "----------", "b": "++++++++++"}))
    now = run(2, {"a": "++++++++++", "b": "++++++++++"})
    before = until(history, now)
    history.write(now)
    assert until(history, now) == before
    assert levels(before, FLEET) == [2, 4]
    assert levels(before, FLEET, "technology") == [2, 4]
    assert (levels(before, "a"), levels(before, "b")) == ([0, 4], [4, 4])
    assert [p.workspaces for t in before if t.key == FLEET for p in t.points][:2] == [2, 2]


def test_a_later_run_is_not_the_past(history: History) -> None:
    for day in (1, 2, 3):
        history.write(run(day, {"a": "++++++++++"}))
    (first, *_) = until(history, run(2, {"a": "++++++++++"}))
    assert [point.run_id for point in first.points] == ["run-1", "run-2"]


def test_a_workspace_that_came_or_went(history: History) -> None:
    history.write(run(1, {"gone": "++++++++++", "a": "----------"}))
    found = until(history, run(2, {"new": "++++++++++", "a": "----------"}))
    assert {trend.name for trend in found} == {FLEET, "a", "new"}
    assert levels(found, "new") == [4]
    assert levels(found, FLEET) == [2, 2]


def test_shards_that_were_not_put_together_are_left_out(history: History) -> None:
    history.write(run(1, {"a": "----------"}), "1/2", b"read")
    assert until(history, run(2, {"a": "++++++++++"})) == ()


def test_a_change_of_rules_is_marked_where_it_came(history: History) -> None:
    history.write(run(1, {"a": "++++++++++"}))
    history.write(run(2, {"b": "++++++++++"}, policy_digest="stricter"))
    found = until(history, run(3, {"a": "++++++++++"}, policy_digest="stricter"))
    marks = {(t.name, t.dimension): [p.changed for p in t.points] for t in found}
    assert marks[FLEET, "overall"] == [(), ("policy",), ()]
    assert marks["a", "overall"] == [(), ("policy",)]


def test_people_that_were_not_assessed_have_no_trend(history: History) -> None:
    history.write(run(1, {"a": "++++++++++"}))
    assert "people" not in {t.dimension for t in until(history, run(2, {"a": "++++++++++"}))}


def test_a_long_history_is_shown_from_where_a_page_can_hold_it(history: History) -> None:
    for day in range(MOST + 2):
        history.write(run(day, {"a": "++++++++++"}))
    (first, *_) = until(history, run(MOST + 5, {"a": "++++++++++"}))
    assert len(first.points) == MOST
    assert first.points[-1].run_id == f"run-{MOST + 5}"


def test_runs_of_one_second_come_in_the_order_of_their_ids(history: History) -> None:
    first, second = (
        replace(made, run=replace(made.run, id=name))
        for made, name in ((run(1, {"a": "----------"}), "a"), (run(1, {"a": "++++++++++"}), "b"))
    )
    history.write(first)
    history.write(second)
    assert until(history, first) == ()
    assert levels(until(history, second), FLEET) == [0, 4]
