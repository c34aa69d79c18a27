import pytest

from mapping.build import (
    NOW,
    SERVICE,
    UNREAD,
    WINDOW_START,
    cut,
    days_ago,
    job,
    pipeline,
    project,
    repository,
    run,
    snapshot,
    undecoded,
    verdict,
)

CRITERION = "builds-are-automated"
CI = pipeline("ci")


def judge(*runs: object, **signals: object) -> str:
    told = {"jobs": [job()], "pipelines": [CI], "pipeline_runs": runs, **signals}
    return verdict(snapshot(**told), CRITERION).verdict


@pytest.mark.parametrize(
    "reason",
    [
        "individualCI",
        "batchedCI",
        "pullRequest",
        "schedule",
        "buildCompletion",
        "resourceTrigger",
        "SCHEDULE",
    ],
)
def test_a_run_for_an_automatic_reason_is_met(reason: str) -> None:
    assert judge(run(CI, reason)) == "met"


def test_the_sentence_names_pipeline_run_and_reason() -> None:
    judged = verdict(
        snapshot(jobs=[job()], pipelines=[CI], pipeline_runs=[run(CI, "schedule")]), CRITERION
    )
    assert "shop/ci" in judged.because
    assert "2026-05-31 for reason schedule" in judged.because


@pytest.mark.parametrize("reason", ["manual", "userCreated", "checkInShelveset"])
def test_runs_for_other_reasons_only_are_not_met(reason: str) -> None:
    assert judge(run(CI, reason)) == "not_met"


def test_a_reason_that_is_not_told_is_unknown() -> None:
    assert judge(run(CI, "")) == "unknown"


@pytest.mark.parametrize("result", ["failed", "canceled", "partiallySucceeded"])
def test_a_run_that_did_not_succeed_proves_nothing(result: str) -> None:
    assert judge(run(CI, result=result)) == "not_met"


def test_a_pipeline_that_never_ran_proves_nothing() -> None:
    assert judge() == "not_met"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (WINDOW_START, "met"),
        (NOW, "met"),
        (days_ago(90.0001), "not_met"),
    ],
)
def test_the_window_begins_ninety_days_ago(at: object, expected: str) -> None:
    assert judge(run(CI, at=at)) == expected


def test_a_run_without_a_readable_date_is_unknown() -> None:
    assert judge(run(CI, finished_at=None)) == "unknown"


def test_the_window_can_be_narrowed() -> None:
    old = snapshot(jobs=[job()], pipelines=[CI], pipeline_runs=[run(CI, at=days_ago(40))])
    assert verdict(old, CRITERION).verdict == "met"
    assert verdict(old, CRITERION, window_days=30).verdict == "not_met"


def test_a_disabled_pipeline_counts_by_what_it_did() -> None:
    off = pipeline("ci", enabled=False)
    assert judge(run(off), pipelines=[off]) == "met"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["pipelines", "pipeline_runs", "jobs", "repositories"])
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    assert judge(**{signal: unread}) == "unknown"


def test_a_part_that_was_read_can_prove_it() -> None:
    assert judge(pipeline_runs=cut(run(CI))) == "met"
    assert judge(pipelines=undecoded(CI), pipeline_runs=[run(CI)]) == "met"


def test_a_gap_about_another_pipeline_does_not_matter() -> None:
    assert judge(pipeline_runs=cut(resource="yaml:other")) == "not_met"
    assert judge(pipeline_runs=cut(resource="yaml:ci")) == "unknown"


def test_without_a_source_it_says_where_the_code_is() -> None:
    judged = verdict(snapshot(jobs=[job()], projects=()), CRITERION)
    assert judged.verdict == "unknown"
    assert "dev.azure.com/acme/shop" in judged.because
    assert "--devops-organization" in judged.fact.missing[0].hint


def test_an_absence_counts_only_in_projects_that_the_user_named() -> None:
    where = project(named=False, pipelines=[CI])
    assert verdict(snapshot(jobs=[job()], projects=[where]), CRITERION).verdict == "unknown"
    ran = project(named=False, pipelines=[CI], pipeline_runs=[run(CI)])
    assert verdict(snapshot(jobs=[job()], projects=[ran]), CRITERION).verdict == "met"


def test_another_teams_pipeline_does_not_count() -> None:
    theirs = pipeline("theirs", names=["their-workspace"])
    assert judge(run(theirs), pipelines=[theirs]) == "not_met"
    web = pipeline("web", origin="dev.azure.com/acme/web/_git/web")
    assert judge(run(web), pipelines=[web]) == "not_met"


def test_no_pipeline_is_linked_and_nobody_acts_unseen() -> None:
    assert judge(pipelines=[], jobs=[]) == "not_met"


def test_no_pipeline_is_linked_and_an_application_trains_unseen() -> None:
    judged = verdict(snapshot(jobs=[job(by=SERVICE)], pipelines=[]), CRITERION)
    assert judged.verdict == "unknown"
    assert "5f0c1f6e-release-app" in judged.because


def test_code_that_no_source_shows_is_unknown() -> None:
    elsewhere = repository("other", "github.com/acme/other")
    assert judge(pipelines=[], repositories=[elsewhere]) == "unknown"


def test_a_run_that_could_not_be_decoded_may_be_of_any_pipeline() -> None:
    found = snapshot(jobs=[job()], pipelines=[CI], pipeline_runs=undecoded(resource="4711"))
    assert verdict(found, CRITERION).verdict == "unknown"
