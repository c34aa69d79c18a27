import pytest

from mapping.build import (
    SERVICE,
    UNREAD,
    job,
    pipeline,
    project,
    repository,
    run,
    snapshot,
    step,
    verdict,
)

CRITERION = "all-code-is-tested"
WEB = "dev.azure.com/acme/web/_git/web"
CI = pipeline("ci", step("runs_tests", stage="test"))
CD = pipeline("cd", names=["shop"], origin=WEB, repository_id="web")
BOTH = [repository(), repository("web", WEB)]


def judge(*pipelines: object, runs: object = None, **signals: object) -> str:
    told = {
        "jobs": [job()],
        "pipelines": pipelines,
        "pipeline_runs": [run(each) for each in pipelines] if runs is None else runs,
        **signals,
    }
    return verdict(snapshot(**told), CRITERION).verdict


def test_the_one_repository_is_tested() -> None:
    assert judge(CI) == "met"


def test_one_of_two_linked_repositories_without_tests_is_not_met() -> None:
    assert judge(CI, CD, repositories=BOTH) == "not_met"


def test_a_pipeline_of_the_repository_that_is_not_linked_may_test_it() -> None:
    other = pipeline("web-ci", "runs_tests", origin=WEB, names=["another"])
    assert judge(CI, CD, other, repositories=BOTH) == "met"


@pytest.mark.parametrize(
    "runs", [[], [run(CI, result="failed")], [run(CI, skipped=("TEST",))]], ids=str
)
def test_tests_that_did_not_run_are_not_met(runs: list[object]) -> None:
    assert judge(CI, runs=runs) == "not_met"


def test_a_repository_that_is_not_linked_need_not_be_tested() -> None:
    assert judge(CI, repositories=BOTH) == "met"


def test_the_jobs_repository_without_a_pipeline_is_not_met() -> None:
    assert judge() == "not_met"


def test_no_linked_repository_is_not_met_where_nobody_acts_unseen() -> None:
    assert judge(jobs=[], repositories=[]) == "not_met"
    stranger = job(by=SERVICE, git=job().git.__class__())
    assert judge(jobs=[stranger], repositories=[]) == "unknown"


def test_a_linked_repository_that_no_source_shows_is_unknown() -> None:
    on_github = pipeline("cd", names=["shop"], origin="github.com/acme/shop")
    assert judge(CI, on_github) == "unknown"
    assert judge(on_github, jobs=[], repositories=[]) == "unknown"


def test_code_that_no_source_shows_is_unknown() -> None:
    assert judge(CI, repositories=[]) == "unknown"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["pipelines", "pipeline_runs", "repositories", "jobs"])
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    assert judge(CI, **{signal: unread}) == "unknown"


def test_a_pipeline_elsewhere_may_test_it() -> None:
    for unread in UNREAD.values():
        assert judge(projects=[project("two", pipelines=unread)]) == "unknown"
    assert judge(projects=[project("two", named=False)]) == "unknown"


def test_a_file_that_was_not_read_is_unknown() -> None:
    assert judge(pipeline("ci", content=None)) == "unknown"


def test_without_a_source_it_is_unknown() -> None:
    assert verdict(snapshot(jobs=[job()], projects=()), CRITERION).verdict == "unknown"
