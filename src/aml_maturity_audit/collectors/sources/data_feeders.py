"""Resources that could gather data from outside Azure ML: Data Factory, Synapse, Databricks."""

from aml_maturity_audit.azure.api import RESOURCES
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.base import Resource, arm_name
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.signals.feeders import FEEDER_TYPES, FEEDERS, Feeder

_LIST = "Microsoft.Resources/subscriptions/resources/read"
_TYPES = {kind.lower() for kind in FEEDER_TYPES}


class GenericWire(Resource):
    """A resource of any type."""

    type: str | None = None


async def fetch(context: Context) -> Listing[Feeder]:
    """One filtered list per subscription, which shows only what the caller may read."""
    return await context.arm.listing(
        f"/subscriptions/{context.subscription_id}/resources",
        GenericWire,
        parse,
        api=RESOURCES,
        action=_LIST,
        source=FEEDERS.name,
        params={"$filter": " or ".join(f"resourceType eq '{kind}'" for kind in FEEDER_TYPES)},
    )


def parse(item: GenericWire) -> Feeder | None:
    """The record of one resource; None for one of another type."""
    if text(item.type).lower() not in _TYPES:
        return None
    return Feeder(id=text(item.id) or arm_name(item), name=arm_name(item), type=text(item.type))


COLLECTOR = Collector(
    yields=FEEDERS,
    needs=FEEDERS.actions,
    fetch=fetch,
    filtered=tuple(f"{kind}/read" for kind in FEEDER_TYPES),
)
