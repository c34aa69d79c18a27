import pytest

from mapping.build import (
    UNREAD,
    cut,
    days_ago,
    job,
    pipeline,
    results_of,
    run,
    snapshot,
    step,
    verdict,
)

CRITERION = "app-has-unit-tests"
PLAIN = pipeline("ci")
TESTED = pipeline("ci", step("runs_tests", stage="Test", job="unit", step="Run pytest"))


def judge(of: object = PLAIN, **signals: object) -> str:
    told = {"jobs": [job()], "pipelines": [of], "pipeline_runs": [run(PLAIN)], **signals}
    return verdict(snapshot(**told), CRITERION).verdict


def test_published_results_with_a_test_are_met() -> None:
    assert judge(test_runs=[results_of(PLAIN, total=1, run_id=run(PLAIN).id)]) == "met"


def test_results_without_a_test_are_none() -> None:
    assert judge(test_runs=[results_of(PLAIN, total=0)]) == "not_met"


def test_results_of_another_pipeline_are_none() -> None:
    other = pipeline("web", origin="dev.azure.com/acme/web/_git/web")
    assert judge(test_runs=[results_of(other)]) == "not_met"


def test_results_from_before_the_window_are_none() -> None:
    old = run(PLAIN, at=days_ago(40), id="old")
    published = results_of(PLAIN, run_id="old")
    of = snapshot(jobs=[job()], pipelines=[PLAIN], pipeline_runs=[old], test_runs=[published])
    assert verdict(of, CRITERION).verdict == "met"
    assert verdict(of, CRITERION, window_days=30).verdict == "not_met"


def test_a_pipeline_that_runs_tests_is_met() -> None:
    assert judge(TESTED) == "met"


@pytest.mark.parametrize("skipped", ["test", "UNIT", "run pytest"])
def test_tests_that_were_skipped_were_not_run(skipped: str) -> None:
    assert judge(TESTED, pipeline_runs=[run(TESTED, skipped=(skipped,))]) == "not_met"


def test_one_place_that_was_not_skipped_is_enough() -> None:
    twice = pipeline("ci", step("runs_tests", stage="a"), step("runs_tests", stage="b"))
    assert judge(twice, pipeline_runs=[run(twice, skipped=("a",))]) == "met"
    assert judge(twice, pipeline_runs=[run(twice, skipped=("a", "b"))]) == "not_met"


def test_what_a_template_hides_may_test_beside_what_was_skipped() -> None:
    half = pipeline("ci", step("runs_tests", stage="a"), unresolved=["template x@y is foreign"])
    assert judge(half, pipeline_runs=[run(half, skipped=("a",))]) == "unknown"
    assert judge(half) == "met"


def test_a_pipeline_that_failed_ran_no_tests() -> None:
    assert judge(TESTED, pipeline_runs=[run(TESTED, result="failed")]) == "not_met"


def test_a_pipeline_that_tests_nothing_is_not_met() -> None:
    assert judge() == "not_met"


def test_a_file_that_was_not_read_is_unknown() -> None:
    assert judge(pipeline("ci", content=None, problem="the file is gone")) == "unknown"


def test_a_template_that_was_not_read_is_unknown() -> None:
    assert judge(pipeline("ci", unresolved=["template x@y is foreign"])) == "unknown"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["pipelines", "pipeline_runs", "test_runs", "jobs"])
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    assert judge(**{signal: unread}) == "unknown"


def test_published_results_prove_it_where_runs_were_cut() -> None:
    assert judge(pipeline_runs=cut(), test_runs=[results_of(PLAIN)]) == "met"


def test_without_a_source_it_is_unknown() -> None:
    assert verdict(snapshot(projects=()), CRITERION).verdict == "unknown"
