"""Logs, alerts and scaling around deployments. Source: azure_facts A.13, A.14."""

from aml_maturity_audit.signals.reading import SignalKey
from aml_maturity_audit.signals.record import Record


class DiagnosticSetting(Record, frozen=True, kw_only=True):
    """A diagnostic setting of an online endpoint."""

    id: str
    resource: str
    """Name of the online endpoint it belongs to."""
    to_log_analytics: bool = False
    categories: tuple[str, ...] = ()
    """Enabled log categories."""
    groups: tuple[str, ...] = ()
    """Enabled category groups, as `allLogs`."""


DIAGNOSTIC_SETTINGS = SignalKey(
    "diagnostic-settings",
    tuple[DiagnosticSetting, ...],
    scope="workspace",
    title="Diagnostic settings of online endpoints",
    actions=("Microsoft.Insights/diagnosticSettings/read",),
)
"""A gap's `resource` is the name of the endpoint whose settings were not read."""


class AutoscaleSetting(Record, frozen=True, kw_only=True):
    """An autoscale setting."""

    id: str
    target: str
    """ARM id of what it scales."""
    enabled: bool = False
    minimums: tuple[int, ...] = ()
    """The minimum of every profile whose minimum can be read."""
    unreadable_minimum: bool = False


AUTOSCALE_SETTINGS = SignalKey(
    "autoscale-settings",
    tuple[AutoscaleSetting, ...],
    scope="subscription",
    title="Autoscale settings",
    actions=("Microsoft.Insights/autoscaleSettings/read",),
)


class AlertRule(Record, frozen=True, kw_only=True):
    """A metric alert or a scheduled query rule."""

    id: str
    name: str
    enabled: bool = False
    scopes: tuple[str, ...] = ()
    """ARM ids that it watches."""


METRIC_ALERTS = SignalKey(
    "metric-alerts",
    tuple[AlertRule, ...],
    scope="subscription",
    title="Metric alert rules",
    actions=("Microsoft.Insights/metricAlerts/read",),
)

QUERY_ALERTS = SignalKey(
    "query-alerts",
    tuple[AlertRule, ...],
    scope="subscription",
    title="Scheduled query rules",
    actions=("Microsoft.Insights/scheduledQueryRules/read",),
)
