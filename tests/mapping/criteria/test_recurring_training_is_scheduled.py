import pytest

from mapping.build import (
    NOW,
    SERVICE,
    UNREAD,
    WINDOW_START,
    batch_deployment,
    batch_endpoint,
    days_ago,
    deployment,
    endpoint,
    job,
    pipeline,
    run,
    snapshot,
    step,
    verdict,
)
from mapping.lineage import fired, schedule
from mapping.stories import NEVER_TRAINED

CRITERION = "recurring-training-is-scheduled"
TRAIN = pipeline("train", step("trains_model", job="fit"))


def judge(**signals: object) -> str:
    return verdict(snapshot(**{"jobs": [job()], **signals}), CRITERION).verdict


def by_schedule(*fires: object, **more: object) -> str:
    return judge(schedules=[schedule(**more)], jobs=[job(), *fires])


def by_run(*args: object, **more: object) -> str:
    return judge(pipelines=[TRAIN], pipeline_runs=[run(TRAIN, *args, **more)])


def test_a_schedule_that_trains_and_fired_is_met_without_any_source() -> None:
    told = {"schedules": [schedule()], "jobs": [fired()], "projects": ()}
    assert verdict(snapshot(**told), CRITERION).verdict == "met"


def test_a_schedule_that_never_fired_proves_nothing() -> None:
    assert by_schedule() == "not_met"
    assert by_schedule(fired("another")) == "not_met"


def test_a_disabled_or_expired_schedule_proves_nothing() -> None:
    assert by_schedule(fired(), enabled=False) == "not_met"
    assert by_schedule(fired(), end_time=NOW) == "not_met"
    assert by_schedule(fired(), end_time=days_ago(-1)) == "met"
    assert by_schedule(fired(), end_unreadable=True) == "unknown"


def test_names_compare_in_any_case() -> None:
    assert judge(schedules=[schedule("Weekly")], jobs=[fired("WEEKLY")]) == "met"


def test_the_window_bounds_when_it_fired() -> None:
    def at(time: object) -> str:
        return by_schedule(job("a", display_name="weekly-20260101T000000Z", created_at=time))

    assert at(WINDOW_START) == "met"
    assert at(days_ago(90.01)) == "not_met"
    assert at(None) == "unknown"


@pytest.mark.parametrize(
    ("action", "job_type", "expected"),
    [
        ("CreateJob", "Command", "met"),
        ("createjob", "SPARK", "met"),
        ("CreateJob", "Labeling", "not_met"),
        ("CreateJob", "", "unknown"),
        ("CreateMonitor", "", "not_met"),
        ("ImportData", "", "not_met"),
        ("SomethingNew", "Command", "not_met"),
    ],
)
def test_only_a_schedule_that_creates_training_counts(
    action: str, job_type: str, expected: str
) -> None:
    of = schedule("weekly", action, job_type=job_type)
    assert judge(schedules=[of], jobs=[job(), fired()]) == expected


def component(kind: str, *jobs: object, **more: object) -> str:
    return judge(
        schedules=[schedule("weekly", "InvokeBatchEndpoint", job_endpoint="nightly")],
        jobs=[job(), *jobs],
        batch_endpoints=[batch_endpoint()],
        batch_deployments=[batch_deployment(kind=kind)],
        **more,
    )


def test_invoking_a_pipeline_component_counts_where_it_fired() -> None:
    ran = fired(endpoint="nightly", deployment="main")
    assert component("PipelineComponent", ran) == "met"
    assert component("Model", ran) == "not_met"
    assert component("PipelineComponent") == "not_met"


def test_a_run_of_the_endpoint_may_be_anybodys() -> None:
    by_hand = job("by-hand", endpoint="nightly", type="Pipeline")
    by_app = job("by-app", endpoint="nightly", type="Pipeline", by=SERVICE)
    assert component("PipelineComponent", by_hand) == "unknown"
    assert component("PipelineComponent", by_app) == "unknown"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["batch_endpoints", "batch_deployments"])
def test_what_it_invokes_was_not_read(signal: str, unread: object) -> None:
    told = {
        "schedules": [schedule("weekly", "InvokeBatchEndpoint", job_endpoint="nightly")],
        "jobs": [job(), fired(endpoint="nightly")],
        "batch_endpoints": [batch_endpoint()],
        "batch_deployments": [batch_deployment(kind="PipelineComponent")],
        signal: unread,
    }
    assert judge(**told) == "unknown"


@pytest.mark.parametrize("reason", ["schedule", "resourceTrigger", "SCHEDULE"])
def test_a_pipeline_that_trains_on_a_schedule_or_an_event_is_met(reason: str) -> None:
    assert by_run(reason) == "met"


@pytest.mark.parametrize("reason", ["individualCI", "manual", "pullRequest", "buildCompletion"])
def test_a_pipeline_that_trains_for_another_reason_is_not_met(reason: str) -> None:
    assert by_run(reason) == "not_met"


def test_a_reason_that_is_not_told_is_unknown() -> None:
    assert by_run("") == "unknown"


def test_a_run_that_failed_or_skipped_training_is_not_met() -> None:
    assert by_run("schedule", "failed") == "not_met"
    assert by_run("schedule", skipped=("fit",)) == "not_met"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["schedules", "jobs", "pipelines", "pipeline_runs"])
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    told = {"schedules": [schedule()], "pipelines": [TRAIN], signal: unread}
    assert judge(**told) == "unknown"


def test_without_a_source_a_pipeline_may_do_it() -> None:
    assert verdict(snapshot(jobs=[job()], projects=()), CRITERION).verdict == "unknown"


def test_it_does_not_apply_where_models_are_only_served() -> None:
    promoted = deployment(model="azureml://registries/acme/models/m/versions/1")
    told = {"job_history": NEVER_TRAINED, "online_endpoints": [endpoint()]}
    assert judge(jobs=[], online_deployments=[promoted], **told) == "not_applicable"
