import pytest

from aml_maturity_audit.signals.record import Actor
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

CRITERION = "release-is-owned-by-engineering"
CD = pipeline("cd", "deploys_model")


def of(*writes: object, **signals: object):
    told = {
        "jobs": [job()],
        "online_endpoints": [endpoint()],
        "online_deployments": [deployment(created_by=SERVICE)],
        "activity_log": writes,
        **signals,
    }
    return snapshot(**told)


def judge(*writes: object, **signals: object) -> str:
    return verdict(of(*writes, **signals), CRITERION).verdict


def hand(number: int = 9, **who: object):
    return write(number, by_user=True, **who)


def test_releases_by_an_application_are_met() -> None:
    assert judge(write()) == "met"


def test_releases_by_somebody_who_trains_nothing_are_met() -> None:
    assert judge(hand(name="Olga Ops")) == "met"


@pytest.mark.parametrize(("others", "expected"), [(4, "met"), (3, "not_met")])
def test_one_in_five_may_be_by_a_trainer(others: int, expected: str) -> None:
    writes = [*(write(n) for n in range(others)), hand(name="Dana Data")]
    assert judge(*writes) == expected


@pytest.mark.parametrize("name", ["Dana Data", "DANA DATA", " dana data "])
def test_a_name_that_both_give_is_one_person_and_said_to_be_inferred(name: str) -> None:
    assert judge(hand(name=name)) == "not_met"


@pytest.mark.parametrize(
    ("upn", "expected"), [("DANA@acme.example", "not_met"), ("olga@acme.example", "met")]
)
def test_where_jobs_give_a_upn_it_decides(upn: str, expected: str) -> None:
    by = Actor(name="dana@acme.example", type="User")
    assert judge(hand(upn=upn, name="Dana Data"), jobs=[job(by=by)]) == expected


@pytest.mark.parametrize(
    ("oid", "expected"),
    [
        ("0AAAAAAA-1111-4111-8111-111111111111", "not_met"),
        ("0bbbbbbb-1111-4111-8111-111111111111", "met"),
        (None, "unknown"),
    ],
)
def test_where_jobs_give_an_object_id_it_decides(oid: str | None, expected: str) -> None:
    by = Actor(name="0aaaaaaa-1111-4111-8111-111111111111", type="User")
    assert judge(hand(object_id=oid, name="Dana Data"), jobs=[job(by=by)]) == expected


def test_a_hand_that_cannot_be_compared_is_undecided() -> None:
    assert judge(hand()) == "unknown"
    assert judge(hand(object_id="0b1c")) == "unknown"
    assert judge(hand(upn="dana@acme.example")) == "unknown"


def test_where_nobody_trains_a_hand_is_engineering() -> None:
    assert judge(hand(), jobs=[]) == "met"
    assert judge(hand(name="Dana Data"), jobs=[job(by=SERVICE)]) == "met"


def test_a_job_by_somebody_not_named_leaves_a_hand_undecided() -> None:
    assert judge(hand(name="Olga Ops"), jobs=[job(by=NOBODY)]) == "unknown"


def test_a_job_without_a_date_makes_nobody_a_trainer_for_sure() -> None:
    undated = job(created_at=None)
    assert judge(hand(name="Dana Data"), jobs=[undated]) == "unknown"
    assert judge(write(), jobs=[undated]) == "met"


def test_who_started_the_run_by_hand_is_who_released() -> None:
    def started_by(name: str) -> str:
        runs = [run(CD, "manual", requested_for=person(name))]
        return judge(write(), pipelines=[CD], pipeline_runs=runs)

    assert started_by("Dana Data") == "not_met"
    assert started_by("Olga Ops") == "met"
    assert started_by("") == "unknown"


def test_with_no_release_the_creators_stand_in() -> None:
    by_trainer = [deployment(created_by=Actor(name="Dana Data", type="User"))]
    by_other = [deployment(created_by=Actor(name="Olga Ops", type="User"))]
    assert judge(online_deployments=by_trainer) == "not_met"
    assert judge(online_deployments=by_other) == "met"
    assert judge() == "met"


def test_neither_log_nor_creators_tell() -> None:
    assert judge(online_deployments=[deployment(created_by=NOBODY)]) == "unknown"


def test_a_release_by_who_knows_whom_is_undecided_even_where_no_user_trains() -> None:
    assert judge(write(by_user=None), jobs=[job(by=SERVICE)]) == "unknown"
    untold = [deployment(created_by=NOBODY)]
    assert judge(online_deployments=untold, jobs=[job(by=SERVICE)]) == "unknown"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize(
    "signal", ["activity_log", "jobs", "online_endpoints", "online_deployments"]
)
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    told = {"activity_log": [hand(name="Olga Ops")], signal: unread}
    if signal in {"online_endpoints", "online_deployments"}:
        told["activity_log"] = []
    assert judge(**told) == "unknown"


def test_nothing_deployed_is_not_met() -> None:
    assert judge(online_endpoints=[], online_deployments=[]) == "not_met"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["online_endpoints", "online_deployments"])
def test_whether_anything_is_deployed_was_not_read(signal: str, unread: object) -> None:
    assert judge(write(), **{signal: unread}) == "unknown"
