"""Runs that were tried again: every attempt counts for the time and the reason that it had."""

import pytest

from aml_maturity_audit.signals.cicd import PIPELINE_RUNS
from aml_maturity_audit.signals.reading import TRUNCATED

AGAIN = "- {at: -5d, conclusion: failure, attempt: 2, by: mei, againBy: kofi}"
JOBS = (
    "[{job: test, steps: [Run pytest tests]},"
    " {job: Release to production, steps: [Run azure/login@v2, Deploy]}]"
)


def tried(event: str = "push", *, last: str = "success", status: str = "completed"):
    first = f"{{at: -5d, took: 10m, conclusion: success, by: mei, jobs: {JOBS}}}"
    run = (
        f"- {{at: -4d, took: 10m, event: {event}, conclusion: {last}, status: {status},"
        f" attempt: 2, by: mei, againBy: kofi, jobs: {JOBS}, earlier: [{first}]}}"
    )
    return lambda text: text.replace(AGAIN, run)


def test_each_attempt_has_its_own_time_and_reason(start):
    runs = start(tried()).reading(PIPELINE_RUNS).value[2:]
    assert [(run.reason, run.result, run.skipped) for run in runs] == [
        ("", "succeeded", ()),
        ("individualCI", "succeeded", ()),
    ]
    last, first = runs
    assert first.id == f"{last.id}/attempts/1"
    assert first.url.endswith("/attempts/1")
    assert (last.started_at - first.finished_at).total_seconds() == 24 * 3600 - 600


def test_what_was_begun_by_hand_is_by_hand_in_every_attempt(start):
    runs = start(tried("workflow_dispatch")).reading(PIPELINE_RUNS).value[2:]
    assert [run.reason for run in runs] == ["manual", "manual"]


def test_the_attempts_before_one_that_still_runs_are_told(start):
    reading = start(tried(status="in_progress")).reading(PIPELINE_RUNS)
    assert [run.id.partition("/")[2] for run in reading.value[2:]] == ["attempts/1"]
    assert reading.gaps == ()


def test_a_run_where_only_what_failed_was_tried_again_keeps_the_jobs_that_were_not(start):
    """GitHub may tell of the last attempt only the jobs that were tried again."""
    release = "{job: Release to production, steps: [Run azure/login@v2, Deploy]}"
    failed = "{job: Release to production, conclusion: failure}"
    tests = "{job: test, steps: [Run pytest tests]}"

    def again(text: str) -> str:
        first = f"{{at: -5d, took: 10m, conclusion: failure, jobs: [{tests}, {failed}]}}"
        run = (
            "- {at: -4d, took: 10m, conclusion: success, attempt: 2, by: mei, againBy: kofi,"
            f" jobs: [{release}], earlier: [{first}]}}"
        )
        return text.replace(AGAIN, run)

    reading = start(again).reading(PIPELINE_RUNS)
    last, first = reading.value[2:]
    assert (last.skipped, first.result) == ((), "failed")
    assert last.ran is not None and {"test", "release"} <= set(last.ran)
    assert last.started_at == first.started_at
    assert reading.gaps == ()


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 404}, {"body": "[1, 2"}])
def test_an_attempt_that_does_not_come_is_a_gap_of_its_workflow(shop, fault):
    whole = shop.reading(PIPELINE_RUNS)
    shop.sandbox.faults.add(r"/attempts/1$", **fault)
    reading = shop.reading(PIPELINE_RUNS)
    assert len(reading.value) == len(whole.value) - 1
    assert [gap.resource for gap in reading.gaps] == [whole.value[0].pipeline_id]


def test_more_attempts_than_are_read_are_a_gap(start):
    many = "- {at: -5d, repeat: 61, every: 1h, conclusion: failure, attempt: 2, by: mei}"
    reading = start(lambda text: text.replace(AGAIN, many)).reading(PIPELINE_RUNS)
    assert [gap.kind for gap in reading.gaps] == [TRUNCATED]
    assert sum("/attempts/" in run.id for run in reading.value) == 60


def test_attempts_of_a_workflow_that_releases_nothing_are_not_asked_for(start):
    shop = start(lambda text: text.replace("az ml online-deployment update", "echo"))
    shop.reading(PIPELINE_RUNS)
    assert not [one for one in shop.sandbox.requests if "/attempts/" in one.path]
