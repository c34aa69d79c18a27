"""Autoscale settings of a subscription, by what they scale."""

from typing import Any

from aml_maturity_audit.azure.api import AUTOSCALE
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.base import Resource, Wire, arm_name
from aml_maturity_audit.collectors.wire.plain import text, whole
from aml_maturity_audit.signals.observability import AUTOSCALE_SETTINGS, AutoscaleSetting

_NEEDS = AUTOSCALE_SETTINGS.actions
_OURS = "/providers/microsoft.machinelearningservices/"


class Capacity(Wire):
    """`capacity` of a profile; its numbers are text (azure_facts A.14)."""

    minimum: Any = None


class Profile(Wire):
    """A profile; the one that applies now is not told, so the lowest counts."""

    capacity: Capacity | None = None


class AutoscaleProperties(Wire):
    """The declared part of `properties`."""

    enabled: bool | None = None
    target_resource_uri: str | None = None
    profiles: list[Profile] | None = None


class AutoscaleWire(Resource):
    """An autoscale setting."""

    properties: AutoscaleProperties | None = None


async def fetch(context: Context) -> Listing[AutoscaleSetting]:
    """Those that scale something of Azure ML."""
    return await context.arm.listing(
        f"/subscriptions/{context.subscription_id}/providers/Microsoft.Insights/autoscalesettings",
        AutoscaleWire,
        parse,
        api=AUTOSCALE,
        action=_NEEDS[0],
        source=AUTOSCALE_SETTINGS.name,
    )


def parse(item: AutoscaleWire) -> AutoscaleSetting | None:
    """The record of a setting; None for one that scales something else.

    Raises ValueError where it does not say what it scales.
    """
    said = item.properties
    if said is None or not text(said.target_resource_uri):
        raise ValueError("the setting does not say what it scales")
    if _OURS not in text(said.target_resource_uri).lower():
        return None
    minimums = [
        whole(profile.capacity.minimum) if profile.capacity else None
        for profile in said.profiles or ()
    ]
    return AutoscaleSetting(
        id=text(item.id) or arm_name(item),
        target=text(said.target_resource_uri),
        enabled=said.enabled is True,
        minimums=tuple(one for one in minimums if one is not None),
        unreadable_minimum=not minimums or None in minimums,
    )


COLLECTOR = Collector(yields=AUTOSCALE_SETTINGS, needs=_NEEDS, fetch=fetch, filtered=_NEEDS)
