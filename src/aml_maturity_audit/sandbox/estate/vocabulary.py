"""The words of an estate file: which keys stand where, and which ARM types they name."""

import difflib
from collections.abc import Iterable, Mapping

from aml_maturity_audit.errors import UsageError

ML = "Microsoft.MachineLearningServices"

_BODY = (
    "id name type location tags kind sku identity properties systemData etag eTag zones plan "
    "managedBy extendedLocation"
)
BODY_KEYS = frozenset(_BODY.split())
SHORTHAND_KEYS = frozenset(["like", "repeat", "every", "created", "by", "dataPlane", "raw"])

# What a resource group can hold under a short name; everything else goes under `resources:`.
GROUP_COLLECTIONS = {
    "workspaces": f"{ML}/workspaces",
    "registries": f"{ML}/registries",
    "applicationInsights": "Microsoft.Insights/components",
    "autoscaleSettings": "Microsoft.Insights/autoscalesettings",
    "metricAlerts": "Microsoft.Insights/metricAlerts",
    "scheduledQueryRules": "Microsoft.Insights/scheduledQueryRules",
    "systemTopics": "Microsoft.EventGrid/systemTopics",
    "dataFactories": "Microsoft.DataFactory/factories",
    "synapseWorkspaces": "Microsoft.Synapse/workspaces",
    "databricksWorkspaces": "Microsoft.Databricks/workspaces",
}

# Extension resources, which can stand on any other resource.
EXTENSIONS = {
    "diagnosticSettings": "Microsoft.Insights/diagnosticSettings",
    "eventSubscriptions": "Microsoft.EventGrid/eventSubscriptions",
    "roleAssignments": "Microsoft.Authorization/roleAssignments",
    "policyAssignments": "Microsoft.Authorization/policyAssignments",
}

_VERSIONED = ("models", "data", "environments", "components", "codes")
_FLAT = (
    "computes jobs schedules datastores serverlessEndpoints connections outboundRules "
    "privateEndpointConnections marketplaceSubscriptions"
)
_WORKSPACE_FLAT = _FLAT.split()

# Child collections by the ARM type of their parent, in lower case.
CHILDREN: Mapping[str, frozenset[str]] = {
    key.lower(): frozenset(names)
    for key, names in {
        f"{ML}/workspaces": [
            *_VERSIONED,
            *_WORKSPACE_FLAT,
            "onlineEndpoints",
            "batchEndpoints",
            "featuresets",
            "featurestoreEntities",
        ],
        f"{ML}/registries": _VERSIONED,
        **{f"{ML}/workspaces/{name}": ["versions"] for name in _VERSIONED},
        **{f"{ML}/registries/{name}": ["versions"] for name in _VERSIONED},
        f"{ML}/workspaces/featuresets": ["versions"],
        f"{ML}/workspaces/featurestoreEntities": ["versions"],
        f"{ML}/workspaces/onlineEndpoints": ["deployments"],
        f"{ML}/workspaces/batchEndpoints": ["deployments"],
        "Microsoft.EventGrid/systemTopics": ["eventSubscriptions"],
        "Microsoft.DataFactory/factories": ["pipelines", "triggers", "datasets", "linkedservices"],
    }.items()
}

WORKSPACE_KEYS = frozenset(["experiments", "dataPlane"])
SUBSCRIPTION_KEYS = frozenset(
    ["displayName", "state", "tags", "resourceGroups", "activityLog", "like", *EXTENSIONS]
)
GROUP_KEYS = frozenset(
    ["location", "tags", "properties", "managedBy", "resources", "like", *GROUP_COLLECTIONS]
) | frozenset(EXTENSIONS)
_ROOT = (
    "now tenant cloud identities principals templates managementGroups subscriptions devops github "
    "storage paging throttling latency faults apiVersions"
)
ROOT_KEYS = frozenset(_ROOT.split())


def require_known(keys: Iterable[str], known: Iterable[str], where: str) -> None:
    """`UsageError` for the first key that is not known, naming the nearest one that is."""
    allowed = sorted(known)
    for key in keys:
        if key not in allowed:
            raise UsageError(f"{where} has the unknown key {key!r}.", remedy=nearest(key, allowed))


def nearest(word: str, known: Iterable[str]) -> str:
    """A remedy that names the nearest known word, or all of them."""
    allowed = sorted(known)
    close = difflib.get_close_matches(word, allowed, n=1, cutoff=0.5)
    if close:
        return f"Did you mean {close[0]!r}?"
    return f"Known are {', '.join(allowed)}." if allowed else "None is known there."
