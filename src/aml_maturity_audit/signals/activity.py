"""Who wrote what, from the Activity Log. Source: azure_facts A.18."""

from datetime import datetime

from aml_maturity_audit.signals.reading import SignalKey
from aml_maturity_audit.signals.record import Record


class ServingWrite(Record, frozen=True, kw_only=True):
    """A write on an endpoint or deployment that succeeded."""

    resource_id: str
    correlation_id: str
    time: datetime | None
    by_user: bool | None
    """True for a person (a UPN), False for an application, None where it is not told."""
    object_id: str | None = None
    upn: str | None = None
    name: str | None = None
    """`claims.name` of the caller."""
    app_id: str | None = None


ACTIVITY_LOG = SignalKey(
    "activity-log",
    tuple[ServingWrite, ...],
    scope="subscription",
    title="Writes on endpoints (Activity Log)",
    actions=("Microsoft.Insights/eventtypes/values/read",),
)
"""Once per correlation id and resource."""
