"""The sandbox answers as azure-ai-ml expects: MLClient reads every kind of resource."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from azure.identity import DefaultAzureCredential

from aml_maturity_audit.sandbox import Sandbox
from sandbox.arm import SUBSCRIPTION

# azure-ai-ml warns about its own use of marshmallow and of experimental classes.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:marshmallow"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:azure"),
]


@pytest.fixture
def credential(rich: Sandbox) -> Iterator[DefaultAzureCredential]:
    with DefaultAzureCredential(disable_instance_discovery=True) as credential:
        yield credential


def client(credential: DefaultAzureCredential, **place: str) -> Any:
    from azure.ai.ml import MLClient

    quiet = {"enable_telemetry": False, "show_progress": False}
    return MLClient(credential, **place, **quiet)


@pytest.fixture
def churn(credential: DefaultAzureCredential) -> Any:
    """MLClient on the workspace `churn`, which finds its cloud through the metadata."""
    return client(
        credential,
        subscription_id=SUBSCRIPTION,
        resource_group_name="rg-churn",
        workspace_name="churn",
    )


def names(listed: Any) -> list[str]:
    return [item.name for item in listed]


LISTS = {
    "compute": ["cluster", "bench"],
    "jobs": ["train", "steps"],
    "schedules": ["nightly"],
    "models": ["churn"],
    "data": ["customers"],
    "environments": ["train"],
    "components": ["prepare"],
    "datastores": ["blob"],
    "connections": ["lake"],
    "online_endpoints": ["churn"],
    "batch_endpoints": ["scoring"],
    "registries": ["contoso-models"],
    "feature_stores": ["features"],
}


@pytest.mark.parametrize(("kind", "expected"), LISTS.items(), ids=list(LISTS))
def test_lists_show_what_is_active(churn: Any, kind: str, expected: list[str]) -> None:
    assert names(getattr(churn, kind).list()) == expected


def test_workspaces_of_group_and_subscription(churn: Any) -> None:
    assert names(churn.workspaces.list()) == ["churn", "features"]
    assert names(churn.workspaces.list(scope="subscription")) == ["churn", "features"]
    assert churn.workspaces.get("churn").discovery_url.endswith("/discovery")


def test_archived_and_disabled_show_when_asked_for(churn: Any) -> None:
    from azure.ai.ml._restclient.arm_ml_service.models import ScheduleListViewType
    from azure.ai.ml.constants import ListViewType

    assert names(churn.jobs.list(list_view_type=ListViewType.ALL)) == ["train", "steps", "old"]
    assert names(churn.models.list(list_view_type=ListViewType.ARCHIVED_ONLY)) == ["retired"]
    listed = churn.schedules.list(list_view_type=ScheduleListViewType.ALL)
    assert names(listed) == ["nightly", "paused"]


def test_versions(churn: Any) -> None:
    versions = churn.models.list("churn")
    assert [(model.version, model.job_name) for model in versions] == [("2", "train"), ("1", None)]
    assert [data.version for data in churn.data.list("customers")] == ["1"]
    assert [one.version for one in churn.environments.list("train")] == ["3"]
    assert [one.version for one in churn.components.list("prepare")] == ["1"]
    assert churn.models.get("churn", label="latest").version == "2"


def test_single_items(churn: Any) -> None:
    assert churn.jobs.get("train").command == "python train.py"
    assert churn.data.get("customers", "1").path.endswith("customers.csv")
    assert churn.environments.get("train", "3").image == "contoso.azurecr.io/train:3"
    assert churn.online_endpoints.get("churn").traffic == {"blue": 90, "green": 10}
    assert churn.datastores.get("blob").account_name == "x"


def test_deployments(churn: Any) -> None:
    assert names(churn.online_deployments.list("churn")) == ["blue", "green"]
    assert names(churn.batch_deployments.list("scoring")) == ["main"]


def test_feature_store(credential: DefaultAzureCredential) -> None:
    features = client(
        credential,
        subscription_id=SUBSCRIPTION,
        resource_group_name="rg-churn",
        workspace_name="features",
    )
    assert names(features.feature_sets.list()) == ["transactions"]
    assert names(features.feature_store_entities.list()) == ["account"]


def test_registry_is_discovered_and_read(credential: DefaultAzureCredential) -> None:
    registry = client(credential, registry_name="contoso-models")
    assert names(registry.environments.list()) == ["train"]
    assert [model.version for model in registry.models.list("churn")] == ["1"]
    assert registry.models.get("churn", "1").type == "mlflow_model"


def test_a_missing_job_is_not_found(churn: Any) -> None:
    from azure.core.exceptions import ResourceNotFoundError

    with pytest.raises(ResourceNotFoundError, match="nobody"):
        churn.jobs.get("nobody")


def test_nothing_but_reads_was_sent(churn: Any, rich: Sandbox) -> None:
    list(churn.jobs.list())
    assert rich.requests.writes() == []
    assert {one.audience for one in rich.requests.to("/jobs")} == {rich.url}


def test_metadata_as_azure_ai_ml_reads_it(rich: Sandbox) -> None:
    from azure.ai.ml._azure_environments import _get_clouds_by_metadata_url

    clouds = _get_clouds_by_metadata_url(os.environ["ARM_CLOUD_METADATA_URL"])
    assert clouds["AzureSandbox"]["resource_manager"] == f"{rich.url}/"
    assert clouds["AzureSandbox"]["active_directory"] == f"{rich.url}/"
    assert clouds["AzureSandbox"]["registry_discovery_endpoint"] == f"{rich.url}/"
