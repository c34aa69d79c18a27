"""Components that pipeline steps name. Source: criteria.md, "environment of a job"."""

from aml_maturity_audit.signals.reading import SignalKey
from aml_maturity_audit.signals.record import Record


class ComponentVersion(Record, frozen=True, kw_only=True):
    """One component version that a step or deployment names."""

    reference: str
    """The canonical reference, as `aml_maturity_audit.signals.ids` spells it."""
    state: str
    """`found`, `missing`, `denied` or `failed`."""
    environment_id: str | None = None
    """The environment in its spec."""
    type: str = ""
    detail: str = ""


COMPONENTS = SignalKey(
    "components",
    tuple[ComponentVersion, ...],
    scope="workspace",
    title="Component versions that pipeline steps name",
    actions=("Microsoft.MachineLearningServices/workspaces/components/versions/read",),
)
