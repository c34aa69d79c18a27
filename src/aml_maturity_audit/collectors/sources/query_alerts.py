"""Scheduled query rules (log alerts) of a subscription."""

from aml_maturity_audit.azure.api import QUERY_ALERTS as VERSIONS
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.alert import AlertWire, parse_alert
from aml_maturity_audit.signals.observability import QUERY_ALERTS, AlertRule


async def fetch(context: Context) -> Listing[AlertRule]:
    """One list per subscription."""
    return await context.arm.listing(
        f"/subscriptions/{context.subscription_id}/providers/Microsoft.Insights/scheduledQueryRules",
        AlertWire,
        parse_alert,
        api=VERSIONS,
        action=QUERY_ALERTS.actions[0],
        source=QUERY_ALERTS.name,
    )


COLLECTOR = Collector(
    yields=QUERY_ALERTS,
    needs=QUERY_ALERTS.actions,
    fetch=fetch,
    filtered=QUERY_ALERTS.actions,
)
