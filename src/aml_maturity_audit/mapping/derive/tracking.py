"""What training jobs logged. Source: criteria.md, section 2, `training-performance-is-tracked`."""

from datetime import UTC, datetime
from operator import itemgetter

from aml_maturity_audit.mapping.derive.training import is_completed, training_jobs
from aml_maturity_audit.mapping.share import Group, Population
from aml_maturity_audit.mapping.truth import NO, YES, Fact, Truth, unknown
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.jobs import Job
from aml_maturity_audit.signals.tracking import RUN_METRICS

NEWEST = 50
_TRACKED_TYPES = frozenset({"sweep", "automl"})
_NEVER = datetime.min.replace(tzinfo=UTC)


@derived
def newest_completed(view: View) -> Population[Job, Job]:
    """The up to 50 most recent Completed training jobs, by what they logged."""
    people = training_jobs(view)
    groups = [group for group in people.groups if is_completed(group.kind)]
    completed = [(at, job, group.belongs) for group in groups for at, job in group.members]
    completed.sort(key=itemgetter(0))
    completed.sort(key=_when, reverse=True)
    found: dict[tuple[Truth, bool | None], Group[Job, Job]] = {}
    for at, (_, job, sure) in enumerate(completed[:NEWEST]):
        kind = sure.truth, _has_logged(view, job)
        found.setdefault(kind, Group(job, sure, [])).members.append((at, job))
    return Population(people.seen, tuple(found.values()))


def _when(completed: tuple[int, Job, Fact]) -> datetime:
    return completed[1].created_at or _NEVER


@derived
def _logged(view: View) -> dict[str, bool | None]:
    return {run.job.lower(): run.logged for run in view.see(RUN_METRICS).items}


def _has_logged(view: View, job: Job) -> bool | None:
    """Whether a job, or a run below it, logged metrics; None where that is not known."""
    if job.type.lower() in _TRACKED_TYPES:
        return True
    return _logged(view).get(job.name.lower())


def what_was_logged(view: View, job: Job) -> Fact:
    """Whether a job, or a run below it, logged metrics."""
    logged = _has_logged(view, job)
    if logged is not None:
        return YES if logged else NO
    known = view.see(RUN_METRICS)
    reason = known.why or "its run was not found"
    return unknown(f"what job {job.name} logged is not known: {reason}", known.missing)
