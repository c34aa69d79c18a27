"""Jobs of one kind: alike in all that judging asks of a job.

A workspace has hundreds of training jobs and a handful of kinds of them. What is asked of a job is
asked of its kind, which has no field for what tells one job from another (but what one of them is
called), so that nothing can be said of all that holds of one.
"""

from collections.abc import Hashable
from operator import attrgetter
from typing import NamedTuple

from aml_maturity_audit.mapping.derive.schedules import started_by
from aml_maturity_audit.signals.jobs import Job, JobStep
from aml_maturity_audit.signals.record import Actor


class JobKind(NamedTuple):
    """What judging asks of a job; the fields are those of `Job`."""

    called: str
    """The name of one of them, for sentences."""
    type: str
    status: str
    created_by: Actor
    experiment: str
    compute_id: str | None
    compute_target_type: str
    serverless: bool
    environment_id: str | None
    component_id: str | None
    steps: tuple[JobStep, ...]
    repository: str | None
    committed: bool
    """It names a commit."""
    dirty: bool | None
    built: bool
    """It names the build that submitted it."""
    endpoint: str | None
    deployment: str | None
    schedule: str | None
    """The schedule that its display name says it was started by."""
    registries: tuple[str, ...]


_COMMON = attrgetter(
    "parent",
    "monitor_run",
    "materialization",
    "import_run",
    "type",
    "status",
    "created_by",
    "experiment",
    "compute_id",
    "compute_target_type",
    "serverless",
    "environment_id",
    "component_id",
    "steps",
    "git.repository",
    "git.dirty",
    "endpoint",
    "deployment",
    "registries",
)


def common_to(job: Job, schedule: str | None, in_window: bool | None) -> Hashable:
    """What jobs of one kind have in common that were started by one schedule, and whether in the
    window: what tells whether they train, and what is asked of their kind. Cheaper than the kind.
    """
    git = job.git
    return _COMMON(job), not git.commit, not git.build_id, schedule, in_window


def kind_of(job: Job) -> JobKind:
    """The kind that a job is of."""
    git = job.git
    return JobKind(
        job.name,
        job.type,
        job.status,
        job.created_by,
        job.experiment,
        job.compute_id,
        job.compute_target_type,
        job.serverless,
        job.environment_id,
        job.component_id,
        job.steps,
        git.repository,
        bool(git.commit),
        git.dirty,
        bool(git.build_id),
        job.endpoint,
        job.deployment,
        started_by(job),
        job.registries,
    )
