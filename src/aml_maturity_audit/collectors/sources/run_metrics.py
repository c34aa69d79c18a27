"""Whether the newest completed training jobs logged metrics, from the workspace's MLflow."""

from collections.abc import Sequence

from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.mlflow_door import Mlflow
from aml_maturity_audit.collectors.training_runs import trained
from aml_maturity_audit.collectors.wire.job_record import is_training_like
from aml_maturity_audit.collectors.wire.mlflow import RunSummary, summary
from aml_maturity_audit.collectors.wire.plain import enum_key
from aml_maturity_audit.signals.jobs import JOBS, Job
from aml_maturity_audit.signals.reading import TRUNCATED, Gap, Observed, Reading
from aml_maturity_audit.signals.schedules import SCHEDULES
from aml_maturity_audit.signals.serving import BATCH_DEPLOYMENTS
from aml_maturity_audit.signals.tracking import RUN_METRICS, TrackedRun

NEWEST = 50
_TRACKED_ANYWAY = frozenset({"sweep", "automl"})
"""They log by themselves (criteria.md), so nobody asks what they logged."""


async def fetch(context: Context) -> Reading[tuple[TrackedRun, ...]]:
    """One record per job; two searches where there is any."""
    jobs = context.read(JOBS)
    if not isinstance(jobs, Observed):
        return jobs
    wanted = _newest_completed(context, jobs.value)
    if not wanted:
        return Observed(value=())
    mlflow = Mlflow(context)
    experiments = await _experiments(mlflow, {job.experiment for job in wanted})
    searched = set(experiments.values())
    tally = Tally(
        [job.name for job in wanted],
        [job.name for job in wanted if job.experiment.lower() in searched],
    )
    if experiments:
        async for runs, more in mlflow.runs(sorted(experiments)):
            tally.add(None if runs is None else [summary(run) for run in runs], more=more)
            if tally.settled:
                break
    return Observed(value=tally.records(), gaps=tally.gaps())


class Tally:
    """What the runs seen so far say of the jobs."""

    def __init__(self, jobs: Sequence[str], searched: Sequence[str]) -> None:
        """`searched` are those whose experiment's runs are looked through."""
        self._jobs = tuple({job.lower(): job for job in jobs}.values())
        self._metrics = {job.lower(): 0 for job in jobs}
        self._found = {job.lower() for job in searched}
        self._more = False
        self._untold = False

    def add(self, runs: Sequence[RunSummary] | None, *, more: bool) -> None:
        """One more page; `more` where others follow it, None where it tells of no runs at all.

        Every job has a run, so an answer without a list of them says nothing of what was logged.
        """
        self._more = more
        self._untold |= runs is None
        for run in runs or ():
            if run.own in self._metrics:
                self._found.add(run.own)
            for job in run.jobs:
                if job in self._metrics:
                    self._metrics[job] += run.metrics

    @property
    def settled(self) -> bool:
        """Every job has logged something: no further run can change that."""
        return all(self._metrics.values())

    def records(self) -> tuple[TrackedRun, ...]:
        """Logged; not logged where all runs of its experiment were seen; else not told."""
        return tuple(
            TrackedRun(job=job, logged=self._logged(job.lower()), metrics=count)
            for job, count in zip(self._jobs, self._metrics.values(), strict=True)
        )

    def gaps(self) -> tuple[Gap, ...]:
        """Where the searches' bound left jobs undecided."""
        if self.settled or not self._more:
            return ()
        return (Gap(kind=TRUNCATED, reason="Not all MLflow runs were read: there are too many."),)

    def _logged(self, job: str) -> bool | None:
        if self._metrics[job]:
            return True
        return False if job in self._found and not self._more and not self._untold else None


def _newest_completed(context: Context, jobs: Sequence[Job]) -> list[Job]:
    completed = [
        job
        for job in jobs
        if is_training_like(job)
        and enum_key(job.status) == "completed"
        and trained(
            job, schedules=context.read(SCHEDULES), deployments=context.read(BATCH_DEPLOYMENTS)
        )
        is not False
    ]
    return [job for job in completed[:NEWEST] if enum_key(job.type) not in _TRACKED_ANYWAY]


async def _experiments(mlflow: Mlflow, names: set[str]) -> dict[str, str]:
    """Ids of the experiments of these names, each with its name; read until all are found."""
    wanted = {name.lower() for name in names}
    found: dict[str, str] = {}
    async for page in mlflow.experiments():
        for one in page:
            if one.name and one.experiment_id and one.name.lower() in wanted:
                found[one.experiment_id] = one.name.lower()
        if wanted <= set(found.values()):
            break
    return found


COLLECTOR = Collector(
    yields=RUN_METRICS,
    needs=RUN_METRICS.actions,
    fetch=fetch,
    after=(JOBS, SCHEDULES, BATCH_DEPLOYMENTS),
    data_plane=True,
    trips=2,
)
