"""Are training jobs started by schedules, pipelines or applications?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from aml_maturity_audit.mapping.policy import Policy
from mapping.build import (
    NOBODY,
    SERVICE,
    UNREAD,
    USER,
    batch_deployment,
    batch_endpoint,
    git,
    job,
    snapshot,
    verdict,
)
from mapping.lineage import fired, schedule

ID = "training-is-automated"


def some(count: int, **told):
    return [job(f"{told.get('name', 'j')}{n}", **told) for n in range(count)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"by": SERVICE}, MET),
        ({"by": USER}, NOT_MET),
        ({"by": NOBODY}, UNKNOWN),
        ({"by": USER, "git": git(build_id="42")}, MET),
    ],
)
def test_who_or_what_made_them(told: dict, expected: str) -> None:
    assert verdict(snapshot(jobs=some(2, **told)), ID).verdict == expected


def test_a_schedule_of_the_workspace_started_them() -> None:
    jobs = [fired("weekly", 1), fired("WEEKLY", 8)]
    assert verdict(snapshot(jobs=jobs, schedules=[schedule()]), ID).verdict == MET
    assert verdict(snapshot(jobs=jobs), ID).verdict == NOT_MET


@pytest.mark.parametrize(("automated", "expected"), [(2, MET), (1, NOT_MET)])
def test_half_is_enough_but_two_must_have_completed(automated: int, expected: str) -> None:
    jobs = some(automated, by=SERVICE) + [job(f"h{n}") for n in range(automated)]
    assert verdict(snapshot(jobs=jobs), ID).verdict == expected


def test_less_than_half_is_not_enough() -> None:
    jobs = some(4, by=SERVICE) + [job(f"h{n}") for n in range(5)]
    judged = verdict(snapshot(jobs=jobs), ID)
    assert judged.verdict == NOT_MET
    assert "4 of 9" in judged.because


@pytest.mark.parametrize(("status", "expected"), [("completed", MET), ("Failed", NOT_MET)])
def test_completed(status: str, expected: str) -> None:
    assert verdict(snapshot(jobs=some(3, by=SERVICE, status=status)), ID).verdict == expected


def component(**told):
    """Runs of a pipeline-component deployment that a schedule invokes."""
    run = {"type": "Pipeline", "endpoint": "nightly", "deployment": "main"}
    invoke = schedule("invoke", "InvokeBatchEndpoint", job_endpoint="nightly", job_type="", **told)
    return snapshot(
        jobs=[job("a", **run), job("b", **run)],
        schedules=[invoke],
        batch_endpoints=[batch_endpoint()],
        batch_deployments=[batch_deployment(kind="PipelineComponent")],
    )


def test_a_pipeline_component_that_a_live_schedule_invokes() -> None:
    assert verdict(component(), ID).verdict == MET
    assert verdict(component(enabled=False), ID).verdict == NOT_MET


def test_the_policy_moves_the_threshold() -> None:
    jobs = [*some(3, by=SERVICE), job("h0")]
    policy = Policy(automated_training_share=0.9)
    assert verdict(snapshot(jobs=jobs), ID).verdict == MET
    assert verdict(snapshot(jobs=jobs), ID, policy=policy).verdict == NOT_MET


def test_no_training_job() -> None:
    assert verdict(snapshot(), ID).verdict == NOT_MET


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
def test_unread_jobs(reading) -> None:
    assert verdict(snapshot(jobs=reading), ID).verdict == UNKNOWN


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
def test_unread_schedules_matter_only_where_a_job_may_be_of_one(reading) -> None:
    by_service = snapshot(jobs=some(2, by=SERVICE), schedules=reading)
    assert verdict(by_service, ID).verdict == MET
    perhaps = snapshot(jobs=[fired("weekly", 1), fired("weekly", 2)], schedules=reading)
    assert verdict(perhaps, ID).verdict == UNKNOWN
