"""Feature stores. Source: azure_facts A.8."""

from aml_maturity_audit.signals.reading import SignalKey
from aml_maturity_audit.signals.record import Record


class FeatureSet(Record, frozen=True, kw_only=True):
    """A version of a feature set with its materialization."""

    name: str
    version: str
    archived: bool = False
    scheduled: bool = False
    """It has a materialization schedule."""
    frequency: str = ""
    interval: int = 1
    notifies_on_failure: bool = False
    """Somebody gets a mail when a materialization fails."""


FEATURE_SETS = SignalKey(
    "feature-sets",
    tuple[FeatureSet, ...],
    scope="workspace",
    title="Feature sets of a feature store",
    actions=("Microsoft.MachineLearningServices/workspaces/featuresets/read",),
)
"""Collected from workspaces of kind FeatureStore; their materialization runs are their jobs."""
