"""Data assets. Source: azure_facts A.16."""

from datetime import datetime

from aml_maturity_audit.signals.reading import SignalKey
from aml_maturity_audit.signals.record import Actor, Record


class DataAsset(Record, frozen=True, kw_only=True):
    """A data asset of the workspace."""

    name: str
    type: str = ""
    latest_version: str = ""
    archived: bool = False
    modified_at: datetime | None = None


DATA_ASSETS = SignalKey(
    "data-assets",
    tuple[DataAsset, ...],
    scope="workspace",
    title="Data assets",
    actions=("Microsoft.MachineLearningServices/workspaces/data/read",),
)


class DataVersion(Record, frozen=True, kw_only=True):
    """One version of a data asset."""

    name: str
    version: str
    created_at: datetime | None = None
    created_by: Actor = Actor()


DATA_VERSIONS = SignalKey(
    "data-versions",
    tuple[DataVersion, ...],
    scope="workspace",
    title="Versions of the most recently changed data assets",
    actions=("Microsoft.MachineLearningServices/workspaces/data/versions/read",),
)


class DataReference(Record, frozen=True, kw_only=True):
    """Whether the data version that a job names exists."""

    reference: str
    """The canonical reference, as `aml_maturity_audit.signals.ids` spells it."""
    state: str
    """`found`, `missing`, `denied` or `failed`."""
    detail: str = ""


DATA_REFERENCES = SignalKey(
    "data-references",
    tuple[DataReference, ...],
    scope="workspace",
    title="Data versions that jobs behind models read",
    actions=("Microsoft.MachineLearningServices/workspaces/data/versions/read",),
)
