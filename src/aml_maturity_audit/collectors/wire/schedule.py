"""A schedule as ARM answers it, in all wire generations. Source: azure_facts A.7, A.15, 0.3."""

from typing import Any

from aml_maturity_audit.collectors.wire.base import Resource, Wire


class Trigger(Wire):
    """`trigger`, a recurrence or a cron expression."""

    trigger_type: str | None = None
    frequency: str | None = None
    interval: int | float | str | None = None
    expression: str | None = None
    end_time: str | None = None
    time_zone: str | None = None


class JobDefinition(Wire):
    """`jobDefinition` of CreateJob."""

    job_type: str | None = None


class Emails(Wire):
    """`emailNotificationSetting(s)`; the addresses are counted and forgotten."""

    emails: list[Any] | None = None


class Alerts(Wire):
    """`alertNotificationSetting` (until 2024) or `alertNotificationSettings`."""

    email_notification_setting: Emails | None = None
    email_notification_settings: Emails | None = None


class SignalWire(Wire):
    """A signal of a monitor: `mode` in the old wire, `notificationTypes` in the new one."""

    signal_type: str | None = None
    mode: str | None = None
    notification_types: list[Any] | None = None


class Target(Wire):
    """`monitoringTarget`."""

    deployment_id: str | None = None
    model_id: str | None = None


class MonitorDefinition(Wire):
    """`monitorDefinition` of CreateMonitor."""

    monitoring_target: Target | None = None
    signals: dict[str, SignalWire | None] | None = None
    alert_notification_setting: Alerts | None = None
    alert_notification_settings: Alerts | None = None


class Action(Wire):
    """`action`."""

    action_type: str | None = None
    job_definition: JobDefinition | None = None
    endpoint_invocation_definition: Any = None
    monitor_definition: MonitorDefinition | None = None


class ScheduleProperties(Wire):
    """The declared part of `properties`."""

    is_enabled: bool | None = None
    provisioning_state: str | None = None
    trigger: Trigger | None = None
    action: Action | None = None


class ScheduleWire(Resource):
    """A schedule."""

    properties: ScheduleProperties | None = None
