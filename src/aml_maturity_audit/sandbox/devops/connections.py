"""Service connections."""

from aml_maturity_audit.sandbox.devops.reading import Item
from aml_maturity_audit.sandbox.devops.site import Place
from aml_maturity_audit.sandbox.devops.specs import ConnectionSpec
from aml_maturity_audit.sandbox.estate.guids import guid_of
from aml_maturity_audit.sandbox.estate.merging import Tree, merge


def add_connections(place: Place, raw: object) -> None:
    """Add the project's service connections."""
    for item in place.each(raw, ConnectionSpec, "serviceConnections"):
        place.project.connections.append(_connection(place, item))


def _connection(place: Place, item: Item[ConnectionSpec]) -> Tree:
    spec = item.spec
    parameters: Tree = {"tenantid": item.filling.variables["tenant"]}
    if spec.principal is not None:
        parameters["serviceprincipalid"] = place.people.client_id(spec.principal, item.where)
    if spec.scope is not None:
        parameters["scope"] = spec.scope
    body: Tree = {
        "id": spec.id or guid_of(f"{place.url}/connections/{item.name}"),
        "name": item.name,
        "type": spec.type,
        "url": f"{item.filling.variables['url']}/",
        "description": "",
        "authorization": {"scheme": spec.scheme, "parameters": parameters},
        "isShared": False,
        "isReady": True,
        "isOutdated": False,
        "owner": "library",
        "createdBy": place.people.identity(spec.by, item.where),
        "data": _azure(spec.scope, item) if spec.type.lower() == "azurerm" else {},
        "serviceEndpointProjectReferences": [
            {
                "projectReference": {"id": place.project.id, "name": place.project.name},
                "name": item.name,
                "description": "",
            }
        ],
    }
    return merge(body, spec.body)


def _azure(scope: str | None, item: Item[ConnectionSpec]) -> Tree:
    parts = (scope or "").split("/")
    subscription = parts[2] if len(parts) > 2 else ""
    return {
        "environment": "AzureCloud",
        "scopeLevel": "Subscription",
        "subscriptionId": subscription,
        "subscriptionName": item.filling.named("subscription", f"/subscriptions/{subscription}"),
        "creationMode": "Manual",
    }
