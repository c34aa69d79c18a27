"""An Event Grid subscription as ARM answers it; addresses, keys and filter values are not read.

Source: azure_facts A.9; Microsoft.EventGrid 2025-02-15 `EventSubscription`.
"""

from aml_maturity_audit.collectors.wire.base import Resource, Wire, arm_name
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.collectors.wire.times import parse_time
from aml_maturity_audit.signals.events import EventFilter, EventSubscription


class Destination(Wire):
    """`destination`: only of which kind it is."""

    endpoint_type: str | None = None


class WithIdentity(Wire):
    """`deliveryWithResourceIdentity`, which holds the destination where one is used."""

    destination: Destination | None = None


class AdvancedFilter(Wire):
    """One of `advancedFilters`."""

    operator_type: str | None = None
    key: str | None = None


class Filter(Wire):
    """`filter`; no `includedEventTypes` pass all of them."""

    included_event_types: list[str] | None = None
    advanced_filters: list[AdvancedFilter] | None = None


class EventSubscriptionProperties(Wire):
    """The declared part of `properties`."""

    provisioning_state: str | None = None
    expiration_time_utc: str | None = None
    destination: Destination | None = None
    delivery_with_resource_identity: WithIdentity | None = None
    filter: Filter | None = None


class EventSubscriptionWire(Resource):
    """An Event Grid subscription."""

    properties: EventSubscriptionProperties | None = None


def parse_subscription(
    item: EventSubscriptionWire, source: str, *, through_topic: bool
) -> EventSubscription:
    """The record of a subscription to the events of workspace `source`.

    Raises ValueError where it does not say what it passes on.
    """
    said = item.properties
    if said is None:
        raise ValueError("the subscription does not say what it passes on")
    delivered = said.delivery_with_resource_identity
    destination = said.destination or (delivered.destination if delivered else None)
    chosen = said.filter or Filter()
    types = chosen.included_event_types
    expires = parse_time(said.expiration_time_utc)
    return EventSubscription(
        id=text(item.id) or arm_name(item),
        name=arm_name(item),
        source=source,
        state=text(said.provisioning_state),
        expires_at=expires,
        expiry_unreadable=expires is None and bool(text(said.expiration_time_utc)),
        event_types=None if types is None else tuple(text(one) for one in types),
        filters=tuple(
            EventFilter(operator=text(one.operator_type), key=text(one.key))
            for one in chosen.advanced_filters or ()
        ),
        destination=text(destination.endpoint_type) if destination else "",
        through_topic=through_topic,
    )
