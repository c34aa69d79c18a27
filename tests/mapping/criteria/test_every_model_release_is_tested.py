import pytest

from mapping.build import (
    UNREAD,
    days_ago,
    deployment,
    endpoint,
    job,
    pipeline,
    project,
    run,
    snapshot,
    step,
    undecoded,
    verdict,
    write,
)

CRITERION = "every-model-release-is-tested"
TESTED = ("runs_tests", "deploys_model", "tests_deployment")
CD = pipeline("cd", *TESTED)
ELSEWHERE = "dev.azure.com/acme/web/_git/web"


def judge(*pipelines: object, runs: object = None, **signals: object) -> str:
    pipelines = pipelines or (CD,)
    told = {
        "jobs": [job()],
        "online_endpoints": [endpoint()],
        "online_deployments": [deployment()],
        "activity_log": [write()],
        "pipelines": pipelines,
        "pipeline_runs": [run(each) for each in pipelines] if runs is None else runs,
        **signals,
    }
    return verdict(snapshot(**told), CRITERION).verdict


def test_a_pipeline_that_tests_deploys_and_tests_again_is_met() -> None:
    assert judge() == "met"


@pytest.mark.parametrize("lacking", ["runs_tests", "tests_deployment"])
def test_without_one_kind_of_test_it_is_not_met(lacking: str) -> None:
    assert judge(pipeline("cd", *(p for p in TESTED if p != lacking))) == "not_met"


def test_none_deploys_is_not_met() -> None:
    assert judge(pipeline("ci", "runs_tests")) == "not_met"
    assert judge(runs=[]) == "not_met"
    assert judge(runs=[run(CD, at=days_ago(91))]) == "not_met"


def test_one_that_deploys_untested_is_not_met_beside_one_that_tests() -> None:
    assert judge(CD, pipeline("quick", "deploys_model")) == "not_met"


def test_one_that_deployed_nothing_in_the_window_does_not_matter() -> None:
    quick = pipeline("quick", step("deploys_model", stage="prod"))
    assert judge(CD, quick, runs=[run(CD)]) == "met"
    assert judge(CD, quick, runs=[run(CD), run(quick, skipped=("prod",))]) == "met"


@pytest.mark.parametrize(
    ("reason", "expected"), [("pullRequest", "met"), ("manual", "not_met"), ("", "unknown")]
)
def test_tests_may_be_in_another_pipeline_of_the_repository(reason: str, expected: str) -> None:
    cd = pipeline("cd", "deploys_model", "tests_deployment")
    ci = pipeline("ci", "runs_tests")
    assert judge(cd, ci, runs=[run(cd), run(ci, reason)]) == expected


def test_that_other_pipeline_need_not_be_linked() -> None:
    cd = pipeline("cd", "deploys_model", "tests_deployment", names=["shop"])
    ci = pipeline("ci", "runs_tests", names=["another"])
    assert judge(cd, ci, jobs=[]) == "met"


def test_that_other_pipeline_must_be_of_the_repository() -> None:
    cd = pipeline("cd", "deploys_model", "tests_deployment")
    ci = pipeline("ci", "runs_tests", origin=ELSEWHERE)
    assert judge(cd, ci) == "not_met"


def test_that_other_pipeline_may_be_in_a_project_that_was_not_read() -> None:
    cd = pipeline("cd", "deploys_model", "tests_deployment")
    for unread in UNREAD.values():
        assert judge(cd, projects=[project("two", pipelines=unread)]) == "unknown"


def test_a_release_outside_of_every_run_is_not_met() -> None:
    assert judge(activity_log=[write(), write(2, at=days_ago(5))]) == "not_met"


@pytest.mark.parametrize("result", ["failed", "partiallySucceeded"])
def test_a_release_within_a_run_that_failed_is_within_one(result: str) -> None:
    failed = run(CD, result=result, id="failed", at=days_ago(5))
    assert judge(runs=[run(CD), failed], activity_log=[write(at=days_ago(5))]) == "met"


def test_a_release_within_a_run_of_a_pipeline_that_does_not_deploy_is_not_met() -> None:
    ci = pipeline("ci", "runs_tests")
    runs = [run(CD), run(ci, at=days_ago(5))]
    assert judge(CD, ci, runs=runs, activity_log=[write(at=days_ago(5))]) == "not_met"


def test_a_release_within_a_run_without_dates_is_unknown() -> None:
    undated = run(CD, id="undated", started_at=None, at=days_ago(4))
    runs = [run(CD), undated]
    assert judge(runs=runs, activity_log=[write(at=days_ago(5))]) == "unknown"
    assert judge(runs=runs, activity_log=[write(at=days_ago(3))]) == "not_met"


def test_no_release_in_the_window_is_met() -> None:
    assert judge(activity_log=[]) == "met"


def test_a_release_that_cannot_be_read_is_unknown() -> None:
    assert judge(activity_log=undecoded(write())) == "unknown"
    assert judge(activity_log=[write(), write(2, time=None)]) == "unknown"


def test_another_projects_pipeline_may_deploy_untested_unseen() -> None:
    for unread in UNREAD.values():
        assert judge(projects=[project("two", pipelines=unread)]) == "unknown"


def test_a_pipeline_that_may_be_linked_may_deploy_untested() -> None:
    maybe = pipeline("maybe", "deploys_model", content=None, origin=ELSEWHERE)
    assert judge(CD, maybe) == "unknown"
    assert judge(CD, maybe, runs=[run(CD)]) == "met"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["pipelines", "pipeline_runs", "activity_log", "jobs"])
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    assert judge(**{signal: unread}) == "unknown"


def test_without_a_source_it_is_unknown() -> None:
    assert verdict(snapshot(projects=()), CRITERION).verdict == "unknown"
