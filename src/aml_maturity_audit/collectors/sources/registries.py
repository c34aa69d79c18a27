"""The registries that ARM lists; the estate keeps them to address the assets in them."""

from aml_maturity_audit.azure.api import ML
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.base import Resource, Wire, arm_name
from aml_maturity_audit.collectors.wire.plain import text, text_or_none
from aml_maturity_audit.signals.registries import REGISTRIES, Registry

_NEEDS = REGISTRIES.actions


class RegistryProperties(Wire):
    """The declared part of `properties`."""

    discovery_url: str | None = None


class RegistryWire(Resource):
    """A registry."""

    location: str | None = None
    properties: RegistryProperties | None = None


async def fetch(context: Context) -> Listing[Registry]:
    """One list per subscription."""
    found = await context.arm.listing(
        f"/subscriptions/{context.subscription_id}"
        "/providers/Microsoft.MachineLearningServices/registries",
        RegistryWire,
        parse,
        api=ML,
        action=_NEEDS[0],
        source=REGISTRIES.name,
    )
    context.estate.add_registries(found.items)
    return found


def parse(item: RegistryWire) -> Registry:
    """The record of one registry. Raises ValueError where it has no id to address it by."""
    if not text(item.id):
        raise ValueError("the registry has no ARM id")
    said = item.properties or RegistryProperties()
    return Registry(
        id=text(item.id),
        name=arm_name(item),
        location=text(item.location),
        discovery_url=text_or_none(said.discovery_url),
    )


COLLECTOR = Collector(yields=REGISTRIES, needs=_NEEDS, fetch=fetch, filtered=_NEEDS, prologue=True)
