"""From a job as answered to the record that is kept of it."""

from functools import lru_cache
from typing import NamedTuple

from msgspec.structs import replace

from aml_maturity_audit.collectors.wire import job_parts, marks
from aml_maturity_audit.collectors.wire.base import arm_name, created_at, created_by
from aml_maturity_audit.collectors.wire.job import JobProperties, JobWire
from aml_maturity_audit.collectors.wire.parts import LONGEST, MOST
from aml_maturity_audit.collectors.wire.plain import enum_key, text, text_or_none
from aml_maturity_audit.collectors.wire.references import compute_of, registries_of
from aml_maturity_audit.signals.jobs import Job

TRAINING_TYPES = frozenset({"command", "pipeline", "sweep", "automl", "spark", "finetuning"})


class _Like(NamedTuple):
    """What jobs that were submitted alike share."""

    job: Job
    """Without what each run has of its own."""
    in_properties: tuple[str, str]
    """The parents that they name, and those that their tags name."""
    in_tags: tuple[str, str]


class _Said(NamedTuple):
    """What makes jobs alike: names, and the bytes of the parts of `properties`."""

    workspace_id: str
    job_type: str | None
    compute_id: str | None
    component_id: str | None
    environment_id: str | None
    tags: bytes
    properties: bytes
    settings: bytes
    resources: bytes
    inputs: bytes
    outputs: bytes
    jobs: bytes
    trial: bytes
    task_details: bytes
    fine_tuning_details: bytes


def parse_job(item: JobWire, workspace_id: str) -> Job:
    """The record of a job of `workspace_id`.

    Raises ValueError where it cannot be told which, or where a part is of another shape.
    """
    properties = item.properties
    if properties is None or not text(properties.job_type):
        raise ValueError("the job does not say of which type it is")
    name = arm_name(item)
    said = _said(properties, workspace_id)
    like = _like_once(said) if sum(map(len, said[5:])) <= LONGEST else _like(said)
    return replace(
        like.job,
        name=name,
        status=text(properties.status),
        created_at=created_at(item),
        created_by=created_by(item),
        experiment=text(properties.experiment_name),
        display_name=text(properties.display_name),
        parent=marks.parent_of(name, properties.parent_job_name, like.in_properties, like.in_tags),
    )


def _said(given: JobProperties, workspace_id: str) -> _Said:
    return _Said(
        workspace_id,
        given.job_type,
        given.compute_id,
        given.component_id,
        given.environment_id,
        bytes(given.tags),
        bytes(given.properties),
        bytes(given.settings),
        bytes(given.resources),
        bytes(given.inputs),
        bytes(given.outputs),
        bytes(given.jobs),
        bytes(given.trial),
        bytes(given.task_details),
        bytes(given.fine_tuning_details),
    )


def _like(said: _Said) -> _Like:
    """Raises ValueError where a part is of another shape."""
    where = said.workspace_id
    properties, tags = (
        job_parts.properties_of(said.properties, where),
        job_parts.tags_of(said.tags, where),
    )
    trial = job_parts.trial_of(said.trial, where)
    inputs, steps = _inputs(said), job_parts.steps_of(said.jobs, where)
    environment = text_or_none(said.environment_id) or trial.environment_id
    component = text_or_none(said.component_id)
    kind = text(said.job_type)
    job = Job(
        name="",
        type=kind,
        compute_id=_compute(said, trial),
        compute_target_type=properties.compute_target_type,
        serverless=job_parts.asks_for_instances(said.resources, where) or trial.serverless,
        environment_id=environment,
        component_id=component,
        inputs=inputs.found,
        outputs=job_parts.outputs_of(said.outputs, where),
        steps=steps.found,
        git=properties.git,
        endpoint=properties.endpoint,
        deployment=properties.deployment,
        import_run=properties.import_run or "import" in kind.lower(),
        materialization=properties.materialization,
        monitor_run=tags.monitor_run,
        feature_stores=()
        if properties.materialization
        else _united(inputs.stores, properties.stores),
        registries=_united(
            registries_of((environment, component)), inputs.registries, steps.registries
        ),
        breached=tags.breached,
    )
    return _Like(job, properties.parents, tags.parents)


_like_once = lru_cache(maxsize=MOST)(_like)


def is_training_like(job: Job) -> bool:
    """A root job of a training type that says of itself nothing else.

    Batch scoring and monitors' runs without tags are told apart by whoever knows the deployments
    and schedules (criteria.md, "training job").
    """
    return (
        enum_key(job.type) in TRAINING_TYPES
        and job.parent is None
        and not (job.monitor_run or job.import_run)
        and job.materialization is None
    )


def _inputs(said: _Said) -> job_parts.Inputs:
    where = said.workspace_id
    inputs = job_parts.inputs_of(said.inputs, where)
    for part in (said.task_details, said.fine_tuning_details):
        details = job_parts.details_of(part, where)
        if details is not None:
            return inputs.with_more(details)
    return inputs


def _compute(said: _Said, trial: job_parts.TrialPart) -> str | None:
    own = compute_of(said.compute_id, said.workspace_id)
    if own is not None:
        return own
    default = job_parts.default_compute(said.settings, said.workspace_id)
    return compute_of(default, said.workspace_id) or compute_of(trial.compute_id, said.workspace_id)


def _united(*groups: tuple[str, ...]) -> tuple[str, ...]:
    """All of several sorted groups, sorted."""
    filled = [group for group in groups if group]
    if len(filled) <= 1:
        return filled[0] if filled else ()
    return tuple(sorted({each for group in filled for each in group}))
