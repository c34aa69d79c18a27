"""Releases, who made them, and whether two accounts are one person."""

import pytest

from aml_maturity_audit.mapping.derive.persons import Somebody, is_submitter, submitters
from aml_maturity_audit.mapping.derive.releases import releases
from aml_maturity_audit.mapping.derive.writes import writes
from aml_maturity_audit.signals.record import Actor
from aml_maturity_audit.signals.snapshot import Snapshot
from mapping.build import (
    NOBODY,
    NOW,
    SERVICE,
    UNREAD,
    USER,
    WINDOW_START,
    batch_deployment,
    batch_endpoint,
    days_ago,
    deployment,
    endpoint,
    job,
    person,
    pipeline,
    run,
    snapshot,
    view,
    workspace,
    write,
)

CD = pipeline("cd", "deploys_model")


def of(*log: object, **signals: object) -> Snapshot:
    told = {
        "jobs": [job()],
        "online_endpoints": [endpoint()],
        "online_deployments": [deployment()],
        "activity_log": log,
        **signals,
    }
    return snapshot(**told)


def first(*log: object, **signals: object):
    return releases(view(of(*log, **signals))).certain[0]


# What is a release


def test_a_write_names_endpoint_and_deployment() -> None:
    known = writes(view(of(write(), write(2, resource_id=endpoint().id))))
    assert [each.resource for each in known.items] == ["scoring/blue", "scoring"]


@pytest.mark.parametrize(
    ("at", "count"),
    [(WINDOW_START, 1), (NOW, 1), (days_ago(90.001), 0), (days_ago(200), 0)],
)
def test_only_writes_in_the_window_count(at: object, count: int) -> None:
    known = writes(view(of(write(at=at))))
    assert len(known.items) == count
    assert known.complete


def test_a_write_without_a_date_hides() -> None:
    known = writes(view(of(write(time=None))))
    assert (len(known.items), known.hidden, known.open) == (0, 1, False)


@pytest.mark.parametrize(
    ("resource", "count"),
    [
        (f"{workspace().id.upper()}/ONLINEENDPOINTS/SCORING", 1),
        (f"{workspace('shop2').id}/onlineEndpoints/scoring", 0),
        (f"{workspace(group='rg2').id}/onlineEndpoints/scoring", 0),
    ],
)
def test_only_writes_in_the_workspace_count(resource: str, count: int) -> None:
    assert len(writes(view(of(write(resource_id=resource)))).items) == count


def test_one_correlation_writes_two_resources() -> None:
    two = writes(view(of(write(), write(1, resource_id=endpoint().id), write())))
    assert len(two.items) == 2


def test_with_no_release_every_production_deployment_stands_in() -> None:
    told = {
        "online_deployments": [deployment(created_by=SERVICE), deployment("idle")],
        "batch_endpoints": [batch_endpoint()],
        "batch_deployments": [batch_deployment(created_by=USER)],
    }
    found = releases(view(of(**told))).certain
    assert [(r.label, r.automatic.truth.value) for r in found] == [
        ("deployment scoring/blue", "yes"),
        ("deployment nightly/main", "no"),
    ]


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
def test_nobody_stands_in_where_the_log_was_not_read(unread: object) -> None:
    population = releases(view(of(activity_log=unread)))
    assert population.certain == ()
    assert population.may_have_more


def test_a_creator_of_no_known_type_is_undecided() -> None:
    told = first(online_deployments=[deployment(created_by=NOBODY)])
    assert told.automatic.unknown


# By whose hand


def test_a_user_who_calls_released_by_hand_even_within_an_automatic_run() -> None:
    runs = {"pipelines": [CD], "pipeline_runs": [run(CD, "schedule")]}
    told = first(write(by_user=True, name="Olga Ops"), **runs)
    assert told.automatic.no
    assert told.by == Somebody(name="Olga Ops")


def test_a_run_that_was_started_by_hand_tells_whose() -> None:
    starter = person("Olga Ops", "olga@acme.example", "0b1c")
    runs = {"pipelines": [CD], "pipeline_runs": [run(CD, "manual", requested_for=starter)]}
    told = first(write(app_id="app", name="release-app"), **runs)
    assert told.automatic.no
    assert told.by == Somebody("", "olga@acme.example", "Olga Ops")  # its id is no object id


def test_of_two_spanning_runs_the_manual_one_decides() -> None:
    runs = [run(CD, "schedule"), run(CD, "manual", requested_for=person("Olga Ops"))]
    told = first(write(), pipelines=[CD], pipeline_runs=runs)
    assert told.automatic.no


@pytest.mark.parametrize(
    ("start", "end", "spans"),
    [(0, 0, True), (-60, 60, True), (-60, -1, False), (1, 60, False), (-60, 0, True)],
)
def test_a_run_spans_a_release_from_its_start_to_its_end(
    start: float, end: float, spans: bool
) -> None:
    from datetime import timedelta

    at = days_ago(3)
    manual = run(
        CD,
        "manual",
        started_at=at + timedelta(minutes=start),
        finished_at=at + timedelta(minutes=end),
    )
    told = first(write(at=at), pipelines=[CD], pipeline_runs=[manual])
    assert told.automatic.no is spans
    assert told.automatic.yes is not spans


# Persons


def submits(who: Somebody, *by: Actor) -> str:
    jobs = [job(f"job-{at}", by=actor) for at, actor in enumerate(by)]
    return is_submitter(view(snapshot(jobs=jobs)), who).truth.value


def user(name: str) -> Actor:
    return Actor(name=name, type="User")


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (Somebody(name="Dana Data"), "yes"),
        (Somebody(name="dana data"), "yes"),
        (Somebody(name="Olga Ops"), "no"),
        (Somebody(upn="dana@acme.example"), "unknown"),
        (Somebody(object_id="0b1c"), "unknown"),
        (Somebody(), "unknown"),
    ],
)
def test_against_a_display_name(who: Somebody, expected: str) -> None:
    assert submits(who, user("Dana Data")) == expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (Somebody(upn="DANA@acme.example"), "yes"),
        (Somebody(upn="olga@acme.example", name="Dana Data"), "no"),
        (Somebody(name="Dana Data"), "unknown"),
    ],
)
def test_against_a_upn(who: Somebody, expected: str) -> None:
    assert submits(who, user("dana@acme.example")) == expected


def test_a_name_is_said_to_be_inferred() -> None:
    told = is_submitter(view(snapshot(jobs=[job()])), Somebody(name="Dana Data"))
    assert "inferred from the name" in told.because


def test_applications_submit_as_nobody() -> None:
    assert submits(Somebody(name="Dana Data"), SERVICE) == "no"
    managed = Actor(name="Dana Data", type="ManagedIdentity")
    assert submits(Somebody(name="Dana Data"), managed) == "no"


def test_where_nobody_submits_nobody_need_be_told() -> None:
    assert submits(Somebody()) == "no"


def test_one_of_several_is_enough_and_all_must_differ() -> None:
    both = (user("Dana Data"), user("olga@acme.example"))
    assert submits(Somebody(name="Dana Data"), *both) == "yes"
    assert submits(Somebody(name="Nobody Else"), *both) == "unknown"
    assert submits(Somebody(name="Nobody Else", upn="n@acme.example"), *both) == "no"


def test_only_who_surely_trained_in_the_window_is_a_submitter() -> None:
    jobs = [
        job("old", by=user("Old"), at=days_ago(91)),
        job("undated", by=user("Undated"), created_at=None),
        job("monitor", by=user("Monitor"), monitor_run=True),
        job("now", by=user("Now")),
    ]
    here = view(snapshot(jobs=jobs))
    assert submitters(here) == {"Now"}
    assert is_submitter(here, Somebody(name="Old")).unknown
    dated = view(snapshot(jobs=[jobs[0], jobs[2], jobs[3]]))
    assert is_submitter(dated, Somebody(name="Old")).no


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
def test_who_trains_was_not_read(unread: object) -> None:
    assert is_submitter(view(snapshot(jobs=unread)), Somebody(name="Dana Data")).unknown
