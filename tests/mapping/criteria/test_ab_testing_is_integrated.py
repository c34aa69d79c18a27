import pytest

from mapping.build import (
    UNREAD,
    deployment,
    endpoint,
    job,
    pipeline,
    run,
    snapshot,
    step,
    verdict,
)

CRITERION = "ab-testing-is-integrated"
SPLITS = pipeline("cd", step("shifts_traffic", splits_traffic=True, stage="roll-out"))


def judge(traffic: object = None, mirror: object = None, **signals: object) -> str:
    here = endpoint(traffic=traffic or {"blue": 100}, mirror_traffic=mirror or {})
    told = {
        "jobs": [job()],
        "online_endpoints": [here],
        "online_deployments": [deployment(), deployment("green")],
        **signals,
    }
    return verdict(snapshot(**told), CRITERION).verdict


@pytest.mark.parametrize("traffic", [{"blue": 90, "green": 10}, {"blue": 1, "green": 99}])
def test_traffic_split_over_two_is_met(traffic: dict[str, float]) -> None:
    assert judge(traffic, projects=()) == "met"


@pytest.mark.parametrize(
    "traffic", [{"blue": 100}, {"blue": 100, "green": 0}, {"blue": 0}, {"blue": 50, "green": 0}]
)
def test_traffic_to_one_is_not_met(traffic: dict[str, float]) -> None:
    assert judge(traffic) == "not_met"


def test_mirrored_traffic_is_met() -> None:
    assert judge(mirror={"green": 10}) == "met"
    assert judge(mirror={"green": 0}) == "not_met"


def test_the_sentence_shows_the_shares() -> None:
    split = endpoint(traffic={"blue": 90, "green": 10})
    assert "blue 90%, green 10%" in verdict(snapshot(online_endpoints=[split]), CRITERION).because


def test_a_pipeline_that_splits_is_met() -> None:
    assert judge(pipelines=[SPLITS], pipeline_runs=[run(SPLITS, "manual")]) == "met"


def test_a_pipeline_that_gives_all_traffic_to_one_is_not_met() -> None:
    shifts = pipeline("cd", "shifts_traffic")
    assert judge(pipelines=[shifts], pipeline_runs=[run(shifts)]) == "not_met"


@pytest.mark.parametrize(
    "runs",
    [[], [run(SPLITS, result="failed")], [run(SPLITS, skipped=("roll-out",))]],
    ids=["never ran", "failed", "skipped"],
)
def test_a_split_that_was_not_carried_out_is_not_met(runs: list[object]) -> None:
    assert judge(pipelines=[SPLITS], pipeline_runs=runs) == "not_met"


def test_no_endpoint_at_all_is_not_met_without_any_source() -> None:
    assert judge(online_endpoints=[], projects=()) == "not_met"


def test_an_endpoint_without_a_source_is_unknown() -> None:
    assert judge(projects=()) == "unknown"


def test_a_split_of_an_endpoint_that_is_gone_is_met_and_open_where_it_was_not_read() -> None:
    told = {"online_endpoints": [], "pipelines": [SPLITS], "pipeline_runs": [run(SPLITS)]}
    assert judge(**told) == "met"
    for signal in ("pipelines", "pipeline_runs", "jobs"):
        for unread in UNREAD.values():
            assert judge(**{**told, signal: unread}) == "unknown"
    assert judge(**{**told, "pipelines": [pipeline("ci")]}) == "not_met"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["online_endpoints", "pipelines", "jobs"])
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    assert judge(**{signal: unread}) == "unknown"
