"""What Azure fills in by itself, where the estate does not say otherwise.

Shapes from recorded answers (azure_facts, section B), with the item's variables in place of values.
A written value stands above these, and `${absent}` takes one away.
"""

from collections.abc import Mapping

from aml_maturity_audit.sandbox.estate.merging import Tree, merge
from aml_maturity_audit.sandbox.estate.vocabulary import ML
from aml_maturity_audit.sandbox.estate.yamlfile import Plain

_WORKSPACE: Tree = {
    "location": "${location}",
    "kind": "Default",
    "tags": {},
    "sku": {"name": "Basic", "tier": "Basic"},
    "identity": {
        "type": "SystemAssigned",
        "principalId": "${ownPrincipal}",
        "tenantId": "${tenant}",
    },
    "properties": {
        "friendlyName": "${name}",
        "provisioningState": "Succeeded",
        "publicNetworkAccess": "Enabled",
        "hbiWorkspace": False,
        "v1LegacyMode": False,
        "tenantId": "${tenant}",
        "workspaceId": "${ownGuid}",
        "discoveryUrl": "${url}/discovery",
        "mlFlowTrackingUri": "azureml://${host}/mlflow/v1.0${self}",
    },
}
_REGISTRY: Tree = {
    "location": "${location}",
    "tags": {},
    "identity": {"type": "SystemAssigned"},
    "properties": {
        "discoveryUrl": "${url}/registrymanagement/v1.0/registries/${name}/discovery",
        "publicNetworkAccess": "Enabled",
        "regionDetails": [{"location": "${location}"}],
        "mlFlowRegistryUri": "azureml://${host}/mlflow/v1.0/registries/${name}",
    },
}
_ASSET: Tree = {"description": None, "tags": {}, "properties": {}, "isArchived": False}
_VERSION: Tree = {"properties": {**_ASSET, "isAnonymous": False}}
_MODEL_VERSION = merge(
    _VERSION, {"properties": {"modelType": "custom_model", "jobName": None, "flavors": {}}}
)
_JOB: Tree = {
    "properties": {
        **_ASSET,
        "displayName": "${name}",
        "status": "Completed",
        "experimentName": "Default",
        "services": {
            "Tracking": {
                "jobServiceType": "Tracking",
                "endpoint": "azureml://${host}/mlflow/v1.0${parent}?",
            },
            "Studio": {
                "jobServiceType": "Studio",
                "endpoint": "https://ml.azure.com/runs/${name}?wsid=${parent}",
            },
        },
        "computeId": None,
        "componentId": None,
        "identity": None,
        "inputs": {},
        "outputs": {},
    }
}
_SCHEDULE: Tree = {
    "properties": {
        "description": None,
        "tags": {},
        "properties": {},
        "displayName": "${name}",
        "isEnabled": True,
        "provisioningState": "Succeeded",
    }
}
_LOCATED: Tree = {"location": "${location}", "tags": {}}
_COMPUTE = merge(
    _LOCATED,
    {
        "properties": {
            "computeLocation": "${location}",
            "provisioningState": "Succeeded",
            "isAttachedCompute": False,
            "properties": {},
        }
    },
)
_SCORING = "https://${name}.${location}.inference.ml.azure.com"
_ONLINE_ENDPOINT = merge(
    _LOCATED,
    {
        "kind": "Managed",
        "properties": {
            "description": None,
            "properties": {},
            "authMode": "Key",
            "provisioningState": "Succeeded",
            "compute": None,
            "traffic": {},
            "mirrorTraffic": {},
            "publicNetworkAccess": "Enabled",
            "scoringUri": f"{_SCORING}/score",
            "swaggerUri": f"{_SCORING}/swagger.json",
        },
    },
)
_ONLINE_DEPLOYMENT = merge(
    _LOCATED,
    {
        "kind": "Managed",
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
    },
)
_BATCH_ENDPOINT = merge(
    _LOCATED,
    {
        "properties": {
            "description": None,
            "properties": {},
            "authMode": "AADToken",
            "provisioningState": "Succeeded",
            "scoringUri": f"{_SCORING}/jobs",
        }
    },
)
_BATCH_DEPLOYMENT = merge(
    _LOCATED,
    {
        "properties": {
            "description": None,
            "properties": {},
            "environmentVariables": {},
            "provisioningState": "Succeeded",
        }
    },
)

_CONTAINERS = ("models", "data", "environments", "components", "codes")
_OF_WORKSPACE = (*_CONTAINERS, "featuresets", "featurestoreEntities")
_CONTAINER_TYPES = frozenset(
    [f"{ML}/workspaces/{name}".lower() for name in _OF_WORKSPACE]
    + [f"{ML}/registries/{name}".lower() for name in _CONTAINERS]
)
_BY_TYPE: Mapping[str, Tree] = {
    **{f"{name}/versions": _VERSION for name in _CONTAINER_TYPES},
    **{
        type_.lower(): body
        for type_, body in {
            f"{ML}/workspaces": _WORKSPACE,
            f"{ML}/registries": _REGISTRY,
            f"{ML}/workspaces/models/versions": _MODEL_VERSION,
            f"{ML}/registries/models/versions": _MODEL_VERSION,
            f"{ML}/workspaces/jobs": _JOB,
            f"{ML}/workspaces/schedules": _SCHEDULE,
            f"{ML}/workspaces/computes": _COMPUTE,
            f"{ML}/workspaces/onlineEndpoints": _ONLINE_ENDPOINT,
            f"{ML}/workspaces/onlineEndpoints/deployments": _ONLINE_DEPLOYMENT,
            f"{ML}/workspaces/batchEndpoints": _BATCH_ENDPOINT,
            f"{ML}/workspaces/batchEndpoints/deployments": _BATCH_DEPLOYMENT,
            f"{ML}/workspaces/serverlessEndpoints": _LOCATED,
            "Microsoft.Insights/components": _LOCATED,
            "Microsoft.Insights/autoscalesettings": _LOCATED,
            "Microsoft.Insights/metricAlerts": _LOCATED,
            "Microsoft.Insights/scheduledQueryRules": _LOCATED,
            "Microsoft.EventGrid/systemTopics": _LOCATED,
            "Microsoft.DataFactory/factories": _LOCATED,
            "Microsoft.Synapse/workspaces": _LOCATED,
            "Microsoft.Databricks/workspaces": _LOCATED,
        }.items()
    },
}


def implied(type_: str, spec: Tree) -> Tree:
    """The parts of the body that the service adds to an item of this type."""
    key = type_.lower()
    return _container(spec) if key in _CONTAINER_TYPES else _BY_TYPE.get(key, {})


def _container(spec: Tree) -> Tree:
    latest, following = _latest(spec.get("versions"))
    return {"properties": {**_ASSET, "latestVersion": latest, "nextVersion": following}}


def _latest(versions: Plain) -> tuple[str | None, str]:
    """The latest version and the next one, counting repetitions."""
    written = versions if isinstance(versions, dict) else {}
    numbers = [int(name) for name in written if name.isdecimal()]
    for item in written.values():
        count = item.get("repeat") if isinstance(item, dict) else None
        numbers += [count] if isinstance(count, int) else []
    if numbers:
        return str(max(numbers)), str(max(numbers) + 1)
    return (list(written)[-1] if written else None), "1"
