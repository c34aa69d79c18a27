"""MLflow's answers: experiments and runs, reduced to whose run it is and whether it has metrics.

Source: azure_facts A.5; MLflow REST API 2.0. Values of metrics and of other tags are not read.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from aml_maturity_audit.collectors.wire.plain import text

_LINKS = frozenset({"mlflow.rootrunid", "mlflow.parentrunid"})
_SYSTEM = "system/"
"""What MLflow measures of the machine by itself says nothing of the training."""


class Experiment(msgspec.Struct):
    """An experiment."""

    experiment_id: str | None = None
    name: str | None = None


class Experiments(msgspec.Struct):
    """A page of experiments."""

    experiments: list[Experiment] | None = None
    next_page_token: str | None = None


class Keyed(msgspec.Struct):
    """A metric: only its name."""

    key: str | None = None


class Tag(msgspec.Struct):
    """A tag; its value is looked at only where it links runs."""

    key: str | None = None
    value: str | None = None


class RunInfo(msgspec.Struct):
    """`info` of a run."""

    run_id: str | None = None
    run_uuid: str | None = None


class RunData(msgspec.Struct):
    """`data` of a run."""

    metrics: list[Keyed] | None = None
    tags: list[Tag] | None = None


class Run(msgspec.Struct):
    """A run."""

    info: RunInfo | None = None
    data: RunData | None = None


class Runs(msgspec.Struct):
    """A page of runs."""

    runs: list[Run] | None = None
    next_page_token: str | None = None


@dataclass(frozen=True)
class RunSummary:
    """What is kept of a run."""

    jobs: frozenset[str]
    """The jobs it counts for, in lower case: itself, its root and its parent."""
    own: str
    metrics: int


def summary(run: Run) -> RunSummary:
    """A run by the jobs it counts for (criteria.md, `training-performance-is-tracked`)."""
    info, data = run.info or RunInfo(), run.data or RunData()
    own = text(info.run_id or info.run_uuid).lower()
    named = {own, *_linked(data)} - {""}
    metrics = {text(one.key).lower() for one in data.metrics or ()} - {""}
    return RunSummary(
        jobs=frozenset(named),
        own=own,
        metrics=sum(not name.startswith(_SYSTEM) for name in metrics),
    )


def _linked(data: RunData) -> Iterator[str]:
    for tag in data.tags or ():
        if text(tag.key).lower() in _LINKS:
            yield text(tag.value).lower()
