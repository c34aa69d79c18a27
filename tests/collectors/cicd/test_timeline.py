"""Timelines of builds as trees."""

import msgspec

from aml_maturity_audit.collectors.cicd.azure_devops.timeline import TimelineAnswer, timeline_of
from fakes.mlops import record


def tree(*records: dict):
    return timeline_of(msgspec.convert({"records": list(records)}, TimelineAnswer))


def test_no_records_tell_nothing():
    assert tree() is None
    assert timeline_of(TimelineAnswer()) is None


def test_hooks_of_a_deployment_are_one_job_of_the_file():
    (stage,) = tree(
        record("s", "Stage", "Roll out", identifier="Deploy"),
        record("p", "Phase", "Release it", "s", identifier="Deploy.release"),
        record("j1", "Job", "Deploy", "p", identifier="Deploy.release.Deploy"),
        record("j2", "Job", "PostRouteTraffic", "p"),
        record("t1", "Task", "Create", "j1", task={"name": "AzureCLI", "version": "2.3"}),
        record("t2", "Task", "Try", "j2", "skipped", task={"name": "Bash"}),
        record("t3", "Task", "Initialize job", "j1"),
    )
    assert stage.names == {"roll out", "deploy"}
    (job,) = stage.jobs
    assert {"release", "release it"} <= job.names
    assert {(step.names, step.ran) for step in job.steps} == {
        (frozenset({"azurecli", "azurecli@2", "create"}), True),
        (frozenset({"bash", "try"}), False),
    }


def test_classic_builds_have_no_stages():
    (stage,) = tree(
        record("p", "Phase", "Agent job 1", refName="Job_1"),
        record("j", "Job", "Agent job 1", "p"),
        record("t", "Task", "Test", "j", "succeededWithIssues", task={"name": "VSTest"}),
    )
    assert (stage.names, stage.ran) == (frozenset(), True)
    assert "job_1" in stage.jobs[0].names
    assert stage.jobs[0].steps[0].ran


def test_jobs_without_phases_and_implicit_stages():
    (stage,) = tree(
        record("s", "Stage", "__default"),
        record("j", "Job", "Job", "s"),
        record("x", "Checkpoint", "Checkpoint", "s"),
    )
    assert stage.names == frozenset()
    assert [job.names for job in stage.jobs] == [frozenset({"job"})]


def test_what_did_not_end_or_failed_did_not_run():
    stages = tree(
        *(record(str(n), "Stage", f"s{n}", result=result) for n, result in enumerate(
            ["skipped", "failed", "canceled", "abandoned", None, "succeeded", "somethingNew"]
        ))
    )  # fmt: skip
    assert [stage.ran for stage in stages] == [False, False, False, False, False, True, False]


def test_records_in_a_circle_end():
    stages = tree(
        record("a", "Stage", "A", "b"), record("b", "Phase", "B", "a"), record("a", "Job", "C", "b")
    )
    assert stages is not None
