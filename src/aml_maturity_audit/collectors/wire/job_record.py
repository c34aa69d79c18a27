"""From a job as answered to the record that is kept of it."""

from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from aml_maturity_audit.collectors.wire import job_parts, marks
from aml_maturity_audit.collectors.wire.base import arm_name, created_by
from aml_maturity_audit.collectors.wire.job import JobWire
from aml_maturity_audit.collectors.wire.job_properties import Properties, properties_of
from aml_maturity_audit.collectors.wire.parts import LONGEST, MOST
from aml_maturity_audit.collectors.wire.plain import enum_key, text, text_or_none
from aml_maturity_audit.collectors.wire.references import compute_of, registries_of
from aml_maturity_audit.signals.jobs import Job

TRAINING_TYPES = frozenset({"command", "pipeline", "sweep", "automl", "spark", "finetuning"})


_BETWEEN = b"\0"
"""Parts that were decoded have none: JSON has no control characters, not even in texts."""


class _Said(NamedTuple):
    """The bytes of the parts that runs of one thing share.

    Not of `properties`, which are each run's own: its commit, its snapshot of the code.
    """

    tags: bytes
    settings: bytes
    resources: bytes
    inputs: bytes
    outputs: bytes
    jobs: bytes
    trial: bytes
    task_details: bytes
    fine_tuning_details: bytes


_PARTS = attrgetter(*_Said._fields)


class _Names(NamedTuple):
    """What runs of one thing mostly share beside its parts."""

    job_type: str | None
    status: str | None
    experiment_name: str | None
    compute_id: str | None
    component_id: str | None
    environment_id: str | None


_NAMES = attrgetter(*_Names._fields)


class _Like(msgspec.Struct, frozen=True, eq=False):
    """What jobs that were submitted alike share."""

    job: Job
    """Without what each run has of its own."""
    in_tags: tuple[str, str]
    """The parents that their tags name."""


def parse_job(item: JobWire, workspace_id: str, made: datetime | None) -> Job:
    """The record of a job of `workspace_id` that was made then.

    Raises ValueError where it cannot be told which, or where a part is of another shape.
    """
    given = item.properties
    if given is None:
        raise ValueError("the job does not say of which type it is")
    name = arm_name(item)
    parts = _BETWEEN.join(_PARTS(given))
    short = len(parts) <= LONGEST
    like = (_like_once if short else _like)(_NAMES(given), parts, workspace_id)
    own, git = properties_of(bytes(given.properties), workspace_id)
    return replace(
        (_with_once if short else _with_properties)(like, own),
        name=name,
        created_at=made,
        created_by=created_by(item),
        display_name=text(given.display_name),
        parent=marks.parent_of(name, given.parent_job_name, own.parents, like.in_tags),
        git=git,
    )


def _with_properties(like: _Like, own: Properties) -> Job:
    job = like.job
    return replace(
        job,
        compute_target_type=own.compute_target_type,
        endpoint=own.endpoint,
        deployment=own.deployment,
        import_run=own.import_run or job.import_run,
        materialization=own.materialization,
        feature_stores=_stores(job, own),
    )


def _like(names: tuple[str | None, ...], parts: bytes, where: str) -> _Like:
    """Raises ValueError where a part is of another shape, or where the type is missing."""
    named = _Names(*names)
    kind = text(named.job_type)
    if not kind:
        raise ValueError("the job does not say of which type it is")
    said = _Said(*parts.split(_BETWEEN, len(_Said._fields) - 1))
    tags, trial = job_parts.tags_of(said.tags, where), job_parts.trial_of(said.trial, where)
    inputs, steps = _inputs(said, where), job_parts.steps_of(said.jobs, where)
    environment = text_or_none(named.environment_id) or trial.environment_id
    component = text_or_none(named.component_id)
    job = Job(
        name="",
        type=kind,
        status=text(named.status),
        experiment=text(named.experiment_name),
        compute_id=compute_of(named.compute_id, where) or _other_compute(said, trial, where),
        serverless=job_parts.asks_for_instances(said.resources, where) or trial.serverless,
        environment_id=environment,
        component_id=component,
        inputs=inputs.found,
        outputs=job_parts.outputs_of(said.outputs, where),
        steps=steps.found,
        import_run="import" in kind.lower(),
        monitor_run=tags.monitor_run,
        feature_stores=inputs.stores,
        registries=_united(
            registries_of((environment, component)), inputs.registries, steps.registries
        ),
        breached=tags.breached,
    )
    return _Like(job, tags.parents)


_like_once = lru_cache(maxsize=MOST)(_like)
_with_once = lru_cache(maxsize=MOST)(_with_properties)


def is_training_like(job: Job) -> bool:
    """A root job of a training type that says of itself nothing else.

    Batch scoring and monitors' runs without tags are told apart by whoever knows the deployments
    and schedules (criteria.md, "training job").
    """
    return (
        job.parent is None
        and _trains(job.type)
        and not (job.monitor_run or job.import_run)
        and job.materialization is None
    )


@lru_cache(maxsize=256)
def _trains(kind: str) -> bool:
    return enum_key(kind) in TRAINING_TYPES


def _inputs(said: _Said, where: str) -> job_parts.Inputs:
    inputs = job_parts.inputs_of(said.inputs, where)
    for part in (said.task_details, said.fine_tuning_details):
        details = job_parts.details_of(part, where)
        if details is not None:
            return inputs.with_more(details)
    return inputs


def _other_compute(said: _Said, trial: job_parts.TrialPart, where: str) -> str | None:
    """That of a pipeline's settings, else of a Sweep's trial."""
    default = job_parts.default_compute(said.settings, where)
    return compute_of(default, where) or compute_of(trial.compute_id, where)


def _stores(like: Job, own: Properties) -> tuple[str, ...]:
    if own.materialization:
        return ()
    return _united(like.feature_stores, own.stores) if own.stores else like.feature_stores


def _united(*groups: tuple[str, ...]) -> tuple[str, ...]:
    """All of several sorted groups, sorted."""
    filled = [group for group in groups if group]
    if len(filled) <= 1:
        return filled[0] if filled else ()
    return tuple(sorted({each for group in filled for each in group}))
