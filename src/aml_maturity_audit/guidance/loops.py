"""Closed loops in time order: breach → job → new model version → release.

Source: issue "Judgement in depth", Trace; criteria.md,
`retraining-is-triggered-by-production-metrics`.
"""

from datetime import datetime, timedelta

import msgspec

from aml_maturity_audit.mapping.derive import training
from aml_maturity_audit.mapping.derive.kinds import kind_of
from aml_maturity_audit.mapping.derive.loop import production_breaches
from aml_maturity_audit.mapping.derive.models import versions
from aml_maturity_audit.mapping.derive.partners import system_views
from aml_maturity_audit.mapping.derive.writes import writes
from aml_maturity_audit.mapping.estate import Estate, Mappings
from aml_maturity_audit.mapping.policy import Policy
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.jobs import Job
from aml_maturity_audit.signals.snapshot import Snapshot


class Moment(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something that happened."""

    time: datetime
    kind: str
    """`breach`, `job`, `model` or `release`."""
    name: str


class Loop(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A breach and what followed it."""

    workspace: str
    moments: tuple[Moment, ...]

    @property
    def closed(self) -> bool:
        """Whether training followed the breach."""
        return any(moment.kind == "job" for moment in self.moments)


def loops(snapshot: Snapshot, mappings: Mappings | None = None) -> tuple[Loop, ...]:
    """A loop for every breach of a monitor on a production deployment, in the order of time."""
    estate = Estate(snapshot, mappings)
    views = [View(readings, estate, Policy()) for readings in estate.workspaces()]
    found = [
        _loop(view, breach, breach.created_at)
        for view in views
        for breach in production_breaches(view)
        if breach.created_at is not None
    ]
    return tuple(sorted(found, key=lambda loop: (loop.moments[0].time, loop.workspace)))


def _loop(view: View, breach: Job, at: datetime) -> Loop:
    moments = [Moment(time=at, kind="breach", name=breach.name)]
    job = _first_job(view, at)
    if job is not None and job.created_at is not None:
        moments.append(Moment(time=job.created_at, kind="job", name=job.name))
        moments += _models(view, job)
    last = moments[-1]
    if last.kind == "model":
        moments += _releases(view, last.time)
    return Loop(workspace=view.workspace.name, moments=tuple(moments))


def _first_job(view: View, after: datetime) -> Job | None:
    """The first automated training job within the policy's time after a breach."""
    limit = after + timedelta(hours=view.policy.breach_response_hours)
    candidates = [
        job
        for member in system_views(view)
        for job in training.training_jobs(member).certain
        if job.created_at is not None
        and after < job.created_at <= limit
        and training.is_automated(member, kind_of(job)).yes
    ]
    return min(candidates, key=lambda job: (job.created_at or after, job.name), default=None)


def _models(view: View, job: Job) -> list[Moment]:
    made = [
        Moment(time=version.created_at, kind="model", name=f"{version.name}:{version.version}")
        for member in system_views(view)
        for version in versions(member).items
        if version.job_name == job.name and version.created_at is not None
    ]
    return sorted(made, key=lambda moment: (moment.time, moment.name))[:1]


def _releases(view: View, after: datetime) -> list[Moment]:
    later = [
        Moment(time=write.record.time, kind="release", name=write.resource)
        for write in writes(view).items
        if write.record.time is not None and write.record.time > after
    ]
    return sorted(later, key=lambda moment: (moment.time, moment.name))[:1]
