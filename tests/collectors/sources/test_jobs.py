"""How far back jobs are read, and what is known of the time before."""

from datetime import timedelta
from typing import Any

import pytest

from aml_maturity_audit.azure.problems import Unanswered
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.reader import read
from aml_maturity_audit.collectors.sources.job_history import COLLECTOR as HISTORY
from aml_maturity_audit.collectors.sources.jobs import COLLECTOR as JOBS_SOURCE
from aml_maturity_audit.signals.jobs import JOBS, Job, JobHistory
from aml_maturity_audit.signals.reading import Failed, Observed
from aml_maturity_audit.signals.schedules import SCHEDULES, Schedule
from aml_maturity_audit.signals.serving import BATCH_DEPLOYMENTS, BatchDeployment
from collectors.fake_azure import HOME, NOW, FakeAzure, context

PATH = f"{HOME}/jobs"


def job(days: float | None, name: str | None = None, **properties: Any) -> dict[str, Any]:
    """A job so many days ago; None has no readable date."""
    at = None if days is None else (NOW - timedelta(days=days)).isoformat()
    name = name or f"job-{days}"
    return {
        "id": f"{PATH}/{name}",
        "name": name,
        "systemData": {"createdAt": at},
        "properties": {"jobType": "Command", **properties},
    }


async def jobs_of(given: Context) -> Observed[tuple[Job, ...]]:
    reading = await read(JOBS_SOURCE, given)
    assert isinstance(reading, Observed)
    given.put(JOBS, reading)
    return reading


async def names(azure: FakeAzure, **known: Any) -> tuple[list[str], list[str]]:
    reading = await jobs_of(context(azure, **known))
    return [one.name for one in reading.value], [gap.kind for gap in reading.gaps]


async def test_jobs_in_the_window_newest_first() -> None:
    azure = FakeAzure().listing(PATH, [job(1), job(89), job(91)])
    assert await names(azure) == (["job-1", "job-89"], [])


async def test_all_are_asked_for_archived_ones_too() -> None:
    azure = FakeAzure().listing(PATH, [])
    await names(azure)
    assert azure.queries[0]["listViewType"] == ["All"]


async def test_reading_stops_at_a_page_wholly_older() -> None:
    azure = FakeAzure().listing(PATH, [job(1)], [job(100), job(101)], [job(102)])
    assert await names(azure) == (["job-1"], [])
    assert len(azure.asked) == 2


async def test_reading_goes_on_where_the_order_does_not_hold() -> None:
    azure = FakeAzure().listing(PATH, [job(100)], [job(99), job(150)], [job(200)], [job(2)])
    azure.answers[PATH.lower()]["value"] = [job(100), job(5)]  # type: ignore[index]
    assert await names(azure) == (["job-2", "job-5"], [])


async def test_a_job_that_is_none_is_told_and_its_date_counts_for_the_order() -> None:
    broken = job(101, "broken", jobType=None)
    azure = FakeAzure().listing(PATH, [job(1)], [job(100), broken], [job(102)])
    assert await names(azure) == (["job-1"], ["undecoded"])
    assert len(azure.asked) == 2
    newer = job(1, "newer", jobType=None)
    azure = FakeAzure().listing(PATH, [job(2)], [job(100), newer], [job(3)])
    assert await names(azure) == (["job-2", "job-3"], ["undecoded"])


async def test_jobs_without_readable_date_are_kept_and_come_last() -> None:
    azure = FakeAzure().listing(PATH, [job(None, "odd"), job(1)], [job(100)])
    assert await names(azure) == (["job-1", "odd"], [])


async def test_a_cap_cuts_and_says_so() -> None:
    azure = FakeAzure().listing(PATH, [job(1), job(2)], [job(3), job(4)])
    assert await names(azure, max_jobs=3) == (["job-1", "job-2", "job-3"], ["truncated"])


async def test_a_cap_that_just_fits_cuts_nothing() -> None:
    azure = FakeAzure().listing(PATH, [job(1), job(2)])
    assert await names(azure, max_jobs=2) == (["job-1", "job-2"], [])


async def test_a_cap_of_the_window_does_not_count_older_jobs() -> None:
    azure = FakeAzure().listing(PATH, [job(1), job(100), job(2)])
    assert await names(azure, max_jobs=2) == (["job-1", "job-2"], [])


async def history(*pages: Any, readings: Any = None, **known: Any) -> bool | None:
    azure = FakeAzure().listing(PATH, *pages)
    given = context(
        azure,
        {SCHEDULES: Observed(value=()), BATCH_DEPLOYMENTS: Observed(value=()), **(readings or {})},
        **known,
    )
    await jobs_of(given)
    reading = await read(HISTORY, given)
    assert isinstance(reading, Observed)
    assert isinstance(reading.value, JobHistory)
    return reading.value.older_jobs


async def test_an_older_training_job() -> None:
    assert await history([job(1), job(100)]) is True


async def test_none_older_in_a_list_read_to_its_end() -> None:
    assert await history([job(1)]) is False
    assert await history([]) is False


async def test_where_the_window_ended_the_list_only_presence_is_known() -> None:
    labelling = job(100, jobType="Labeling")
    assert await history([job(1)], [labelling], [job(101)]) is None
    assert await history([job(1)], [job(100)], [job(101)]) is True


async def test_a_broken_list_proves_no_absence() -> None:
    assert await history([job(1)], Unanswered("no answer")) is None
    assert await history([job(1), "odd"]) is None
    assert await history([job(1), job(2)], [job(3)], max_jobs=2) is None


async def test_a_job_without_date_may_be_older() -> None:
    assert await history([job(None, "odd")]) is None


@pytest.mark.parametrize(
    "older",
    [
        {"parentJobName": "root"},
        {"jobType": "Labeling"},
        {"tags": {"azureml_modelmonitor_x": "1"}},
        {"properties": {"azureml.FeatureStoreJobType": "BackfillMaterialization"}},
    ],
)
async def test_what_is_no_training_does_not_count(older: dict[str, Any]) -> None:
    assert await history([job(100, **older)]) is False


MONITOR = Schedule(id="m", name="drift", action="CreateMonitor")
NIGHTLY = Schedule(id="n", name="nightly", action="CreateJob")


@pytest.mark.parametrize(
    ("schedules", "expected"),
    [
        (Observed(value=(MONITOR,)), False),
        (Observed(value=(NIGHTLY, MONITOR)), False),
        (Observed(value=()), True),
        (Failed(reason="x"), None),
    ],
)
async def test_the_run_of_a_monitor_does_not_count(schedules: Any, expected: bool | None) -> None:
    older = job(100, displayName="Drift-20260801T020000Z")
    assert await history([older], readings={SCHEDULES: schedules}) is expected


@pytest.mark.parametrize(
    ("kind", "expected"), [("Model", False), ("PipelineComponent", True), (None, False)]
)
async def test_batch_scoring_does_not_count_and_component_runs_do(
    kind: str | None, expected: bool
) -> None:
    marks = {"azureml.endpointname": "score", "azureml.deploymentname": "blue"}
    known = (BatchDeployment(id="d", name="blue", endpoint="Score", kind=kind),) if kind else ()
    readings = {BATCH_DEPLOYMENTS: Observed(value=known)}
    assert await history([job(100, properties=marks)], readings=readings) is expected


async def test_unread_jobs_have_an_unread_history() -> None:
    given = context(FakeAzure(), {JOBS: Failed(reason="no answer")})
    assert await read(HISTORY, given) == Failed(reason="no answer")
