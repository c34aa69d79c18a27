"""Jobs of every type, in the spellings of clients and service."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from aml_maturity_audit.collectors.wire.job import JobWire
from aml_maturity_audit.collectors.wire.job_record import is_training_like, parse_job
from aml_maturity_audit.signals.jobs import JobInput, JobOutput, JobStep
from collectors.decoding import job, wire
from collectors.fake_azure import HOME

ENVIRONMENT = f"{HOME}/environments/train/versions/3"


def test_a_command_job() -> None:
    parsed = job(
        {
            "status": "Completed",
            "experimentName": "churn",
            "displayName": "nightly-20261120T020000Z",
            "computeId": f"{HOME}/computes/cpu",
            "environmentId": ENVIRONMENT,
            "command": "python train.py --password hunter2",
            "environmentVariables": {"SECRET": "hunter2"},
            "inputs": {
                "lr": {"jobInputType": "literal", "value": "0.1"},
                "data": {"jobInputType": "uri_folder", "uri": "azureml:churn:3"},
                "base": {"jobInputType": "mlflow_model", "uri": "azureml:old:1"},
                "gone": None,
            },
            "outputs": {
                "table": {"jobOutputType": "mltable", "assetName": "scored", "assetVersion": "2"},
                "plain": {"jobOutputType": "uri_folder", "assetName": None},
            },
            "properties": {
                "_azureml.ComputeTargetType": "amlctrain",
                "mlflow.source.git.repoURL": "https://u:hunter2@dev.azure.com/o/p/_git/r",
                "mlflow.source.git.commit": "8f14e45",
                "mlflow.source.git.branch": "main",
                "azureml.git.dirty": "False",
                "azureml.git.build_id": "17",
            },
            "tags": {"owner": "hunter2"},
        }
    )
    assert parsed.created_at == datetime(2026, 11, 10, 10, 0, 0, 123456, tzinfo=UTC)
    assert parsed.created_by.name == "First Last"
    assert parsed.inputs == (JobInput(name="data", uri="azureml:churn:3"),)
    assert parsed.outputs == (JobOutput(kind="mltable", asset="scored", version="2"),)
    assert parsed.git.repository == "https://dev.azure.com/o/p/_git/r"
    assert (parsed.git.commit, parsed.git.branch) == ("8f14e45", "main")
    assert parsed.git.dirty is False
    assert parsed.git.build_id == "17"
    assert parsed.compute_target_type == "amlctrain"
    assert is_training_like(parsed)
    assert b"hunter2" not in msgspec.json.encode(parsed)


def test_the_keys_of_the_first_client_are_read_too() -> None:
    parsed = job(
        {
            "properties": {
                "azureml.git.repository_uri": "https://github.com/o/r",
                "azureml.git.commit": "abc",
                "AZUREML.GIT.DIRTY": "True",
                "azureml.git.build_uri": "https://ci/1",
            }
        }
    )
    assert parsed.git.repository == "https://github.com/o/r"
    assert parsed.git.dirty is True
    assert parsed.git.build_id == "https://ci/1"


def test_a_job_without_git_says_nothing_of_it() -> None:
    assert job({}).git == job({"properties": None, "tags": None}).git
    assert job({}).git.dirty is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (f"{HOME}/computes/cpu", f"{HOME}/computes/cpu"),
        ("cpu", f"{HOME}/computes/cpu"),
        ("azureml:cpu", f"{HOME}/computes/cpu"),
        ("serverless", f"{HOME}/computes/serverless"),
        (None, None),
        ("${{parent.inputs.compute}}", None),
    ],
)
def test_computes_in_all_spellings(written: str | None, expected: str | None) -> None:
    assert job({"computeId": written}).compute_id == expected


def test_serverless_compute_asks_for_instances() -> None:
    assert job({"resources": {"instanceType": "Standard_DS3_v2"}}).serverless
    assert job({"resources": {"instanceCount": 1, "instanceType": None}}).serverless
    assert not job({"resources": {"instanceCount": None, "instanceType": None}}).serverless
    assert not job({"resources": None}).serverless
    assert job({"jobType": "Sweep", "trial": {"resources": {"instanceType": "x"}}}).serverless


def test_a_sweep_is_its_trial() -> None:
    parsed = job(
        {"jobType": "Sweep", "trial": {"environmentId": ENVIRONMENT, "command": "x", "codeId": "c"}}
    )
    assert parsed.environment_id == ENVIRONMENT


def test_automl_reads_its_training_data() -> None:
    parsed = job(
        {
            "jobType": "AutoML",
            "taskDetails": {
                "taskType": "Regression",
                "trainingData": {"jobInputType": "mltable", "uri": "azureml:churn:3"},
                "validationData": {"jobInputType": "mltable", "uri": "azureml:other:1"},
            },
        }
    )
    assert parsed.inputs == (JobInput(name="trainingData", uri="azureml:churn:3"),)


def test_fine_tuning_reads_its_training_data_and_the_registry_of_its_model() -> None:
    parsed = job(
        {
            "jobType": "FineTuning",
            "fineTuningDetails": {
                "model": {
                    "jobInputType": "mlflow_model",
                    "uri": "azureml://registries/contoso/models/base/versions/1",
                },
                "trainingData": {"jobInputType": "uri_file", "uri": "azureml:churn:3"},
            },
        }
    )
    assert parsed.inputs == (JobInput(name="trainingData", uri="azureml:churn:3"),)
    assert parsed.registries == ("contoso",)
    assert is_training_like(parsed)


def test_a_pipeline_with_steps_in_both_spellings() -> None:
    parsed = job(
        {
            "jobType": "Pipeline",
            "settings": {"default_compute": "azureml:cpu"},
            "jobs": {
                "prepare": {
                    "componentId": "azureml://registries/contoso/components/prep/versions/1",
                    "computeId": f"{HOME}/computes/big",
                    "inputs": {
                        "raw": {"job_input_type": "uri_folder", "uri": "azureml:raw:7"},
                        "rate": {"job_input_type": "literal", "value": "${{parent.inputs.rate}}"},
                        "left": {
                            "job_input_type": "uri_folder",
                            "uri": "${{parent.jobs.x.outputs.y}}",
                        },
                    },
                },
                "train": {
                    "type": "command",
                    "component": "azureml:train:2",
                    "environment": "azureml:train:3",
                    "resources": {"instance_type": "Standard_DS3_v2"},
                },
                "sweep": {"type": "sweep", "trial": "azureml:trial:1"},
                "automl": {
                    "type": "automl",
                    "training_data": {"type": "mltable", "path": "azureml:churn:3"},
                },
                "odd": "not a step",
            },
        }
    )
    assert parsed.compute_id == f"{HOME}/computes/cpu"
    assert parsed.steps == (
        JobStep(
            name="prepare",
            component_id="azureml://registries/contoso/components/prep/versions/1",
            compute_id=f"{HOME}/computes/big",
            inputs=(JobInput(name="raw", uri="azureml:raw:7"),),
        ),
        JobStep(
            name="train",
            component_id="azureml:train:2",
            environment_id="azureml:train:3",
            serverless=True,
        ),
        JobStep(name="sweep", component_id="azureml:trial:1"),
        JobStep(name="automl", inputs=(JobInput(name="training_data", uri="azureml:churn:3"),)),
    )
    assert parsed.registries == ("contoso",)


@pytest.mark.parametrize("kind", ["Labeling", "Evaluation", "NeverSeen"])
def test_other_types_are_kept_and_are_no_training(kind: str) -> None:
    assert job({"jobType": kind}).type == kind
    assert not is_training_like(job({"jobType": kind}))


@pytest.mark.parametrize("kind", ["command", "PIPELINE", "Fine_Tuning", "autoML", "Spark", "sweep"])
def test_training_types_compare_in_any_casing(kind: str) -> None:
    assert is_training_like(job({"jobType": kind}))


@pytest.mark.parametrize("properties", [None, {}, {"jobType": None}, {"jobType": ""}])
def test_a_job_of_no_type_is_undecoded(properties: Any) -> None:
    with pytest.raises(ValueError, match="type"):
        parse_job(wire(JobWire, {"name": "x", "properties": properties}), HOME, None)


def test_a_job_without_name_is_undecoded() -> None:
    with pytest.raises(ValueError, match="name"):
        parse_job(wire(JobWire, {"properties": {"jobType": "Command"}}), HOME, None)


def test_everything_may_be_null() -> None:
    fields = (
        *("status", "displayName", "experimentName", "parentJobName", "computeId", "componentId"),
        *("environmentId", "tags", "properties", "settings", "resources", "inputs", "outputs"),
        *("jobs", "trial", "taskDetails", "fineTuningDetails"),
    )
    parsed = job(dict.fromkeys(fields), systemData=None)
    assert parsed.created_at is None
    assert parsed == job({}, systemData=None)


def test_an_unreadable_date_is_none() -> None:
    assert job({}, systemData={"createdAt": "yesterday"}).created_at is None
