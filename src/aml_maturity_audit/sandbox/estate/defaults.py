"""What Azure fills in by itself, where the estate does not say otherwise.

Shapes from recorded answers (azure_facts, section B). A written value stands above these, and
`${absent}` takes one away.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aml_maturity_audit.sandbox.estate.merging import Tree
from aml_maturity_audit.sandbox.estate.naming import guid_of
from aml_maturity_audit.sandbox.estate.vocabulary import ML
from aml_maturity_audit.sandbox.estate.yamlfile import Plain


@dataclass(frozen=True)
class Subject:
    """The item that defaults are wanted for."""

    id: str
    name: str
    spec: Tree
    variables: Mapping[str, str]

    @property
    def location(self) -> str:
        """Where it is, from the group or workspace around it."""
        return self.variables.get("location", "westeurope")

    @property
    def host(self) -> str:
        """The sandbox's host and port."""
        return self.variables["host"]


def implied(type_: str, id_: str, name: str, spec: Tree, variables: Mapping[str, str]) -> Tree:
    """The parts of the body that the service adds to an item of this type."""
    fill = _BY_TYPE.get(type_.lower())
    return fill(Subject(id_, name, spec, variables)) if fill else {}


def _workspace(it: Subject) -> Tree:
    return {
        "location": it.location,
        "kind": "Default",
        "tags": {},
        "sku": {"name": "Basic", "tier": "Basic"},
        "identity": {
            "type": "SystemAssigned",
            "principalId": guid_of(f"{it.id}/identity"),
            "tenantId": it.variables["tenant"],
        },
        "properties": {
            "friendlyName": it.name,
            "provisioningState": "Succeeded",
            "publicNetworkAccess": "Enabled",
            "hbiWorkspace": False,
            "v1LegacyMode": False,
            "tenantId": it.variables["tenant"],
            "workspaceId": guid_of(it.id),
            "discoveryUrl": f"https://{it.host}/discovery",
            "mlFlowTrackingUri": f"azureml://{it.host}/mlflow/v1.0{it.id}",
        },
    }


def _registry(it: Subject) -> Tree:
    return {
        "location": it.location,
        "tags": {},
        "identity": {"type": "SystemAssigned"},
        "properties": {
            "discoveryUrl": f"https://{it.host}/registrymanagement/v1.0/registries/{it.name}/discovery",
            "publicNetworkAccess": "Enabled",
            "regionDetails": [{"location": it.location}],
            "mlFlowRegistryUri": f"azureml://{it.host}/mlflow/v1.0/registries/{it.name}",
        },
    }


def _plain_asset() -> Tree:
    return {"description": None, "tags": {}, "properties": {}, "isArchived": False}


def _container(it: Subject) -> Tree:
    latest, following = _latest(it.spec.get("versions"))
    return {"properties": _plain_asset() | {"latestVersion": latest, "nextVersion": following}}


def _latest(versions: Plain) -> tuple[str | None, str]:
    """The latest version and the next one, counting repetitions."""
    written = versions if isinstance(versions, dict) else {}
    numbers = [int(name) for name in written if name.isdigit()]
    for item in written.values():
        count = item.get("repeat") if isinstance(item, dict) else None
        numbers += [count] if isinstance(count, int) else []
    if numbers:
        return str(max(numbers)), str(max(numbers) + 1)
    return (list(written)[-1] if written else None), "1"


def _version(_: Subject) -> Tree:
    return {"properties": _plain_asset() | {"isAnonymous": False}}


def _model_version(_: Subject) -> Tree:
    asset = _plain_asset() | {"isAnonymous": False}
    return {"properties": asset | {"modelType": "custom_model", "jobName": None, "flavors": {}}}


def _job(it: Subject) -> Tree:
    workspace = it.id.rpartition("/jobs/")[0]
    tracking = f"azureml://{it.host}/mlflow/v1.0{workspace}?"
    studio = f"https://ml.azure.com/runs/{it.name}?wsid={workspace}"
    return {
        "properties": _plain_asset()
        | {
            "displayName": it.name,
            "status": "Completed",
            "experimentName": "Default",
            "services": {
                "Tracking": {"jobServiceType": "Tracking", "endpoint": tracking},
                "Studio": {"jobServiceType": "Studio", "endpoint": studio},
            },
            "computeId": None,
            "componentId": None,
            "identity": None,
            "inputs": {},
            "outputs": {},
        }
    }


def _schedule(it: Subject) -> Tree:
    return {
        "properties": {
            "description": None,
            "tags": {},
            "properties": {},
            "displayName": it.name,
            "isEnabled": True,
            "provisioningState": "Succeeded",
        }
    }


def _compute(it: Subject) -> Tree:
    return {
        "location": it.location,
        "tags": {},
        "properties": {
            "computeLocation": it.location,
            "provisioningState": "Succeeded",
            "isAttachedCompute": False,
            "properties": {},
        },
    }


def _online_endpoint(it: Subject) -> Tree:
    scoring = f"https://{it.name}.{it.location}.inference.ml.azure.com"
    return {
        "location": it.location,
        "kind": "Managed",
        "tags": {},
        "properties": {
            "description": None,
            "properties": {},
            "authMode": "Key",
            "provisioningState": "Succeeded",
            "compute": None,
            "traffic": {},
            "mirrorTraffic": {},
            "publicNetworkAccess": "Enabled",
            "scoringUri": f"{scoring}/score",
            "swaggerUri": f"{scoring}/swagger.json",
        },
    }


def _online_deployment(it: Subject) -> Tree:
    return {
        "location": it.location,
        "kind": "Managed",
        "tags": {},
        "sku": {"name": "Default", "tier": "Standard", "capacity": 1},
        "properties": {
            "description": None,
            "properties": {},
            "codeConfiguration": None,
            "environmentId": None,
            "environmentVariables": {},
            "scaleSettings": {"scaleType": "Default"},
            "appInsightsEnabled": False,
            "provisioningState": "Succeeded",
            "instanceType": "Standard_DS3_v2",
            "endpointComputeType": "Managed",
            "egressPublicNetworkAccess": "Enabled",
        },
    }


def _batch_endpoint(it: Subject) -> Tree:
    return {
        "location": it.location,
        "tags": {},
        "properties": {
            "description": None,
            "properties": {},
            "authMode": "AADToken",
            "provisioningState": "Succeeded",
            "scoringUri": f"https://{it.name}.{it.location}.inference.ml.azure.com/jobs",
        },
    }


def _batch_deployment(it: Subject) -> Tree:
    return {
        "location": it.location,
        "tags": {},
        "properties": {
            "description": None,
            "properties": {},
            "environmentVariables": {},
            "provisioningState": "Succeeded",
        },
    }


def _located(it: Subject) -> Tree:
    return {"location": it.location, "tags": {}}


_CONTAINERS = ("models", "data", "environments", "components", "codes")
_FEATURES = ("featuresets", "featurestoreEntities")
_BY_TYPE: Mapping[str, Callable[[Subject], Tree]] = {
    type_.lower(): fill
    for type_, fill in {
        f"{ML}/workspaces": _workspace,
        f"{ML}/registries": _registry,
        f"{ML}/workspaces/jobs": _job,
        f"{ML}/workspaces/schedules": _schedule,
        f"{ML}/workspaces/computes": _compute,
        f"{ML}/workspaces/onlineEndpoints": _online_endpoint,
        f"{ML}/workspaces/onlineEndpoints/deployments": _online_deployment,
        f"{ML}/workspaces/batchEndpoints": _batch_endpoint,
        f"{ML}/workspaces/batchEndpoints/deployments": _batch_deployment,
        f"{ML}/workspaces/serverlessEndpoints": _located,
        "Microsoft.Insights/components": _located,
        "Microsoft.Insights/autoscalesettings": _located,
        "Microsoft.Insights/metricAlerts": _located,
        "Microsoft.Insights/scheduledQueryRules": _located,
        "Microsoft.EventGrid/systemTopics": _located,
        "Microsoft.DataFactory/factories": _located,
        "Microsoft.Synapse/workspaces": _located,
        "Microsoft.Databricks/workspaces": _located,
        **{f"{ML}/workspaces/{name}": _container for name in (*_CONTAINERS, *_FEATURES)},
        **{f"{ML}/workspaces/{name}/versions": _version for name in (*_CONTAINERS, *_FEATURES)},
        **{f"{ML}/registries/{name}": _container for name in _CONTAINERS},
        **{f"{ML}/registries/{name}/versions": _version for name in _CONTAINERS},
        f"{ML}/workspaces/models/versions": _model_version,
        f"{ML}/registries/models/versions": _model_version,
    }.items()
}
