"""What properties and tags make of a job."""

from datetime import UTC, datetime
from typing import Any

import pytest

from aml_maturity_audit.collectors.wire.job_record import is_training_like
from collectors.decoding import job
from collectors.fake_azure import HOME


@pytest.mark.parametrize(
    "marks",
    [
        {"parentJobName": "root"},
        {"tags": {"mlflow.parentRunId": "root"}},
        {"properties": {"mlflow.parentRunId": "root"}},
        {"tags": {"mlflow.rootRunId": "root"}},
    ],
)
def test_child_jobs_name_their_parent(marks: dict[str, Any]) -> None:
    assert job(marks).parent == "root"
    assert not is_training_like(job(marks))


def test_a_root_job_that_names_itself_is_no_child() -> None:
    assert job({"parentJobName": "TRAIN-1", "tags": {"mlflow.rootRunId": "train-1"}}).parent is None


def test_runs_of_monitors_and_breaches() -> None:
    quiet = job({"tags": {"azureml_modelmonitor_signal": "drift"}})
    assert quiet.monitor_run
    assert not quiet.breached
    loud = job({"tags": {"AzureML_ModelMonitor_threshold_breached": "drift has failed due to …"}})
    assert loud.monitor_run
    assert loud.breached
    assert not job({"tags": {"azureml_modelmonitor_threshold_breached": "False"}}).breached
    assert not is_training_like(loud)


def test_materialization_jobs() -> None:
    parsed = job(
        {
            "jobType": "Spark",
            "properties": {
                "azureml.FeatureStoreJobType": "RecurrentMaterialization",
                "azureml.FeatureStoreName": "fs1",
                "azureml.FeatureSetName": "transactions",
                "azureml.FeatureSetVersion": "1",
                "azureml.FeatureWindowEnd": "2026-11-02T00:00:00Z",
            },
        }
    )
    assert parsed.materialization is not None
    assert parsed.materialization.feature_set == "transactions"
    assert parsed.materialization.window_end == datetime(2026, 11, 2, tzinfo=UTC)
    assert parsed.feature_stores == ()
    assert not is_training_like(parsed)


def test_use_of_a_feature_store() -> None:
    store = HOME.replace("churn", "fs1")
    named = job(
        {
            "inputs": {
                "f": {"jobInputType": "uri_folder", "uri": f"{store}/featuresets/t/versions/1"}
            }
        }
    )
    assert named.feature_stores == (store.lower(),)
    assert job({"properties": {"azureml.FeatureStoreName": "fs1"}}).feature_stores == ("fs1",)
    assert job({"properties": {"store": f"uses {store.upper()}/x"}}).feature_stores == (
        store.lower(),
    )
    hinted = {"feature_retrieval_spec": {"jobInputType": "uri_file", "uri": "azureml://x/y"}}
    assert job({"inputs": hinted}).feature_stores == ("*",)


def test_batch_runs_and_imports() -> None:
    run = job({"properties": {"azureml.endpointname": "score", "azureml.deploymentname": "blue"}})
    assert (run.endpoint, run.deployment) == ("score", "blue")
    assert job({"jobType": "DataImport"}).import_run
    assert not is_training_like(
        job({"jobType": "Command", "properties": {"azureml.dataimport": "1"}})
    )
