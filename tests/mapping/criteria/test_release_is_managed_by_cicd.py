import pytest

from aml_maturity_audit.mapping.estate import Mappings
from mapping.build import (
    SERVICE,
    UNREAD,
    days_ago,
    job,
    pipeline,
    project,
    run,
    snapshot,
    step,
    verdict,
    write,
)

CRITERION = "release-is-managed-by-cicd"
CD = pipeline("cd", step("deploys_model", stage="prod"))
THEIRS = pipeline("theirs", "deploys_model", origin="dev.azure.com/acme/theirs/_git/theirs")


def of(cd: object = CD, *runs: object, **signals: object):
    told = {"jobs": [job()], "pipelines": [cd], "pipeline_runs": runs or [run(cd)], **signals}
    return snapshot(**told)


def judge(cd: object = CD, *runs: object, **signals: object) -> str:
    return verdict(of(cd, *runs, **signals), CRITERION).verdict


@pytest.mark.parametrize("reason", ["individualCI", "manual"])
def test_a_pipeline_that_deployed_is_met_whatever_started_it(reason: str) -> None:
    assert judge(CD, run(CD, reason)) == "met"


def test_the_line_and_the_run_are_shown() -> None:
    judged = verdict(of(), CRITERION)
    assert any("azure-pipelines.yml:7" in e.source for e in judged.fact.evidence)
    assert "run run-of-cd-individualCI succeeded" in judged.because


def test_a_stage_that_was_skipped_deployed_nothing() -> None:
    assert judge(CD, run(CD, skipped=("prod",))) == "not_met"
    assert judge(CD, run(CD, skipped=("prod",)), run(CD, id="other")) == "met"


@pytest.mark.parametrize("result", ["failed", "partiallySucceeded", "canceled"])
def test_a_run_that_failed_deployed_nothing(result: str) -> None:
    assert judge(CD, run(CD, result=result)) == "not_met"


def test_a_run_before_the_window_is_not_met() -> None:
    assert judge(CD, run(CD, at=days_ago(91))) == "not_met"


def test_a_pipeline_that_deploys_nothing_is_not_met() -> None:
    assert judge(pipeline("ci", "runs_tests")) == "not_met"


def test_a_pipeline_of_another_team_is_not_met() -> None:
    assert judge(THEIRS) == "not_met"


def test_the_configuration_links_and_unlinks() -> None:
    linked = Mappings(linked=(("shop", "shop/theirs"),))
    unlinked = Mappings(unlinked=(("shop", "shop/cd"),))
    assert verdict(of(THEIRS), CRITERION, mappings=linked).verdict == "met"
    assert verdict(of(CD), CRITERION, mappings=unlinked).verdict == "not_met"


def test_what_a_template_hides_is_unknown_where_it_ran() -> None:
    hides = pipeline("cd", unresolved=["template x@y is foreign"])
    assert judge(hides) == "unknown"
    assert judge(hides, run(hides, result="failed")) == "not_met"


def test_a_file_that_was_not_read_is_unknown_where_it_ran() -> None:
    gone = pipeline("cd", content=None, problem="azure-pipelines.yml is gone")
    judged = verdict(of(gone), CRITERION)
    assert judged.verdict == "unknown"
    assert "azure-pipelines.yml is gone" in judged.because
    assert judge(gone, run(gone, result="failed")) == "not_met"


def test_a_workspace_name_that_cannot_be_resolved_proves_no_absence() -> None:
    elsewhere = pipeline("web", "runs_tests", names=[None], origin="dev.azure.com/a/b/_git/c")
    assert judge(elsewhere) == "unknown"
    judged = verdict(of(CD, pipelines=[CD, elsewhere]), CRITERION)
    assert judged.verdict == "met"


def test_an_application_that_nobody_explains_releases() -> None:
    assert judge(THEIRS, activity_log=[write(app_id="1234")]) == "unknown"
    assert judge(THEIRS, activity_log=[write(by_user=True, name="Olga Ops")]) == "not_met"
    assert judge(THEIRS, activity_log=[write(by_user=None)]) == "unknown"


def test_an_application_that_nobody_explains_trains() -> None:
    assert judge(THEIRS, jobs=[job(by=SERVICE)]) == "unknown"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["pipelines", "pipeline_runs", "jobs"])
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    assert judge(**{signal: unread}) == "unknown"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["repositories", "activity_log"])
def test_an_absence_needs_all_sources(signal: str, unread: object) -> None:
    assert judge(**{signal: unread}) == "met"
    assert judge(THEIRS, **{signal: unread}) == "unknown"


def test_a_second_project_that_was_not_read_may_hold_it() -> None:
    from mapping.build import denied

    second = project("second", pipelines=denied())
    assert judge(pipeline("ci"), projects=[second]) == "unknown"
    assert judge(projects=[second]) == "met"


def test_without_a_source_it_is_unknown() -> None:
    assert verdict(snapshot(projects=()), CRITERION).verdict == "unknown"
