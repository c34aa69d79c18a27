"""Schedules and monitors in every wire generation."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from aml_maturity_audit.collectors.wire.schedule import ScheduleWire
from aml_maturity_audit.collectors.wire.schedule_record import parse_schedule
from aml_maturity_audit.signals.schedules import Schedule
from collectors.decoding import wire
from collectors.fake_azure import HOME, made

DEPLOYMENT = f"{HOME}/onlineEndpoints/score/deployments/blue"


def schedule(action: dict[str, Any] | None, trigger: Any = None, **properties: Any) -> Schedule:
    body = {
        "name": "nightly",
        "systemData": made(),
        "properties": {
            "isEnabled": True,
            "provisioningState": "Succeeded",
            "action": action,
            "trigger": trigger,
            **properties,
        },
    }
    return parse_schedule(wire(ScheduleWire, body), HOME)


def monitor(**definition: Any) -> Schedule:
    return schedule({"actionType": "CreateMonitor", "monitorDefinition": definition})


def test_a_recurrence_that_trains() -> None:
    parsed = schedule(
        {"actionType": "CreateJob", "jobDefinition": {"jobType": "Pipeline"}},
        {
            "triggerType": "Recurrence",
            "frequency": "Week",
            "interval": "2",
            "endTime": "2027-01-01 00:00:00",
            "timeZone": "UTC",
        },
    )
    assert parsed.id == f"{HOME}/schedules/nightly"
    assert parsed.enabled
    assert (parsed.action, parsed.job_type) == ("CreateJob", "Pipeline")
    assert (parsed.frequency, parsed.interval) == ("Week", 2)
    assert parsed.end_time == datetime(2027, 1, 1, tzinfo=UTC)
    assert parsed.end_zone_known
    assert not parsed.end_unreadable


@pytest.mark.parametrize(
    ("end", "zone", "time", "known", "unreadable"),
    [
        (None, None, None, True, False),
        ("", "UTC", None, True, False),
        (
            "2027-01-01T00:00:00",
            "Pacific Standard Time",
            datetime(2027, 1, 1, tzinfo=UTC),
            False,
            False,
        ),
        ("string", "string", None, True, True),
    ],
)
def test_ends(end: Any, zone: Any, time: Any, known: bool, unreadable: bool) -> None:
    parsed = schedule(
        {"actionType": "CreateJob"},
        {"triggerType": "Cron", "expression": "0 2 * * *", "endTime": end, "timeZone": zone},
    )
    assert (parsed.end_time, parsed.end_zone_known, parsed.end_unreadable) == (
        time,
        known,
        unreadable,
    )


def test_what_does_not_say_whether_it_is_enabled_is_neither() -> None:
    disabled = schedule({"actionType": "CreateJob"}, isEnabled=False)
    assert not (disabled.enabled or disabled.enabled_untold)
    unsaid = schedule({"actionType": "CreateJob"}, isEnabled=None)
    assert not unsaid.enabled
    assert unsaid.enabled_untold


@pytest.mark.parametrize(
    ("definition", "endpoint", "deployment"),
    [
        ({"endpointName": "score", "deploymentName": "blue"}, "score", "blue"),
        ({"endpoint_name": "score"}, "score", None),
        ({"properties": {"endpointId": f"{HOME}/batchEndpoints/score"}}, "score", None),
        ({"00cd1396": None}, None, None),
        (None, None, None),
        ("free text", None, None),
    ],
)
def test_what_a_batch_schedule_invokes(definition: Any, endpoint: Any, deployment: Any) -> None:
    parsed = schedule(
        {"actionType": "InvokeBatchEndpoint", "endpointInvocationDefinition": definition}
    )
    assert (parsed.job_endpoint, parsed.job_deployment) == (endpoint, deployment)


def test_a_monitor_of_the_old_wire() -> None:
    parsed = monitor(
        monitoringTarget={"taskType": "classification", "deploymentId": DEPLOYMENT},
        signals={
            "drift": {"signalType": "DataDrift", "mode": "Enabled"},
            "quality": {"signalType": "DataQuality", "mode": "Disabled"},
            "odd": None,
        },
        alertNotificationSetting={"emailNotificationSetting": {"emails": ["ada@contoso.example"]}},
    ).monitor
    assert parsed is not None
    assert parsed.deployment_id == DEPLOYMENT
    assert [(s.name, s.type, s.notifies) for s in parsed.signals] == [
        ("drift", "DataDrift", True),
        ("quality", "DataQuality", False),
        ("odd", "", False),
    ]
    assert parsed.has_emails
    assert b"ada@" not in msgspec.json.encode(parsed)


def test_a_monitor_of_the_new_wire() -> None:
    parsed = monitor(
        monitoringTarget={"modelId": "azureml:churn:3"},
        signals={
            "drift": {"signalType": "DataDrift", "notificationTypes": ["AmlNotification"]},
            "quality": {"signalType": "DataQuality", "notificationTypes": []},
        },
        alertNotificationSettings={"emailNotificationSettings": {"emails": []}},
    ).monitor
    assert parsed is not None
    assert parsed.model_id == "azureml:churn:3"
    assert [s.notifies for s in parsed.signals] == [True, False]
    assert not parsed.has_emails


def test_a_deployment_named_in_short() -> None:
    parsed = monitor(monitoringTarget={"deploymentId": "azureml:score:blue"}).monitor
    assert parsed is not None
    assert parsed.deployment_id == DEPLOYMENT


def test_a_monitor_without_anything() -> None:
    parsed = monitor().monitor
    assert parsed is not None
    assert (parsed.deployment_id, parsed.signals, parsed.has_emails) == (None, (), False)


@pytest.mark.parametrize("action", [None, {}, {"actionType": None}])
def test_a_schedule_that_could_be_anything_is_undecoded(action: Any) -> None:
    with pytest.raises(ValueError, match="what it does"):
        schedule(action)


def test_unknown_actions_stay_as_they_are() -> None:
    assert schedule({"actionType": "DanceAround"}).action == "DanceAround"
