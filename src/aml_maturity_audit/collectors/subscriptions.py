"""Asking ARM for subscriptions: one, all that are visible, those below a management group."""

from urllib.parse import quote

from aml_maturity_audit.azure.api import MANAGEMENT_GROUPS, SUBSCRIPTIONS
from aml_maturity_audit.azure.arm import Arm
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.signals.snapshot import Subscription

READ = "Microsoft.Resources/subscriptions/read"
GROUP_READ = "Microsoft.Management/managementGroups/descendants/read"
_SOURCE = "subscriptions"


class SubscriptionWire(Wire):
    """A subscription."""

    subscription_id: str | None = None
    display_name: str | None = None
    state: str | None = None


class DescendantProperties(Wire):
    """The declared part of `properties`."""

    display_name: str | None = None


class DescendantWire(Wire):
    """What is below a management group: groups and subscriptions."""

    type: str | None = None
    name: str | None = None
    properties: DescendantProperties | None = None


async def one(arm: Arm, id_: str) -> Subscription:
    """The subscription with this id. Raises Problem."""
    said = await arm.item(
        f"/subscriptions/{id_}", SubscriptionWire, api=SUBSCRIPTIONS, action=READ, source=_SOURCE
    )
    return Subscription(
        id=id_.lower(), name=text(said.display_name), state=text(said.state) or "Enabled"
    )


async def visible(arm: Arm) -> Listing[Subscription]:
    """All subscriptions that the identity sees. Raises Problem."""
    return await arm.listing(
        "/subscriptions",
        SubscriptionWire,
        parse_subscription,
        api=SUBSCRIPTIONS,
        action=READ,
        source=_SOURCE,
    )


async def below(arm: Arm, group: str) -> Listing[Subscription]:
    """The subscriptions anywhere below a management group. Raises Problem."""
    return await arm.listing(
        f"/providers/Microsoft.Management/managementGroups/{quote(group, safe='')}/descendants",
        DescendantWire,
        parse_descendant,
        api=MANAGEMENT_GROUPS,
        action=GROUP_READ,
        source=_SOURCE,
    )


def parse_subscription(item: SubscriptionWire) -> Subscription:
    """The record of a subscription. Raises ValueError where it has no id."""
    if not text(item.subscription_id):
        raise ValueError("the subscription has no id")
    return Subscription(
        id=text(item.subscription_id).lower(),
        name=text(item.display_name),
        state=text(item.state) or "Enabled",
    )


def parse_descendant(item: DescendantWire) -> Subscription | None:
    """The record of a descendant that is a subscription; its state is not told here."""
    if not text(item.type).lower().endswith("/subscriptions"):
        return None
    if not text(item.name):
        raise ValueError("the subscription has no id")
    name = item.properties.display_name if item.properties else None
    return Subscription(id=text(item.name).lower(), name=text(name))
