"""Deployments of the batch endpoints, one list per endpoint."""

from functools import partial

from aml_maturity_audit.azure.api import ML
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.fanout import over
from aml_maturity_audit.collectors.wire.batch_record import parse_batch_deployment
from aml_maturity_audit.collectors.wire.serving import BatchDeploymentWire
from aml_maturity_audit.signals.reading import Reading
from aml_maturity_audit.signals.serving import (
    BATCH_DEPLOYMENTS,
    BATCH_ENDPOINTS,
    BatchDeployment,
    BatchEndpoint,
)


async def fetch(context: Context) -> Reading[tuple[BatchDeployment, ...]]:
    """The deployments of every endpoint that was seen."""

    async def of(endpoint: BatchEndpoint) -> Listing[BatchDeployment]:
        collection = f"{endpoint.id}/deployments"
        return await context.arm.listing(
            collection,
            BatchDeploymentWire,
            partial(parse_batch_deployment, collection=collection, endpoint=endpoint.name),
            api=ML,
            action=BATCH_DEPLOYMENTS.actions[0],
            source=BATCH_DEPLOYMENTS.name,
        )

    return await over(context.read(BATCH_ENDPOINTS), lambda endpoint: endpoint.name, of)


COLLECTOR = Collector(
    yields=BATCH_DEPLOYMENTS,
    needs=BATCH_DEPLOYMENTS.actions,
    fetch=fetch,
    after=(BATCH_ENDPOINTS,),
)
