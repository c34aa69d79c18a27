"""Jobs as a snapshot has them: what repeats is said once, and nothing is lost."""

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.signals.jobs import JOBS, GitOrigin, Job, JobInput, JobOutput, JobStep
from aml_maturity_audit.signals.reading import Denied, Gap, Observed
from aml_maturity_audit.signals.record import Actor
from aml_maturity_audit.signals.snapshot import Readings

NIGHT = datetime(2026, 5, 1, 2, 0, tzinfo=UTC)
SOME: dict[str, list[Any]] = {
    "name": ["a", "b"],
    "type": ["Command", "Pipeline"],
    "status": ["", "Completed", "Failed"],
    "created_at": [None, NIGHT, NIGHT.replace(day=2)],
    "created_by": [Actor(), Actor(name="Dana", type="User")],
    "display_name": ["", "nightly", "weekly"],
    "parent": [None, "above"],
    "inputs": [(), (JobInput(name="data", uri="azureml:data:1"),)],
    "outputs": [(), (JobOutput(kind="uri_file", asset="d"),)],
    "steps": [(), (JobStep(name="train", inputs=(JobInput(name="x", uri=""),)),)],
    "git": [GitOrigin(), GitOrigin(commit="c0ffee"), GitOrigin(commit="c0ffee", dirty=False)],
    "breached": [False, True],
}
jobs = st.builds(Job, **{name: st.sampled_from(values) for name, values in SOME.items()})


def written(*told: Job) -> list[dict[str, Any]]:
    raw = Readings.of({JOBS: Observed(value=told)}).raw()
    value: list[dict[str, Any]] = json.loads(bytes(raw["jobs"]))["value"]
    return value


@given(st.lists(jobs, max_size=12))
def test_what_is_written_is_read_again(told: list[Job]) -> None:
    readings = Readings.of({JOBS: Observed(value=tuple(told))})
    assert readings.get(JOBS) == Observed(value=tuple(told))


@given(st.lists(jobs, max_size=12))
def test_there_is_one_record_for_each_job(told: list[Job]) -> None:
    assert [record["name"] for record in written(*told)] == [job.name for job in told]


def test_a_job_like_an_earlier_one_says_what_is_its_own() -> None:
    git = GitOrigin(repository="https://dev.azure.com/contoso/ml/_git/churn", commit="c0ffee")
    first = Job(name="a", type="Command", status="Completed", experiment="churn", git=git)
    other = Job(name="b", type="Command", status="Completed", experiment="fraud", git=git)
    again = msgspec.structs.replace(first, name="c", status="Failed")
    newer = msgspec.structs.replace(first, name="d", git=GitOrigin(commit="facade"))
    _, _, third, fourth = written(first, other, again, newer)
    assert third == {"name": "c", "type": "Command", "status": "Failed", "like": 0}
    assert fourth == {"name": "d", "type": "Command", "git": {"commit": "facade"}, "like": 0}


def test_a_hundred_runs_of_one_job_take_little_more_than_their_names_and_dates() -> None:
    one = Job(name="run", type="Command", status="Completed", created_at=NIGHT, experiment="e" * 99)
    runs = [msgspec.structs.replace(one, name=f"run-{n}") for n in range(100)]
    assert len(json.dumps(written(*runs))) < 100 * 60


def test_what_is_left_of_a_secret_is_left_of_all_jobs_like_it() -> None:
    one = Job(name="a", type="Command", display_name="--token hunter2x", experiment="k=AKIA" * 3)
    two = msgspec.structs.replace(one, name="b")
    readings = Readings.of({JOBS: Observed(value=(one, two))})
    assert b"hunter2x" not in bytes(readings.raw()["jobs"])
    first, second = readings.get(JOBS).value
    assert msgspec.structs.replace(first, name="b") == second


def test_gaps_stay_and_what_was_not_read_is_not_touched() -> None:
    gap = Gap(kind="truncated", reason="100 of more jobs were read.")
    for reading in (Observed(value=(), gaps=(gap,)), Denied(action="jobs/read")):
        assert Readings.of({JOBS: reading}).get(JOBS) == reading


def test_a_list_that_says_everything_is_read_as_well() -> None:
    told = tuple(Job(name=name, type="Command", status="Completed") for name in "abc")
    readings = Readings({"jobs": msgspec.Raw(msgspec.json.encode(Observed(value=told)))})
    assert readings.get(JOBS) == Observed(value=told)


@pytest.mark.parametrize("place", [1, 2, -1, "x"])
def test_a_job_like_none_before_it_is_damage(place: object) -> None:
    records = [{"name": "a", "type": "Command"}, {"name": "b", "type": "Command", "like": place}]
    raw = json.dumps({"state": "observed", "value": records}).encode()
    with pytest.raises(UsageError, match="The snapshot's reading of jobs is damaged"):
        Readings({"jobs": msgspec.Raw(raw)}).get(JOBS)
