"""Metric alert rules of a subscription."""

from aml_maturity_audit.azure.api import METRIC_ALERTS as VERSIONS
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.alert import AlertWire, parse_alert
from aml_maturity_audit.signals.observability import METRIC_ALERTS, AlertRule


async def fetch(context: Context) -> Listing[AlertRule]:
    """One list per subscription."""
    return await context.arm.listing(
        f"/subscriptions/{context.subscription_id}/providers/Microsoft.Insights/metricAlerts",
        AlertWire,
        parse_alert,
        api=VERSIONS,
        action=METRIC_ALERTS.actions[0],
        source=METRIC_ALERTS.name,
    )


COLLECTOR = Collector(
    yields=METRIC_ALERTS,
    needs=METRIC_ALERTS.actions,
    fetch=fetch,
    filtered=METRIC_ALERTS.actions,
)
