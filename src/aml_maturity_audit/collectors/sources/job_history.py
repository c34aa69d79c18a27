"""Whether training jobs ran before the window: a workspace that stopped training is no
serving-only one (criteria.md, "role")."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.older_jobs import OlderJobs
from aml_maturity_audit.collectors.training_runs import trained
from aml_maturity_audit.collectors.wire.job_record import is_training_like
from aml_maturity_audit.signals.jobs import JOB_HISTORY, JOBS, Job, JobHistory
from aml_maturity_audit.signals.reading import Observed, Reading
from aml_maturity_audit.signals.schedules import SCHEDULES
from aml_maturity_audit.signals.serving import BATCH_DEPLOYMENTS


async def fetch(context: Context) -> Reading[JobHistory]:
    """Combines what the jobs' source saw beyond the window; asks nothing itself."""
    jobs = context.read(JOBS)
    if not isinstance(jobs, Observed):
        return jobs
    older = context.notes.get(OlderJobs.NOTE)
    if not isinstance(older, OlderJobs):
        return Observed(value=JobHistory(older_jobs=None))
    verdicts = {
        trained(
            job,
            schedules=context.read(SCHEDULES),
            deployments=context.read(BATCH_DEPLOYMENTS),
        )
        for job in older.candidates
    }
    undated = any(is_training_like(job) for job in _undated(jobs.value))
    read_whole = jobs.complete and not older.stopped and not undated
    return Observed(value=JobHistory(older_jobs=_combined(verdicts, read_whole=read_whole)))


def _undated(jobs: Sequence[Job]) -> Iterator[Job]:
    """They come last."""
    return takewhile(lambda job: job.created_at is None, reversed(jobs))


def _combined(verdicts: set[bool | None], *, read_whole: bool) -> bool | None:
    if True in verdicts:
        return True
    return None if None in verdicts or not read_whole else False


COLLECTOR = Collector(
    yields=JOB_HISTORY,
    needs=JOB_HISTORY.actions,
    fetch=fetch,
    after=(JOBS, SCHEDULES, BATCH_DEPLOYMENTS),
    trips=0,
)
