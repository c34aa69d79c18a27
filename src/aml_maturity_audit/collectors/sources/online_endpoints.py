"""Online endpoints of a workspace, with the traffic they split now."""

from functools import partial

from aml_maturity_audit.azure.api import ML
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.online_record import parse_online_endpoint
from aml_maturity_audit.collectors.wire.serving import EndpointWire
from aml_maturity_audit.signals.serving import ONLINE_ENDPOINTS, OnlineEndpoint


async def fetch(context: Context) -> Listing[OnlineEndpoint]:
    """All online endpoints."""
    collection = f"{context.workspace.id}/onlineEndpoints"
    return await context.arm.listing(
        collection,
        EndpointWire,
        partial(parse_online_endpoint, collection=collection),
        api=ML,
        action=ONLINE_ENDPOINTS.actions[0],
        source=ONLINE_ENDPOINTS.name,
    )


COLLECTOR = Collector(yields=ONLINE_ENDPOINTS, needs=ONLINE_ENDPOINTS.actions, fetch=fetch)
