import pytest

from mapping.build import (
    NOBODY,
    SERVICE,
    UNREAD,
    deployment,
    endpoint,
    job,
    person,
    pipeline,
    run,
    snapshot,
    verdict,
    write,
)

CRITERION = "release-needs-no-data-scientist"
CD = pipeline("cd", "deploys_model")


def judge(*writes: object, **signals: object) -> str:
    told = {
        "jobs": [job()],
        "online_endpoints": [endpoint()],
        "online_deployments": [deployment(created_by=SERVICE)],
        "activity_log": writes,
        **signals,
    }
    return verdict(snapshot(**told), CRITERION).verdict


def hand(name: str = "", number: int = 99):
    return write(number, by_user=True, name=name)


def test_automatic_releases_are_met() -> None:
    assert judge(write()) == "met"


@pytest.mark.parametrize(("automatic", "expected"), [(4, "met"), (3, "not_met")])
def test_one_in_five_may_be_by_the_hand_of_an_engineer(automatic: int, expected: str) -> None:
    assert judge(*(write(n) for n in range(automatic)), hand("Olga Ops")) == expected


def test_one_in_a_hundred_by_a_trainer_is_not_met() -> None:
    assert judge(*(write(n) for n in range(98)), hand("Dana Data")) == "not_met"


def test_a_hand_that_may_be_a_trainers_is_unknown() -> None:
    assert judge(*(write(n) for n in range(9)), hand()) == "unknown"


def test_a_run_that_a_trainer_started_is_their_hand() -> None:
    runs = [run(CD, "manual", requested_for=person("Dana Data"))]
    earlier = [write(n, at=run(CD).started_at.replace(day=1)) for n in range(9)]
    assert judge(write(99), *earlier, pipelines=[CD], pipeline_runs=runs) == "not_met"


def test_a_release_without_a_date_may_be_a_trainers() -> None:
    undated = write(99, by_user=True, name="Dana Data", time=None)
    assert judge(*(write(n) for n in range(9)), undated) == "unknown"


def test_the_creators_stand_in() -> None:
    assert judge() == "met"
    assert judge(online_deployments=[deployment()]) == "not_met"
    assert judge(online_deployments=[deployment(created_by=NOBODY)]) == "unknown"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["activity_log", "online_endpoints", "online_deployments"])
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    assert judge(**{signal: unread}) == "unknown"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
def test_who_trains_was_not_read(unread: object) -> None:
    writes = [write(n) for n in range(9)]
    assert judge(*writes, jobs=unread) == "met"
    assert judge(*writes, hand("Olga Ops"), jobs=unread) == "unknown"


def test_nothing_deployed_is_not_met() -> None:
    assert judge(online_endpoints=[], online_deployments=[]) == "not_met"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["online_endpoints", "online_deployments"])
def test_whether_anything_is_deployed_was_not_read(signal: str, unread: object) -> None:
    assert judge(write(), **{signal: unread}) == "unknown"
