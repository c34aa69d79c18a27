"""Event Grid subscriptions made on the workspace itself."""

from functools import partial

from aml_maturity_audit.azure.api import EVENT_GRID
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.event import EventSubscriptionWire, parse_subscription
from aml_maturity_audit.signals.events import EVENT_SUBSCRIPTIONS, EventSubscription


async def fetch(context: Context) -> Listing[EventSubscription]:
    """Direct subscriptions; those of system topics are another list (azure_facts A.9)."""
    return await context.arm.listing(
        f"{context.workspace.id}/providers/Microsoft.EventGrid/eventSubscriptions",
        EventSubscriptionWire,
        partial(parse_subscription, source=context.workspace.id, through_topic=False),
        api=EVENT_GRID,
        action=EVENT_SUBSCRIPTIONS.actions[0],
        source=EVENT_SUBSCRIPTIONS.name,
    )


COLLECTOR = Collector(yields=EVENT_SUBSCRIPTIONS, needs=EVENT_SUBSCRIPTIONS.actions, fetch=fetch)
