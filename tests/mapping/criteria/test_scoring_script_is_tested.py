import pytest

from mapping.build import (
    UNREAD,
    deployment,
    endpoint,
    job,
    pipeline,
    repository,
    run,
    snapshot,
    step,
    verdict,
)

CRITERION = "scoring-script-is-tested"
CI = pipeline("ci", step("runs_tests", stage="test"))
WEB = "dev.azure.com/acme/web/_git/web"


def judge(ci: object = CI, *runs: object, **signals: object) -> str:
    told = {
        "jobs": [job()],
        "online_endpoints": [endpoint()],
        "online_deployments": [deployment(scoring_script="score.py")],
        "repositories": [repository(files=("src/score.py",))],
        "pipelines": [ci],
        "pipeline_runs": runs or [run(ci)],
        **signals,
    }
    return verdict(snapshot(**told), CRITERION).verdict


def test_tests_in_the_scripts_repository_are_met_whatever_started_them() -> None:
    assert judge() == "met"
    assert judge(CI, run(CI, "manual")) == "met"


def test_a_repository_without_tests_is_not_met() -> None:
    assert judge(pipeline("ci")) == "not_met"


@pytest.mark.parametrize(
    "ran", [run(CI, result="failed"), run(CI, skipped=("test",))], ids=["failed", "skipped"]
)
def test_tests_that_did_not_run_are_not_met(ran: object) -> None:
    assert judge(CI, ran) == "not_met"


def test_tests_in_another_linked_repository_are_not_met() -> None:
    elsewhere = pipeline("web", "runs_tests", names=["shop"], origin=WEB)
    both = [repository(files=("score.py",)), repository("web", WEB, files=("app.py",))]
    assert judge(elsewhere, repositories=both) == "not_met"


def test_tests_in_the_repository_by_a_pipeline_of_another_workspace_are_not_met() -> None:
    assert judge(pipeline("ci", "runs_tests", names=["other"])) == "not_met"


def test_a_repository_is_found_by_its_id_too() -> None:
    by_id = pipeline("ci", "runs_tests", names=["shop"], origin="", repository_id="shop")
    assert judge(by_id) == "met"


def test_a_script_that_is_nowhere_is_not_met() -> None:
    assert judge(repositories=[repository()]) == "not_met"


def test_without_any_script_it_does_not_apply() -> None:
    assert judge(online_deployments=[deployment()]) == "not_applicable"


def test_nothing_deployed_is_not_met() -> None:
    assert judge(online_deployments=[]) == "not_met"


def test_a_file_that_was_not_read_is_unknown() -> None:
    assert judge(pipeline("ci", content=None)) == "unknown"
    assert judge(pipeline("ci", unresolved=["template x@y is foreign"])) == "unknown"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize(
    "signal",
    ["online_endpoints", "online_deployments", "repositories", "pipelines", "pipeline_runs"],
)
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    assert judge(**{signal: unread}) == "unknown"


def test_without_a_source_it_is_unknown() -> None:
    told = {
        "online_endpoints": [endpoint()],
        "online_deployments": [deployment(scoring_script="score.py")],
    }
    assert verdict(snapshot(projects=(), **told), CRITERION).verdict == "unknown"
