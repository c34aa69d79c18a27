"""Batch endpoints of a workspace, with their default deployment."""

from functools import partial

from aml_maturity_audit.azure.api import ML
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.batch_record import parse_batch_endpoint
from aml_maturity_audit.collectors.wire.serving import EndpointWire
from aml_maturity_audit.signals.serving import BATCH_ENDPOINTS, BatchEndpoint


async def fetch(context: Context) -> Listing[BatchEndpoint]:
    """All batch endpoints."""
    collection = f"{context.workspace.id}/batchEndpoints"
    return await context.arm.listing(
        collection,
        EndpointWire,
        partial(parse_batch_endpoint, collection=collection),
        api=ML,
        action=BATCH_ENDPOINTS.actions[0],
        source=BATCH_ENDPOINTS.name,
    )


COLLECTOR = Collector(yields=BATCH_ENDPOINTS, needs=BATCH_ENDPOINTS.actions, fetch=fetch)
