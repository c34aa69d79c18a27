"""From a job as answered to the record that is kept of it."""

from aml_maturity_audit.collectors.wire import marks
from aml_maturity_audit.collectors.wire.base import arm_name, created_at, created_by
from aml_maturity_audit.collectors.wire.job import (
    InputWire,
    JobProperties,
    JobWire,
    Resources,
    TrainingDetails,
)
from aml_maturity_audit.collectors.wire.plain import enum_key, text, text_or_none
from aml_maturity_audit.collectors.wire.references import compute_of, data_input, registries_of
from aml_maturity_audit.collectors.wire.step import first, parse_steps
from aml_maturity_audit.signals.jobs import Job, JobInput, JobOutput, JobStep

TRAINING_TYPES = frozenset({"command", "pipeline", "sweep", "automl", "spark", "finetuning"})


def parse_job(item: JobWire, workspace_id: str) -> Job:
    """The record of a job of `workspace_id`. Raises ValueError where it cannot be told which."""
    said = item.properties
    if said is None or not text(said.job_type):
        raise ValueError("the job does not say of which type it is")
    name = arm_name(item)
    properties, tags = marks.lowered(said.properties), marks.lowered(said.tags)
    inputs, steps = _inputs(said), parse_steps(said.jobs, workspace_id)
    environment, component = _environment(said), text_or_none(said.component_id)
    materialization = marks.materialization(properties)
    return Job(
        name=name,
        type=text(said.job_type),
        status=text(said.status),
        created_at=created_at(item),
        created_by=created_by(item),
        experiment=text(said.experiment_name),
        display_name=text(said.display_name),
        parent=marks.parent_of(name, said.parent_job_name, properties, tags),
        compute_id=_compute(said, workspace_id),
        compute_target_type=text(properties.get("_azureml.computetargettype")),
        serverless=_asks_for_instances(said.resources)
        or (said.trial is not None and _asks_for_instances(said.trial.resources)),
        environment_id=environment,
        component_id=component,
        inputs=inputs,
        outputs=_outputs(said),
        steps=steps,
        git=marks.git_origin(properties),
        endpoint=text_or_none(properties.get("azureml.endpointname")),
        deployment=text_or_none(properties.get("azureml.deploymentname")),
        import_run=marks.is_import(said.job_type, properties),
        materialization=materialization,
        monitor_run=marks.is_monitor_run(tags),
        feature_stores=()
        if materialization
        else marks.feature_stores(properties, inputs, workspace_id),
        registries=_registries(said, environment, component, inputs, steps),
        breached=marks.is_breached(tags),
    )


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


def _details(said: JobProperties) -> TrainingDetails | None:
    return said.task_details or said.fine_tuning_details


def _environment(said: JobProperties) -> str | None:
    own = text_or_none(said.environment_id)
    return own or (text_or_none(said.trial.environment_id) if said.trial else None)


def _compute(said: JobProperties, workspace_id: str) -> str | None:
    own = compute_of(said.compute_id, workspace_id)
    if own is not None or not (said.settings or said.trial):
        return own
    settings = said.settings or {}
    default = first(settings, "default_compute", "defaultCompute", "default_compute_target")
    trial = said.trial.compute_id if said.trial else None
    return compute_of(default, workspace_id) or compute_of(trial, workspace_id)


def _asks_for_instances(resources: Resources | None) -> bool:
    if resources is None:
        return False
    named = text(resources.instance_type) or resources.instance_types
    return bool(named or resources.instance_count)


def _inputs(said: JobProperties) -> tuple[JobInput, ...]:
    details = _details(said)
    if not said.inputs and details is None:
        return ()
    named: list[tuple[str, InputWire | None]] = [*(said.inputs or {}).items()]
    if details is not None:
        named.append(("trainingData", details.training_data))
    parsed = (
        data_input(name, item.job_input_type, item.uri) for name, item in named if item is not None
    )
    return tuple(found for found in parsed if found is not None)


def _outputs(said: JobProperties) -> tuple[JobOutput, ...]:
    if not said.outputs:
        return ()
    named = [one for one in said.outputs.values() if one is not None and one.asset_name]
    return tuple(
        JobOutput(
            kind=text(output.job_output_type),
            asset=text(output.asset_name),
            version=text(output.asset_version),
        )
        for output in named
    )


def _registries(
    said: JobProperties,
    environment: str | None,
    component: str | None,
    inputs: tuple[JobInput, ...],
    steps: tuple[JobStep, ...],
) -> tuple[str, ...]:
    details = _details(said)
    references: list[str | None] = [environment, component]
    if said.inputs:
        references += [item.uri for item in said.inputs.values() if item is not None]
    if inputs:
        references += [item.uri for item in inputs]
    if details and details.model:
        references.append(details.model.uri)
    for step in steps:
        references += [step.component_id, step.environment_id, *(i.uri for i in step.inputs)]
    return registries_of(references)
