"""Azure service connections: what they are limited to, and as whom they sign in.

Source: criteria.md, section 1, "linked pipeline"; azure_facts A.1. Keys have no field to be in.
"""

import re
from collections.abc import Iterable, Iterator

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.cicd.azure_devops.context import DevOpsContext
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.signals.cicd import PIPELINES, SERVICE_CONNECTIONS, ServiceConnection
from aml_maturity_audit.signals.ids import workspace_id
from aml_maturity_audit.signals.reading import FILTERED, Gap

_SCOPE = "vso.serviceendpoint"
_ARM_SCOPE = re.compile(
    r"^/?subscriptions/(?P<subscription>[^/]+)(?:/resourcegroups/(?P<group>[^/]+))?"
    r"(?:/providers/microsoft\.machinelearningservices/workspaces/(?P<workspace>[^/]+))?/?$",
    re.IGNORECASE,
)
_WORKSPACE_LEVEL = "azuremlworkspace"


class _Data(Wire):
    subscription_id: object = None
    scope_level: object = None
    resource_group_name: object = None
    ml_workspace_name: object = None


class _Parameters(Wire):
    scope: object = None
    serviceprincipalid: object = None


class _Authorization(Wire):
    parameters: _Parameters | None = None


class _Endpoint(Wire):
    id: object = None
    name: object = None
    type: object = None
    data: _Data | None = None
    authorization: _Authorization | None = None


async def _fetch(context: DevOpsContext) -> Listing[ServiceConnection]:
    route = context.route(
        "serviceendpoint/endpoints",
        scope=_SCOPE,
        source=SERVICE_CONNECTIONS.name,
        params={"type": "azurerm", "includeFailed": "true"},
    )
    found = await context.listing(route, _Endpoint, connection_of)
    return Listing(found.items, (*found.gaps, *_unseen(context, found.items)))


def _unseen(context: DevOpsContext, seen: Iterable[ServiceConnection]) -> Iterator[Gap]:
    """A gap for each connection that a pipeline uses and the list leaves out.

    Azure DevOps shows only those whose user or reader the identity is (azure_facts D.2).
    """
    known = {told.lower() for one in seen for told in (one.id, one.name)}
    for pipeline in context.seen(PIPELINES):
        used = pipeline.content.service_connections if pipeline.content else ()
        for name in used:
            if "$" in name or name.lower() in known:
                continue
            known.add(name.lower())
            yield Gap(
                kind=FILTERED,
                reason=f"Service connection {name}, which {pipeline.name} uses, is not shown: it is"
                " gone, or the identity is not among its readers.",
                resource=name,
                action=_SCOPE,
            )


def connection_of(raw: _Endpoint) -> ServiceConnection | None:
    """An endpoint as a record; None where it is not one of Azure.

    One that is limited to a workspace is not open to its neighbours in the resource group.
    """
    if text(raw.type).lower() not in {"azurerm", ""}:
        return None
    if not text(raw.id):
        raise ValueError("a service connection without an id")
    data = raw.data or _Data()
    parameters = (raw.authorization and raw.authorization.parameters) or _Parameters()
    limits = _ARM_SCOPE.match(text(parameters.scope))
    subscription = text(data.subscription_id) or (limits["subscription"] if limits else "")
    group = (limits["group"] if limits else "") or ""
    workspace = (limits["workspace"] if limits else "") or ""
    if text(data.scope_level).lower() == _WORKSPACE_LEVEL and not workspace:
        group = group or text(data.resource_group_name)
        workspace = text(data.ml_workspace_name)
    whole_id = workspace_id(subscription, group, workspace) if group and workspace else ""
    return ServiceConnection(
        id=text(raw.id),
        name=text(raw.name),
        subscription_id=subscription,
        resource_groups=(group,) if group and not workspace else (),
        workspace=whole_id,
        service_principal=text(parameters.serviceprincipalid),
    )


SOURCE = Source(yields=SERVICE_CONNECTIONS, needs=(_SCOPE,), fetch=_fetch, after=(PIPELINES,))
