import pytest

from mapping.build import (
    SERVICE,
    UNREAD,
    deployment,
    endpoint,
    git,
    job,
    pipeline,
    run,
    snapshot,
    step,
    verdict,
)
from mapping.lineage import fired, schedule
from mapping.stories import NEVER_TRAINED

CRITERION = "training-and-testing-are-automated"
CI = pipeline("ci", "runs_tests")
WEB = "dev.azure.com/acme/web/_git/web"
AUTOMATED = {"jobs": [fired(days=1), fired(days=8)], "schedules": [schedule()]}


def judge(*pipelines: object, runs: object = None, **signals: object) -> str:
    told = {
        **AUTOMATED,
        "pipelines": pipelines,
        "pipeline_runs": [run(each) for each in pipelines] if runs is None else runs,
        **signals,
    }
    return verdict(snapshot(**told), CRITERION).verdict


def test_scheduled_training_and_tests_on_each_push_are_met() -> None:
    assert judge(CI) == "met"


def test_training_by_hand_is_not_met() -> None:
    assert judge(CI, jobs=[job(), job("b")]) == "not_met"


@pytest.mark.parametrize(("reason", "expected"), [("manual", "not_met"), ("", "unknown")])
def test_tests_must_start_by_themselves(reason: str, expected: str) -> None:
    assert judge(CI, runs=[run(CI, reason)]) == expected


def test_a_linked_pipeline_of_another_repository_does_not_count() -> None:
    elsewhere = pipeline("web", "runs_tests", names=["shop"], origin=WEB)
    assert judge(elsewhere) == "not_met"


def test_the_repository_of_a_linked_pipeline_that_trains_counts() -> None:
    trains = pipeline("train", "trains_model", names=["shop"], origin=WEB)
    tests = pipeline("web-ci", "runs_tests", names=["shop"], origin=WEB)
    assert judge(trains, tests) == "met"
    assert judge(trains, tests, runs=[run(tests)]) == "not_met"


def test_a_pipeline_that_may_train_makes_it_unknown() -> None:
    maybe = pipeline("train", names=["shop"], origin=WEB, unresolved=["template x@y"])
    tests = pipeline("web-ci", "runs_tests", names=["shop"], origin=WEB)
    assert judge(maybe, tests) == "unknown"


def test_training_that_is_skipped_makes_no_training_code() -> None:
    trains = pipeline("train", step("trains_model", job="fit"), names=["shop"], origin=WEB)
    tests = pipeline("web-ci", "runs_tests", names=["shop"], origin=WEB)
    assert judge(trains, tests, runs=[run(trains, skipped=("fit",)), run(tests)]) == "not_met"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["pipelines", "pipeline_runs", "jobs"])
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    assert judge(CI, **{signal: unread}) == "unknown"


def test_jobs_without_an_origin_leave_the_repository_untold() -> None:
    jobs = [fired(days=1, git=git(None)), fired(days=8, git=git(None))]
    assert judge(CI, jobs=jobs) == "not_met"


def test_without_a_source_it_is_unknown() -> None:
    assert verdict(snapshot(projects=(), **AUTOMATED), CRITERION).verdict == "unknown"


def test_it_does_not_apply_where_models_are_only_served() -> None:
    promoted = deployment(model="azureml://registries/acme/models/m/versions/1")
    told = {
        "jobs": [],
        "job_history": NEVER_TRAINED,
        "online_endpoints": [endpoint()],
        "online_deployments": [promoted],
    }
    assert judge(**told) == "not_applicable"
    assert judge(**{**told, "jobs": [job(by=SERVICE)]}) == "not_met"
