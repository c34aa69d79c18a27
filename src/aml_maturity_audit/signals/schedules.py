"""Schedules and model monitors. Source: azure_facts A.7, A.15."""

from datetime import datetime

from aml_maturity_audit.signals.reading import SignalKey
from aml_maturity_audit.signals.record import Actor, Record


class MonitorSignal(Record, frozen=True, kw_only=True):
    """One signal of a monitor."""

    name: str
    type: str = ""
    notifies: bool = False
    """`mode` Enabled (old wire) or notification types (new wire)."""


class Monitor(Record, frozen=True, kw_only=True):
    """The action of a CreateMonitor schedule."""

    deployment_id: str | None = None
    model_id: str | None = None
    signals: tuple[MonitorSignal, ...] = ()
    has_emails: bool = False


class Schedule(Record, frozen=True, kw_only=True):
    """One schedule."""

    id: str
    name: str
    enabled: bool = False
    enabled_untold: bool = False
    """No answer tells whether it is enabled."""
    state: str = ""
    """`provisioningState`."""
    action: str = ""
    """`CreateJob`, `InvokeBatchEndpoint`, `CreateMonitor`, `ImportData` …"""
    trigger: str = ""
    """`Recurrence` or `Cron`."""
    frequency: str = ""
    interval: int = 1
    expression: str = ""
    end_time: datetime | None = None
    end_zone_known: bool = True
    """False where the end carries no zone we can resolve: it may be 14 hours off."""
    end_unreadable: bool = False
    """An end is set and cannot be read."""
    job_type: str = ""
    """Of CreateJob: the type of the job it creates."""
    job_endpoint: str | None = None
    """Of InvokeBatchEndpoint: the endpoint it invokes."""
    job_deployment: str | None = None
    """Of InvokeBatchEndpoint: the deployment; None for the default one."""
    monitor: Monitor | None = None
    created_by: Actor = Actor()


SCHEDULES = SignalKey(
    "schedules",
    tuple[Schedule, ...],
    scope="workspace",
    title="Schedules, enabled and disabled, with monitors",
    actions=("Microsoft.MachineLearningServices/workspaces/schedules/read",),
)
