"""Identities that workflows are seen to sign in as; GitHub has no service connections."""

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.cicd.github.context import GitHubContext
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.signals.cicd import PIPELINES, SERVICE_CONNECTIONS, ServiceConnection


async def _fetch(context: GitHubContext) -> Listing[ServiceConnection]:
    return Listing(tuple(context.identities[id_] for id_ in sorted(context.identities)))


SOURCE = Source(
    yields=SERVICE_CONNECTIONS, needs=("variables: read",), fetch=_fetch, after=(PIPELINES,)
)
