"""A job as ARM answers it. Source: azure_facts A.3 to A.5, A.19; Microsoft.MachineLearningServices
2025-12-01 `JobBase`."""

import msgspec

from aml_maturity_audit.collectors.wire.base import Resource, Wire

ABSENT = msgspec.Raw()
"""A part of a job that was not answered."""


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
    """`properties` of a job of any type; what is an object is decoded by those who read it.

    Most jobs of a workspace are runs of the same few things, so their parts are the same bytes time
    and again (see `parts.py`).
    """

    job_type: str | None = None
    status: str | None = None
    display_name: str | None = None
    experiment_name: str | None = None
    parent_job_name: str | None = None
    compute_id: str | None = None
    component_id: str | None = None
    environment_id: str | None = None
    tags: msgspec.Raw = ABSENT
    properties: msgspec.Raw = ABSENT
    settings: msgspec.Raw = ABSENT
    resources: msgspec.Raw = ABSENT
    inputs: msgspec.Raw = ABSENT
    outputs: msgspec.Raw = ABSENT
    jobs: msgspec.Raw = ABSENT
    trial: msgspec.Raw = ABSENT
    task_details: msgspec.Raw = ABSENT
    fine_tuning_details: msgspec.Raw = ABSENT


class JobWire(Resource):
    """A job."""

    properties: JobProperties | None = None
