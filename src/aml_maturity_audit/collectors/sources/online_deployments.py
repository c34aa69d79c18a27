"""Deployments of the online endpoints, one list per endpoint."""

from functools import partial

from aml_maturity_audit.azure.api import ML
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.fanout import over
from aml_maturity_audit.collectors.wire.online_record import parse_online_deployment
from aml_maturity_audit.collectors.wire.serving import OnlineDeploymentWire
from aml_maturity_audit.signals.reading import Reading
from aml_maturity_audit.signals.serving import (
    ONLINE_DEPLOYMENTS,
    ONLINE_ENDPOINTS,
    OnlineDeployment,
    OnlineEndpoint,
)


async def fetch(context: Context) -> Reading[tuple[OnlineDeployment, ...]]:
    """The deployments of every endpoint that was seen."""

    async def of(endpoint: OnlineEndpoint) -> Listing[OnlineDeployment]:
        collection = f"{endpoint.id}/deployments"
        return await context.arm.listing(
            collection,
            OnlineDeploymentWire,
            partial(parse_online_deployment, collection=collection, endpoint=endpoint.name),
            api=ML,
            action=ONLINE_DEPLOYMENTS.actions[0],
            source=ONLINE_DEPLOYMENTS.name,
        )

    return await over(context.read(ONLINE_ENDPOINTS), lambda endpoint: endpoint.name, of)


COLLECTOR = Collector(
    yields=ONLINE_DEPLOYMENTS,
    needs=ONLINE_DEPLOYMENTS.actions,
    fetch=fetch,
    after=(ONLINE_ENDPOINTS,),
)
