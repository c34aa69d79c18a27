"""A step of a pipeline job: free-form JSON, in camel case or snake case, by who wrote it.

Source: azure_facts B (arm_schedule_recurrence_createjob_recorded), A.4.
"""

from collections.abc import Mapping
from typing import cast

from aml_maturity_audit.collectors.wire.plain import text, text_or_none
from aml_maturity_audit.collectors.wire.references import compute_of, data_input
from aml_maturity_audit.signals.jobs import JobInput, JobStep

Loose = Mapping[str, object]
MAX_STEPS = 500
"""Azure allows 30,000 steps; more than these do not change what most steps do."""


def parse_steps(jobs: Loose | None, workspace_id: str) -> tuple[JobStep, ...]:
    """The steps of a pipeline job, in the order given; a step that is no object is left out."""
    if not jobs:
        return ()
    steps = list(jobs.items())[:MAX_STEPS]
    return tuple(
        parse_step(name, cast("Loose", body), workspace_id)
        for name, body in steps
        if isinstance(body, Mapping)
    )


def parse_step(name: str, body: Loose, workspace_id: str) -> JobStep:
    """One step. A Sweep's trial says what a step of its own would."""
    trial = _object(body, "trial")
    compute = first(body, "computeId", "compute_id", "compute") or first(
        trial, "computeId", "compute_id"
    )
    return JobStep(
        name=text(name),
        component_id=component_of(body) or component_of(trial) or _reference(body, "trial"),
        compute_id=compute_of(compute, workspace_id),
        serverless=_asks_for_instances(body) or _asks_for_instances(trial),
        environment_id=environment_of(body) or environment_of(trial),
        inputs=_inputs(body),
    )


def first(body: Loose, *keys: str) -> object:
    """The value of the first of `keys` that is there and not null."""
    return next((body[key] for key in keys if body.get(key) is not None), None)


def component_of(body: Loose) -> str | None:
    """The component that a step names."""
    return text_or_none(first(body, "componentId", "component_id", "component"))


def environment_of(body: Loose) -> str | None:
    """The environment that a step, a component's spec or their `task` names."""
    own = text_or_none(first(body, "environmentId", "environment_id", "environment"))
    task = _object(body, "task")
    return own or text_or_none(first(task, "environmentId", "environment_id", "environment"))


def _inputs(body: Loose) -> tuple[JobInput, ...]:
    named = [*_object(body, "inputs").items()]
    details = _object(body, "taskDetails", "task_details") or body
    named.append(("training_data", first(details, "trainingData", "training_data")))
    parsed = (_input(name, value) for name, value in named)
    return tuple(found for found in parsed if found is not None)


def _input(name: str, value: object) -> JobInput | None:
    if isinstance(value, Mapping):
        kind = first(value, "job_input_type", "jobInputType", "type")
        return data_input(name, kind, first(value, "uri", "path"))
    written = text(value)
    if written.lower().startswith(("azureml:", "/subscriptions/")):
        return data_input(name, None, written)
    return None


def _asks_for_instances(body: Loose) -> bool:
    keys = ("instanceType", "instance_type", "instanceCount", "instance_count")
    return first(_object(body, "resources"), *keys) is not None


def _reference(body: Loose, key: str) -> str | None:
    value = body.get(key)
    return text_or_none(value) if isinstance(value, str) else None


def _object(body: Loose, *keys: str) -> Loose:
    value = first(body, *keys)
    return cast("Loose", value) if isinstance(value, Mapping) else {}
