"""Whether training jobs ran before the window: a workspace that stopped training is no
serving-only one (criteria.md, "role")."""

import re
from collections.abc import Mapping

from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.older_jobs import OlderJobs
from aml_maturity_audit.collectors.wire.job_record import is_training_like
from aml_maturity_audit.collectors.wire.plain import enum_key
from aml_maturity_audit.signals.jobs import JOB_HISTORY, JOBS, Job, JobHistory
from aml_maturity_audit.signals.reading import Observed, Reading
from aml_maturity_audit.signals.schedules import SCHEDULES, Schedule
from aml_maturity_audit.signals.serving import BATCH_DEPLOYMENTS, BatchDeployment

_FIRED = re.compile(r"^(?P<schedule>.+)-\d{8}T\d{6}Z$")


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
    undated = any(job.created_at is None and is_training_like(job) for job in jobs.value)
    read_whole = jobs.complete and not older.stopped and not undated
    return Observed(value=JobHistory(older_jobs=_combined(verdicts, read_whole=read_whole)))


def trained(
    job: Job,
    *,
    schedules: Reading[tuple[Schedule, ...]],
    deployments: Reading[tuple[BatchDeployment, ...]],
) -> bool | None:
    """Whether a training-like job was one: no monitor's run and no batch scoring."""
    if job.endpoint is not None:
        return _runs_component(job, deployments)
    fired = _FIRED.match(job.display_name)
    if fired is None:
        return True
    if not isinstance(schedules, Observed):
        return None
    actions = {schedule.name.lower(): enum_key(schedule.action) for schedule in schedules.value}
    action = actions.get(fired["schedule"].lower())
    return None if action is None else action != "createmonitor"


def _runs_component(job: Job, deployments: Reading[tuple[BatchDeployment, ...]]) -> bool | None:
    if not isinstance(deployments, Observed):
        return None
    kinds: Mapping[tuple[str, str], str] = {
        (one.endpoint.lower(), one.name.lower()): enum_key(one.kind) for one in deployments.value
    }
    kind = kinds.get(((job.endpoint or "").lower(), (job.deployment or "").lower()))
    if kind is None:
        return False if deployments.complete else None
    return kind == "pipelinecomponent"


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
