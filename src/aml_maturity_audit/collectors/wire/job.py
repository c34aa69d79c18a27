"""A job as ARM answers it. Source: azure_facts A.3 to A.5, A.19; Microsoft.MachineLearningServices
2025-12-01 `JobBase`."""

from typing import Any

from aml_maturity_audit.collectors.wire.base import Resource, Wire


class Resources(Wire):
    """`resources`: without a compute id, the job asks for serverless compute by these."""

    instance_type: str | None = None
    instance_types: list[str] | None = None
    instance_count: int | float | str | None = None


class InputWire(Wire):
    """An input of a job; `literal` ones carry a value, which is not read."""

    job_input_type: str | None = None
    uri: str | None = None


class OutputWire(Wire):
    """An output; only named ones became assets."""

    job_output_type: str | None = None
    asset_name: str | None = None
    asset_version: str | int | None = None


class Trial(Wire):
    """A Sweep's trial; its command and variables are not read."""

    environment_id: str | None = None
    component_id: str | None = None
    compute_id: str | None = None
    resources: Resources | None = None


class TrainingDetails(Wire):
    """`taskDetails` of AutoML, `fineTuningDetails` of FineTuning."""

    training_data: InputWire | None = None
    model: InputWire | None = None


class JobProperties(Wire):
    """`properties` of a job of any type."""

    job_type: str | None = None
    status: str | None = None
    display_name: str | None = None
    experiment_name: str | None = None
    parent_job_name: str | None = None
    compute_id: str | None = None
    component_id: str | None = None
    environment_id: str | None = None
    tags: dict[str, Any] | None = None
    properties: dict[str, Any] | None = None
    settings: dict[str, Any] | None = None
    resources: Resources | None = None
    inputs: dict[str, InputWire | None] | None = None
    outputs: dict[str, OutputWire | None] | None = None
    jobs: dict[str, Any] | None = None
    trial: Trial | None = None
    task_details: TrainingDetails | None = None
    fine_tuning_details: TrainingDetails | None = None


class JobWire(Resource):
    """A job."""

    properties: JobProperties | None = None
