"""Do production metrics trigger retraining?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from aml_maturity_audit.mapping.estate import Mappings, System
from aml_maturity_audit.signals.events import EventFilter
from mapping.build import (
    SERVICE,
    UNREAD,
    USER,
    days_ago,
    deployment,
    endpoint,
    job,
    place,
    snapshot,
    verdict,
    workspace,
)
from mapping.lineage import breach, events, monitor, monitor_run

ID = "retraining-is-triggered-by-production-metrics"
SERVED = {"online_endpoints": [endpoint()], "online_deployments": [deployment()]}
RETRAINED = job("retrain", by=SERVICE, at=days_ago(1.5))


def closed(**other):
    """A loop that was seen to close, but for what `other` says."""
    told = {
        **SERVED,
        "schedules": [monitor()],
        "event_subscriptions": [events()],
        "jobs": [breach(days=2), RETRAINED],
        **other,
    }
    return snapshot(**told)


def test_a_loop_that_closed() -> None:
    judged = verdict(closed(), ID)
    assert judged.verdict == MET
    assert "retrain" in judged.because


@pytest.mark.parametrize(
    ("days", "expected"), [(1.01, MET), (1.0, MET), (0.99, UNKNOWN), (2.1, UNKNOWN)]
)
def test_within_24_hours_after_the_breach(days: float, expected: str) -> None:
    followed = job("retrain", by=SERVICE, at=days_ago(days))
    assert verdict(closed(jobs=[breach(days=2), followed]), ID).verdict == expected


def test_a_job_by_hand_closes_no_loop() -> None:
    by_hand = job("retrain", by=USER, at=days_ago(1.5))
    assert verdict(closed(jobs=[breach(days=2), by_hand]), ID).verdict == UNKNOWN


def test_without_a_breach_nothing_was_put_to_the_test() -> None:
    judged = verdict(closed(jobs=[monitor_run(days=2), RETRAINED]), ID)
    assert judged.verdict == UNKNOWN
    assert "no breach" in judged.because.lower()


@pytest.mark.parametrize(
    "told",
    [
        {"schedules": []},
        {"schedules": [monitor(enabled=False)]},
        {"schedules": [monitor(end_time=days_ago(1))]},
        {"schedules": [monitor(on=f"{workspace().id}/onlineEndpoints/other/deployments/x")]},
        {"jobs": [RETRAINED]},
        {"event_subscriptions": []},
        {"event_subscriptions": [events(state="Failed")]},
        {"event_subscriptions": [events(expires_at=days_ago(1))]},
        {"event_subscriptions": [events(destination="StorageQueue")]},
        {"event_subscriptions": [events(filters=())]},
        {"event_subscriptions": [events(event_types=("X.DatasetDriftDetected",))]},
        {
            "event_subscriptions": [
                events(filters=(EventFilter(operator="StringContains", key="data.RunStatus"),))
            ]
        },
        {"online_endpoints": [endpoint(traffic={"blue": 0})]},
    ],
)
def test_no_such_monitor_or_no_such_subscription(told: dict) -> None:
    assert verdict(closed(**told), ID).verdict == NOT_MET


@pytest.mark.parametrize("told", [{"event_types": None}, {"destination": "webhook"}])
def test_other_subscriptions_that_pass_breaches(told: dict) -> None:
    assert verdict(closed(event_subscriptions=[events(**told)]), ID).verdict == MET


def test_a_subscription_through_a_system_topic() -> None:
    found = closed(event_subscriptions=[], topic_event_subscriptions=[events()])
    assert verdict(found, ID).verdict == MET
    elsewhere = events(source=workspace("other").id)
    found = closed(event_subscriptions=[], topic_event_subscriptions=[elsewhere])
    assert verdict(found, ID).verdict == NOT_MET


def test_a_monitor_that_ran_clean_counts_as_ran() -> None:
    found = closed(jobs=[monitor_run(days=3), breach(days=2), RETRAINED])
    assert verdict(found, ID).verdict == MET
    failed = closed(jobs=[monitor_run(days=3, status="Failed"), RETRAINED])
    assert verdict(failed, ID).verdict == NOT_MET


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize("signal", ["event_subscriptions", "schedules", "jobs"])
def test_unread_signals(signal: str, reading) -> None:
    assert verdict(closed(**{signal: reading}), ID).verdict == UNKNOWN


def system_of(train_name: str, serve_name: str):
    """One workspace that trains, and one that serves and is monitored."""
    train, serve = workspace(train_name), workspace(serve_name)
    target = f"{serve.id}/onlineEndpoints/scoring/deployments/blue"
    serving = place(
        serve,
        online_endpoints=[endpoint()],
        online_deployments=[deployment(id=target)],
        schedules=[monitor(on=target)],
        event_subscriptions=[events(source=serve.id)],
        jobs=[breach(days=2)],
    )
    return snapshot(train, others=[serving], jobs=[RETRAINED])


def test_the_monitor_may_be_on_another_workspace_of_the_system() -> None:
    found = system_of("training", "serving")
    assert verdict(found, ID).verdict == NOT_MET
    system = System("shop", {"training": "dev", "serving": "prod"})
    assert verdict(found, ID, mappings=Mappings(systems=(system,))).verdict == MET


def test_a_system_may_be_inferred_and_is_said_to_be() -> None:
    judged = verdict(system_of("shop-dev", "shop-prod"), ID)
    assert judged.verdict == MET
    assert "inferred from the names or tags" in judged.because
    assert verdict(system_of("shop-dev", "shop-test"), ID).verdict == NOT_MET
    assert verdict(system_of("shop-dev", "other-prod"), ID).verdict == NOT_MET


def test_a_configured_system_is_not_added_to_by_names() -> None:
    found = system_of("shop-dev", "shop-prod")
    alone = System("shop", {"shop-dev": "dev"})
    assert verdict(found, ID, mappings=Mappings(systems=(alone,))).verdict == NOT_MET
