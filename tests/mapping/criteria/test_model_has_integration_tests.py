import pytest

from mapping.build import (
    UNREAD,
    job,
    pipeline,
    results_of,
    run,
    snapshot,
    step,
    undecoded,
    verdict,
)

CRITERION = "model-has-integration-tests"


def judge(*practices: object, runs: object = None, **signals: object) -> str:
    cd = pipeline("cd", *practices)
    told = {
        "jobs": [job()],
        "pipelines": [cd],
        "pipeline_runs": runs if runs is not None else [run(cd, "manual")],
        **signals,
    }
    return verdict(snapshot(**told), CRITERION).verdict


def test_a_test_of_the_deployment_is_met() -> None:
    assert judge("tests_deployment") == "met"


def test_tests_in_a_pipeline_that_deploys_are_met() -> None:
    assert judge("runs_tests", "deploys_model") == "met"


def test_tests_in_one_pipeline_and_a_deployment_in_another_are_not_met() -> None:
    ci, cd = pipeline("ci", "runs_tests"), pipeline("cd", "deploys_model")
    told = {"jobs": [job()], "pipelines": [ci, cd], "pipeline_runs": [run(ci), run(cd)]}
    assert verdict(snapshot(**told), CRITERION).verdict == "not_met"


def test_a_deployment_that_was_skipped_was_not_done() -> None:
    deploys = step("deploys_model", stage="prod")
    cd = pipeline("cd", "runs_tests", deploys)
    assert judge("runs_tests", deploys, runs=[run(cd, skipped=("PROD",))]) == "not_met"
    assert judge("runs_tests", deploys, runs=[run(cd, skipped=("dev",))]) == "met"


def test_integration_tests_that_were_published_are_met() -> None:
    published = results_of(pipeline("cd"), "model integration")
    assert judge(test_runs=[published]) == "met"


def test_a_stage_of_integration_tests_published_is_met() -> None:
    published = results_of(pipeline("cd"), "pytest", stage="Integration")
    assert judge(test_runs=[published]) == "met"


def test_unit_tests_alone_are_not_met() -> None:
    assert judge("runs_tests") == "not_met"


def test_a_pipeline_that_never_ran_is_not_met() -> None:
    assert judge("tests_deployment", runs=[]) == "not_met"


def test_a_test_run_that_could_not_be_decoded_may_be_of_any_pipeline() -> None:
    assert judge("deploys_model", test_runs=[]) == "not_met"
    assert judge("deploys_model", test_runs=undecoded(resource="4711")) == "unknown"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["pipelines", "pipeline_runs"])
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    assert judge("tests_deployment", **{signal: unread}) == "unknown"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
def test_test_results_that_were_not_read_are_unknown(unread: object) -> None:
    assert judge(test_runs=unread) == "unknown"
    assert judge("tests_deployment", test_runs=unread) == "met"


def test_without_a_source_it_is_unknown() -> None:
    assert verdict(snapshot(projects=()), CRITERION).verdict == "unknown"
