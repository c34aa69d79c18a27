"""Environments that jobs name. Source: azure_facts A.10; criteria.md, "environment of a job"."""

from aml_maturity_audit.signals.reading import SignalKey
from aml_maturity_audit.signals.record import Record


class EnvironmentVersion(Record, frozen=True, kw_only=True):
    """One environment version that a job or component names."""

    reference: str
    """The canonical reference, as `aml_maturity_audit.signals.ids` spells it."""
    state: str
    """`found`, `missing`, `denied` or `failed`."""
    anonymous: bool = False
    detail: str = ""


ENVIRONMENTS = SignalKey(
    "environments",
    tuple[EnvironmentVersion, ...],
    scope="workspace",
    title="Environment versions that jobs name",
    actions=("Microsoft.MachineLearningServices/workspaces/environments/versions/read",),
)
