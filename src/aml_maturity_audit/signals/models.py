"""Models and the versions that judging needs. Source: azure_facts A.6, A.12, A.19."""

from datetime import datetime

from aml_maturity_audit.signals.reading import SignalKey
from aml_maturity_audit.signals.record import Actor, Record


class Model(Record, frozen=True, kw_only=True):
    """A model of the workspace."""

    name: str
    latest_version: str = ""
    archived: bool = False
    modified_at: datetime | None = None


MODELS = SignalKey(
    "models",
    tuple[Model, ...],
    scope="workspace",
    title="Registered models",
    actions=("Microsoft.MachineLearningServices/workspaces/models/read",),
)

MODEL_FOUND = "found"
MODEL_MISSING = "missing"
MODEL_DENIED = "denied"
MODEL_FAILED = "failed"


class ModelVersion(Record, frozen=True, kw_only=True):
    """One model version: of this workspace, of another one, or of a registry."""

    reference: str
    """What was asked for, as `aml_maturity_audit.signals.ids` spells it."""
    state: str = MODEL_FOUND
    """`found`, `missing` (404), `denied` or `failed`."""
    detail: str = ""
    action: str | None = None
    workspace_id: str | None = None
    registry: str | None = None
    name: str = ""
    version: str = ""
    job_name: str | None = None
    """From `jobName`, else from the path of `modelUri`."""
    archived: bool = False
    anonymous: bool = False
    origin: str | None = None
    """`originAssetId` of a registry version: the asset it was promoted from."""
    origin_known: bool = True
    """False where no answer told whether there is an origin (registry versions only)."""
    created_at: datetime | None = None
    created_by: Actor = Actor()
    latest: bool = False
    """It is the latest version of one of the most recently modified models of the workspace."""
    feature_stores: tuple[str, ...] = ()
    """What its properties refer to: names or ids that may be of feature stores."""


MODEL_VERSIONS = SignalKey(
    "model-versions",
    tuple[ModelVersion, ...],
    scope="workspace",
    title="Model versions: the latest ones and the deployed ones",
    actions=("Microsoft.MachineLearningServices/workspaces/models/versions/read",),
)
"""The latest version of up to 20 most recently modified models, every version deployed here,
and the origins of those that come from a registry."""
