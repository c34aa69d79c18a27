"""Jobs and pipelines, one small record each. Source: azure_facts A.3, A.4, A.16, A.19."""

from collections.abc import Hashable
from datetime import datetime
from operator import attrgetter
from typing import Annotated

import msgspec

from aml_maturity_audit.signals.reading import Folding, SignalKey
from aml_maturity_audit.signals.record import Actor, Record


class JobInput(Record, frozen=True, kw_only=True):
    """An input that is not a literal."""

    name: str
    uri: str
    """`azureml:data:1`, an ARM data id, a datastore path; empty where none is given."""


class JobOutput(Record, frozen=True, kw_only=True):
    """An output that was written as a named data or model asset."""

    kind: str
    """`uri_file`, `uri_folder`, `mltable`, `mlflow_model` …"""
    asset: str
    version: str = ""


class JobStep(Record, frozen=True, kw_only=True):
    """A step of a pipeline job."""

    name: str
    component_id: str | None = None
    compute_id: str | None = None
    serverless: bool = False
    """No compute id of its own, with a resource configuration of its own."""
    environment_id: str | None = None
    inputs: tuple[JobInput, ...] = ()


class GitOrigin(Record, frozen=True, kw_only=True):
    """Where the submitted code came from, as the client wrote it down (azure_facts A.3)."""

    repository: str | None = None
    """The URL without user information."""
    branch: str | None = None
    commit: str | None = None
    dirty: bool | None = None
    """`azureml.git.dirty`; None where it is absent."""
    build_id: str | None = None


class Materialization(Record, frozen=True, kw_only=True):
    """What marks a feature store's materialization job."""

    type: str
    feature_set: str = ""
    version: str = ""
    window_end: datetime | None = None


class Job(Record, frozen=True, kw_only=True):
    """One job."""

    name: str
    type: str
    """`Command`, `Pipeline`, `Sweep`, `AutoML`, `Spark`, `FineTuning`, `Labeling` …"""
    status: str = ""
    created_at: datetime | None = None
    created_by: Actor = Actor()
    experiment: str = ""
    display_name: str = ""
    parent: str | None = None
    """Set on child jobs, where ARM lists them."""
    compute_id: str | None = None
    compute_target_type: str = ""
    """`_azureml.ComputeTargetType`: `amlctrain`, `local` …"""
    serverless: bool = False
    """It names a resource configuration (instance type) of its own."""
    environment_id: str | None = None
    component_id: str | None = None
    inputs: tuple[JobInput, ...] = ()
    outputs: tuple[JobOutput, ...] = ()
    steps: tuple[JobStep, ...] = ()
    git: GitOrigin = GitOrigin()
    endpoint: str | None = None
    """`azureml.endpointname`: the batch endpoint that ran it."""
    deployment: str | None = None
    import_run: bool = False
    """It imports data (jobType or properties say so)."""
    materialization: Materialization | None = None
    monitor_run: bool = False
    """Tagged `azureml_modelmonitor_*`."""
    feature_stores: tuple[str, ...] = ()
    """Feature stores (ARM ids or names) that its inputs or properties refer to; `*` where it reads
    a feature retrieval specification that names none."""
    registries: tuple[str, ...] = ()
    """Registries whose assets it uses, as environment, component, input or model."""
    breached: bool = False
    """Tagged `azureml_modelmonitor_threshold_breached`."""
    like: Annotated[int, msgspec.Meta(ge=0)] | None = None
    """Only where jobs are written down: the place in the list of the job that has what this one
    does not say."""


_NO_GIT = Job(name="", type="").git
"""The one that is the default: another one would be written down."""
_IN_COMMON = attrgetter(
    *sorted(
        set(Job.__struct_fields__) - {"name", "status", "created_at", "display_name", "git", "like"}
    )
)


class _Own(Record, frozen=True, kw_only=True):
    """What is written of a job that is like an earlier one; the fields are those of `Job`."""

    name: str
    type: str
    status: str = ""
    created_at: datetime | None = None
    display_name: str = ""
    git: GitOrigin = _NO_GIT
    like: int


def folded(jobs: tuple[Job, ...]) -> tuple[Job | _Own, ...]:
    """The jobs as they are written: one that is like an earlier one says only what it has of its
    own: its name, and status, date, display name and git origin where they are others."""
    places: dict[Hashable, int] = {}
    last: Hashable = None
    place = 0
    found: list[Job | _Own] = []
    for at, job in enumerate(jobs):
        has = not job.status, job.created_at is None, not job.display_name, job.git == _NO_GIT
        kind = _IN_COMMON(job), has
        if kind != last:  # runs of one thing often come in a row, which costs no hash
            last, place = kind, places.setdefault(kind, at)
        found.append(job if place == at else _of_its_own(job, place, jobs[place]))
    return tuple(found)


def _of_its_own(job: Job, place: int, first: Job) -> _Own:
    return _Own(
        name=job.name,
        type=job.type,
        status="" if job.status == first.status else job.status,
        created_at=None if job.created_at == first.created_at else job.created_at,
        display_name="" if job.display_name == first.display_name else job.display_name,
        git=_NO_GIT if job.git == first.git else job.git,
        like=place,
    )


def unfolded(jobs: tuple[Job, ...]) -> tuple[Job, ...]:
    """The jobs that were folded. Raises msgspec.ValidationError where one is like none before."""
    found: list[Job] = []
    for job in jobs:
        found.append(job if job.like is None else _whole(job, job.like, found))
    return tuple(found)


def _whole(job: Job, place: int, before: list[Job]) -> Job:
    if place >= len(before):
        raise msgspec.ValidationError(f"job {job.name} is like none before it")
    first = before[place]
    return msgspec.structs.replace(
        first,
        name=job.name,
        status=job.status or first.status,
        created_at=job.created_at or first.created_at,
        display_name=job.display_name or first.display_name,
        git=first.git if job.git == _NO_GIT else job.git,
    )


JOBS_READ = "Microsoft.MachineLearningServices/workspaces/jobs/read"

JOBS = SignalKey(
    "jobs",
    tuple[Job, ...],
    scope="workspace",
    title="Jobs and pipeline runs in the window",
    actions=(JOBS_READ,),
    folding=Folding(folded, unfolded),
)
"""Jobs created in the window or without a readable date, newest first."""


class JobLookup(Record, frozen=True, kw_only=True):
    """A job looked up by the name a model version gives."""

    workspace_id: str
    name: str
    state: str
    """`found`, `missing` (404), `denied`, `failed` or `unmapped` (its workspace is not known)."""
    job: Job | None = None
    detail: str = ""


SOURCE_JOBS = SignalKey(
    "source-jobs",
    tuple[JobLookup, ...],
    scope="workspace",
    title="Jobs that made the models",
    actions=(JOBS_READ,),
)


class JobHistory(Record, frozen=True, kw_only=True):
    """Whether any training-like job is older than the window."""

    older_jobs: bool | None
    """True, False, or None where the pages read do not tell."""


JOB_HISTORY = SignalKey(
    "job-history",
    JobHistory,
    scope="workspace",
    title="Whether jobs ran before the window",
    actions=(JOBS_READ,),
)
