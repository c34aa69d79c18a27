"""Endpoints and deployments. Source: azure_facts A.11, A.13, A.14, A.19."""

from datetime import datetime

from aml_maturity_audit.signals.reading import SignalKey
from aml_maturity_audit.signals.record import Actor, Record


class OnlineEndpoint(Record, frozen=True, kw_only=True):
    """An online endpoint."""

    id: str
    name: str
    state: str = ""
    compute_id: str | None = None
    """Set on Kubernetes endpoints; managed ones have none."""
    traffic: dict[str, float] = {}
    mirror_traffic: dict[str, float] = {}
    created_at: datetime | None = None
    created_by: Actor = Actor()


ONLINE_ENDPOINTS = SignalKey(
    "online-endpoints",
    tuple[OnlineEndpoint, ...],
    scope="workspace",
    title="Online endpoints",
    actions=("Microsoft.MachineLearningServices/workspaces/onlineEndpoints/read",),
)


class OnlineDeployment(Record, frozen=True, kw_only=True):
    """An online deployment."""

    id: str
    name: str
    endpoint: str
    state: str = ""
    kind: str = ""
    """`Managed` or `Kubernetes`."""
    model: str | None = None
    """The reference as it stands in the deployment."""
    environment_id: str | None = None
    code_id: str | None = None
    scoring_script: str | None = None
    app_insights: bool | None = None
    collects_data: bool = False
    """An enabled data collector."""
    capacity: int | None = None
    """`sku.capacity`."""
    min_instances: int | None = None
    """Of a Kubernetes deployment with TargetUtilization scaling."""
    created_at: datetime | None = None
    created_by: Actor = Actor()


ONLINE_DEPLOYMENTS = SignalKey(
    "online-deployments",
    tuple[OnlineDeployment, ...],
    scope="workspace",
    title="Online deployments",
    actions=("Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments/read",),
)
"""A gap's `resource` is the name of the endpoint whose deployments were not (all) read."""


class BatchEndpoint(Record, frozen=True, kw_only=True):
    """A batch endpoint."""

    id: str
    name: str
    state: str = ""
    default_deployment: str | None = None
    created_at: datetime | None = None
    created_by: Actor = Actor()


BATCH_ENDPOINTS = SignalKey(
    "batch-endpoints",
    tuple[BatchEndpoint, ...],
    scope="workspace",
    title="Batch endpoints",
    actions=("Microsoft.MachineLearningServices/workspaces/batchEndpoints/read",),
)


class BatchDeployment(Record, frozen=True, kw_only=True):
    """A batch deployment."""

    id: str
    name: str
    endpoint: str
    state: str = ""
    kind: str = "Model"
    """`Model` or `PipelineComponent`."""
    model: str | None = None
    component_id: str | None = None
    environment_id: str | None = None
    code_id: str | None = None
    scoring_script: str | None = None
    created_at: datetime | None = None
    created_by: Actor = Actor()


BATCH_DEPLOYMENTS = SignalKey(
    "batch-deployments",
    tuple[BatchDeployment, ...],
    scope="workspace",
    title="Batch deployments",
    actions=("Microsoft.MachineLearningServices/workspaces/batchEndpoints/deployments/read",),
)
"""A gap's `resource` is the name of the endpoint whose deployments were not (all) read."""
