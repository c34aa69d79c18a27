"""Does an Event Grid subscription on the workspace stand?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from aml_maturity_audit.signals.reading import Gap, Observed
from mapping.build import UNREAD, days_ago, snapshot, verdict, workspace
from mapping.lineage import events

ID = "lifecycle-events-are-emitted"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, MET),
        ({"state": "SUCCEEDED"}, MET),
        ({"filters": (), "destination": "StorageQueue"}, MET),
        ({"expires_at": days_ago(-1)}, MET),
        ({"state": "Creating"}, NOT_MET),
        ({"state": ""}, UNKNOWN),
        ({"expires_at": days_ago(1)}, NOT_MET),
        ({"expiry_unreadable": True}, UNKNOWN),
    ],
)
def test_one_that_stands(told: dict, expected: str) -> None:
    assert verdict(snapshot(event_subscriptions=[events(**told)]), ID).verdict == expected


def test_through_a_topic_of_this_workspace_only() -> None:
    assert verdict(snapshot(topic_event_subscriptions=[events()]), ID).verdict == MET
    other = events(source=workspace("other").id)
    assert verdict(snapshot(topic_event_subscriptions=[other]), ID).verdict == NOT_MET


def test_none() -> None:
    judged = verdict(snapshot(), ID)
    assert judged.verdict == NOT_MET
    assert "0 Event Grid subscriptions" in judged.because


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize("signal", ["event_subscriptions", "topic_event_subscriptions"])
def test_unread_signals(signal: str, reading) -> None:
    assert verdict(snapshot(**{signal: reading}), ID).verdict == UNKNOWN


def test_an_unread_topic_of_another_workspace_does_not_matter() -> None:
    for source, expected in ((workspace("other").id, NOT_MET), (workspace().id, UNKNOWN)):
        gap = Gap(kind="denied", reason="not permitted", resource=source)
        found = snapshot(topic_event_subscriptions=Observed(value=(), gaps=(gap,)))
        assert verdict(found, ID).verdict == expected


@pytest.mark.parametrize("named", ["/providers/Microsoft.EventGrid/systemTopics/t", "t", ""])
def test_a_topic_that_could_not_be_read_may_be_of_this_workspace(named: str) -> None:
    gap = Gap(kind="undecoded", reason="it has no source", resource=named)
    found = snapshot(topic_event_subscriptions=Observed(value=(), gaps=(gap,)))
    assert verdict(found, ID).verdict == UNKNOWN
