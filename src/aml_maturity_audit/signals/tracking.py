"""What training jobs logged to MLflow. Source: azure_facts A.5."""

from aml_maturity_audit.signals.reading import SignalKey
from aml_maturity_audit.signals.record import Record


class TrackedRun(Record, frozen=True, kw_only=True):
    """Whether a job, or a run below it, logged metrics."""

    job: str
    logged: bool | None
    """None where the runs read do not tell."""
    metrics: int = 0


RUN_METRICS = SignalKey(
    "run-metrics",
    tuple[TrackedRun, ...],
    scope="workspace",
    title="Metrics that training jobs logged (MLflow)",
    actions=(
        "Microsoft.MachineLearningServices/workspaces/experiments/read",
        "Microsoft.MachineLearningServices/workspaces/experiments/runs/read",
    ),
)
"""Of up to 50 of the most recent completed jobs in the window."""
