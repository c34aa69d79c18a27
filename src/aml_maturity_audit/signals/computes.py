"""Computes of a workspace. Source: azure_facts A.17."""

from aml_maturity_audit.signals.reading import SignalKey
from aml_maturity_audit.signals.record import Record


class Compute(Record, frozen=True, kw_only=True):
    """One compute; serverless compute leaves none."""

    id: str
    name: str
    type: str
    """`AmlCompute`, `Kubernetes`, `ComputeInstance`, `VirtualMachine` …"""


COMPUTES = SignalKey(
    "computes",
    tuple[Compute, ...],
    scope="workspace",
    title="Computes of the workspace",
    actions=("Microsoft.MachineLearningServices/workspaces/computes/read",),
)
