import pytest

from aml_maturity_audit.mapping.policy import Policy
from mapping.build import (
    NOBODY,
    SERVICE,
    UNREAD,
    USER,
    WINDOW_START,
    cut,
    days_ago,
    deployment,
    endpoint,
    job,
    person,
    pipeline,
    project,
    run,
    snapshot,
    step,
    undecoded,
    verdict,
    workspace,
    write,
)

CRITERION = "release-is-automatic"
CD = pipeline("cd", "deploys_model")


def of(*writes: object, **signals: object):
    told = {
        "jobs": [job()],
        "online_endpoints": [endpoint()],
        "online_deployments": [deployment()],
        "activity_log": writes,
        **signals,
    }
    return snapshot(**told)


def judge(*writes: object, **signals: object) -> str:
    return verdict(of(*writes, **signals), CRITERION).verdict


def by_user(number: int = 9, **more: object):
    return write(number, by_user=True, **{"name": "Olga Ops", **more})


def test_releases_by_an_application_are_met() -> None:
    assert judge(write()) == "met"


def test_without_any_cicd_source_the_caller_decides() -> None:
    assert judge(write(), projects=()) == "met"
    assert judge(by_user(), projects=()) == "not_met"


@pytest.mark.parametrize(("automatic", "expected"), [(4, "met"), (3, "not_met")])
def test_the_edge_is_at_eighty_percent(automatic: int, expected: str) -> None:
    writes = [*(write(n) for n in range(automatic)), by_user()]
    judged = verdict(of(*writes), CRITERION)
    assert judged.verdict == expected
    assert f"{automatic} of {automatic + 1} releases" in judged.because
    assert "80%" in judged.because


def test_the_policy_can_ask_for_less() -> None:
    half = of(write(), by_user())
    assert verdict(half, CRITERION, policy=Policy(automatic_release_share=0.5)).verdict == "met"


@pytest.mark.parametrize(("at", "expected"), [(WINDOW_START, "not_met"), (days_ago(90.01), "met")])
def test_a_release_before_the_window_does_not_count(at: object, expected: str) -> None:
    assert judge(write(), by_user(at=at)) == expected


def test_a_release_without_a_date_counts_where_it_could_turn_the_share() -> None:
    undated = by_user(time=None)
    assert judge(*(write(n) for n in range(4)), undated) == "met"
    assert judge(*(write(n) for n in range(3)), undated) == "unknown"


def test_one_correlation_and_resource_is_one_release() -> None:
    again = by_user(1, resource_id=f"{workspace().id}/onlineEndpoints/scoring".upper())
    other = by_user(1, resource_id=f"{workspace().id}/onlineEndpoints/scoring")
    assert judge(*(write(n) for n in range(4)), again, other) == "met"


def test_another_workspaces_release_does_not_count() -> None:
    other = f"{workspace('shop2').id}/onlineEndpoints/scoring"
    assert judge(write(), by_user(resource_id=other)) == "met"


def test_a_run_that_a_person_started_makes_it_by_hand() -> None:
    runs = [run(CD, "manual", requested_for=person("Olga Ops"))]
    assert judge(write(), pipelines=[CD], pipeline_runs=runs) == "not_met"


def test_a_run_for_an_automatic_reason_leaves_it_automatic() -> None:
    assert judge(write(), pipelines=[CD], pipeline_runs=[run(CD, "schedule")]) == "met"


@pytest.mark.parametrize("minutes", [0, 30])
def test_a_run_spans_to_the_minute(minutes: float) -> None:
    end = days_ago(1)
    runs = [run(CD, "manual", at=end)]
    at = end.replace(hour=12 - (minutes == 30), minute=minutes)
    assert judge(write(at=at), pipelines=[CD], pipeline_runs=runs) == "not_met"


def test_a_run_at_another_time_says_nothing() -> None:
    runs = [run(CD, "manual", at=days_ago(2))]
    assert judge(write(), pipelines=[CD], pipeline_runs=runs) == "met"


@pytest.mark.parametrize("result", ["failed", "partiallySucceeded", "canceled"])
def test_a_manual_run_that_failed_says_nothing(result: str) -> None:
    runs = [run(CD, "manual", result)]
    assert judge(write(), pipelines=[CD], pipeline_runs=runs) == "met"


def test_a_manual_run_of_a_pipeline_that_does_not_deploy_says_nothing() -> None:
    ci = pipeline("ci", "runs_tests")
    assert judge(write(), pipelines=[ci], pipeline_runs=[run(ci, "manual")]) == "met"


def test_a_manual_run_of_another_teams_pipeline_says_nothing() -> None:
    theirs = pipeline("theirs", "deploys_model", names=["their-workspace"])
    runs = [run(theirs, "manual")]
    assert judge(write(), pipelines=[theirs], pipeline_runs=runs) == "met"


@pytest.mark.parametrize(
    "unclear",
    [
        pipeline("cd", content=None),
        pipeline("cd", unresolved=["template x@y is foreign"]),
        pipeline("cd", "deploys_model", names=[None], origin=""),
        pipeline("cd", step("deploys_model", stage="prod")),
    ],
    ids=["unread file", "unread template", "unresolved workspace", "may have been skipped"],
)
def test_a_manual_run_that_may_have_released_is_unknown(unclear: object) -> None:
    manual = [run(unclear, "manual", skipped=("prod",))]
    assert judge(write(), pipelines=[unclear], pipeline_runs=manual) == "unknown"
    automatic = [run(unclear, "schedule", skipped=("prod",))]
    assert judge(write(), pipelines=[unclear], pipeline_runs=automatic) == "met"


@pytest.mark.parametrize("date", ["started_at", "finished_at"])
def test_a_manual_run_without_a_date_is_unknown(date: str) -> None:
    manual = [run(CD, "manual", **{date: None})]
    assert judge(write(), pipelines=[CD], pipeline_runs=manual) == "unknown"


def test_a_spanning_run_without_a_reason_is_unknown() -> None:
    assert judge(write(), pipelines=[CD], pipeline_runs=[run(CD, "")]) == "unknown"


def test_a_caller_that_is_not_told_is_unknown_unless_a_run_tells() -> None:
    assert judge(write(by_user=None)) == "unknown"
    runs = [run(CD, "schedule")]
    assert judge(write(by_user=None), pipelines=[CD], pipeline_runs=runs) == "met"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["pipelines", "pipeline_runs", "jobs"])
def test_a_manual_run_that_was_not_read_is_unknown(signal: str, unread: object) -> None:
    told = {"pipelines": [CD], "pipeline_runs": [run(CD, "manual")], signal: unread}
    assert judge(write(), **told) == "unknown"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["activity_log", "online_endpoints", "online_deployments"])
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    assert judge(**{signal: unread}) == "unknown"


def test_an_item_that_was_not_read_counts_where_it_could_turn_the_share() -> None:
    assert judge(activity_log=undecoded(*(write(n) for n in range(4)))) == "met"
    assert judge(activity_log=undecoded(*(write(n) for n in range(3)))) == "unknown"
    assert judge(activity_log=cut(*(write(n) for n in range(40)))) == "unknown"


def test_with_no_release_the_creators_stand_in() -> None:
    assert judge(online_deployments=[deployment(created_by=SERVICE)]) == "met"
    assert judge(online_deployments=[deployment(created_by=USER)]) == "not_met"
    assert judge(online_deployments=[deployment(created_by=NOBODY)]) == "unknown"


def test_creators_do_not_stand_in_where_the_log_was_not_read() -> None:
    here = [deployment(created_by=SERVICE)]
    assert judge(activity_log=cut(), online_deployments=here) == "unknown"


def test_nothing_deployed_is_not_met() -> None:
    assert judge(online_deployments=[]) == "not_met"
    assert judge(online_deployments=[deployment(state="Failed")]) == "not_met"
    assert judge(online_endpoints=[endpoint(traffic={"blue": 0})]) == "not_met"


def test_a_project_that_nobody_named_may_still_prove_a_hand() -> None:
    where = project("shop", named=False, pipelines=[CD], pipeline_runs=[run(CD, "manual")])
    assert judge(write(), projects=[where]) == "not_met"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["online_endpoints", "online_deployments"])
def test_whether_anything_is_deployed_was_not_read(signal: str, unread: object) -> None:
    assert judge(write(), **{signal: unread}) == "unknown"
    assert judge(by_user(), **{signal: unread}) == "not_met"
