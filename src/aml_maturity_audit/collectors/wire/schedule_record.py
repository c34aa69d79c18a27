"""From a schedule as answered to the record that is kept of it."""

from collections.abc import Iterator, Mapping
from typing import cast

from aml_maturity_audit.collectors.wire.base import arm_id, arm_name, created_by
from aml_maturity_audit.collectors.wire.plain import enum_key, text, text_or_none, whole
from aml_maturity_audit.collectors.wire.schedule import (
    Action,
    Alerts,
    Emails,
    MonitorDefinition,
    ScheduleProperties,
    ScheduleWire,
    SignalWire,
    Target,
    Trigger,
)
from aml_maturity_audit.collectors.wire.times import parse_zoned
from aml_maturity_audit.signals.ids import last_segment
from aml_maturity_audit.signals.schedules import Monitor, MonitorSignal, Schedule

_ENDPOINT_KEYS = frozenset({"endpointname", "endpointid", "endpoint", "batchendpointname"})
_DEPLOYMENT_KEYS = frozenset({"deploymentname", "deploymentid", "deployment"})
_MAX_DEPTH = 4


def parse_schedule(item: ScheduleWire, workspace_id: str) -> Schedule:
    """The record of a schedule of `workspace_id`. Raises ValueError where it does not say what it
    does: it could be anything."""
    said = item.properties or ScheduleProperties()
    action, trigger = said.action or Action(), said.trigger or Trigger()
    if not text(action.action_type):
        raise ValueError("the schedule does not say what it does")
    end, zone_known = parse_zoned(trigger.end_time, trigger.time_zone)
    invoked = action.endpoint_invocation_definition
    return Schedule(
        id=arm_id(item, f"{workspace_id}/schedules"),
        name=arm_name(item),
        enabled=said.is_enabled is True,
        enabled_untold=said.is_enabled is None,
        state=text(said.provisioning_state),
        action=text(action.action_type),
        trigger=text(trigger.trigger_type),
        frequency=text(trigger.frequency),
        interval=whole(trigger.interval) or 1,
        expression=text(trigger.expression),
        end_time=end,
        end_zone_known=zone_known or end is None,
        end_unreadable=end is None and bool(text(trigger.end_time)),
        job_type=text(action.job_definition.job_type) if action.job_definition else "",
        job_endpoint=_named(invoked, _ENDPOINT_KEYS),
        job_deployment=_named(invoked, _DEPLOYMENT_KEYS),
        monitor=_monitor(action.monitor_definition, workspace_id),
        created_by=created_by(item),
    )


def deployment_of(reference: object, workspace_id: str) -> str | None:
    """The ARM id of a monitored deployment, from the short form `azureml:{endpoint}:{name}` too."""
    written = text(reference)
    parts = written.removeprefix("azureml:").split(":")
    if written.lower().startswith("azureml:") and len(parts) == 2 and all(parts):
        return f"{workspace_id}/onlineEndpoints/{parts[0]}/deployments/{parts[1]}"
    return written or None


def _monitor(said: MonitorDefinition | None, workspace_id: str) -> Monitor | None:
    if said is None:
        return None
    target = said.monitoring_target or Target()
    return Monitor(
        deployment_id=deployment_of(target.deployment_id, workspace_id),
        model_id=text_or_none(target.model_id),
        signals=tuple(_signal(name, one) for name, one in (said.signals or {}).items()),
        has_emails=any(
            _mails(alerts)
            for alerts in (said.alert_notification_setting, said.alert_notification_settings)
        ),
    )


def _signal(name: str, said: SignalWire | None) -> MonitorSignal:
    said = said or SignalWire()
    return MonitorSignal(
        name=text(name),
        type=text(said.signal_type),
        notifies=enum_key(said.mode) == "enabled" or bool(said.notification_types),
    )


def _mails(alerts: Alerts | None) -> bool:
    if alerts is None:
        return False
    settings: tuple[Emails | None, ...] = (
        alerts.email_notification_setting,
        alerts.email_notification_settings,
    )
    return any(text(mail) for emails in settings if emails for mail in emails.emails or ())


def _named(definition: object, keys: frozenset[str]) -> str | None:
    """The endpoint or deployment in a definition that the specification leaves open."""
    found = next((value for key, value in _leaves(definition) if key in keys), "")
    return last_segment(found) or None


def _leaves(value: object, depth: int = 0) -> Iterator[tuple[str, str]]:
    if not isinstance(value, Mapping) or depth > _MAX_DEPTH:
        return
    for key, inner in cast("Mapping[str, object]", value).items():
        if isinstance(inner, Mapping):
            yield from _leaves(inner, depth + 1)
        elif text(inner):
            yield enum_key(key), text(inner)
