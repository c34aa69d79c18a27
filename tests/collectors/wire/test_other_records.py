"""Workspaces, events, versions of models, components, MLflow runs."""

from typing import Any

import pytest

from aml_maturity_audit.collectors.wire.component import environment_in
from aml_maturity_audit.collectors.wire.event import EventSubscriptionWire, parse_subscription
from aml_maturity_audit.collectors.wire.mlflow import Run, summary
from aml_maturity_audit.collectors.wire.model_version import (
    ModelVersionWire,
    job_behind,
    parse_version,
)
from aml_maturity_audit.collectors.wire.workspace import WorkspaceWire, parse_workspace
from aml_maturity_audit.signals.events import EventFilter, EventSubscription
from aml_maturity_audit.signals.ids import AssetRef
from aml_maturity_audit.signals.models import ModelVersion
from collectors.decoding import wire
from collectors.fake_azure import HOME, made

OWN = AssetRef(kind="models", name="churn", version="3", workspace_id=HOME.lower())
IN_REGISTRY = AssetRef(kind="models", name="churn", version="3", registry="contoso")


def test_a_workspace_keeps_only_telling_tags() -> None:
    body = {
        "id": HOME.replace("resourceGroups/rg", "resourcegroups/RG"),
        "name": "churn",
        "kind": None,
        "tags": {"Env": "prod", "team": "x" * 100, "password": "hunter2", "app": None},
        "properties": {
            "workspaceId": "g",
            "mlFlowTrackingUri": "azureml://h/mlflow",
            "applicationInsights": "",
        },
    }
    parsed = parse_workspace(wire(WorkspaceWire, body))
    assert parsed.tags == {"Env": "prod", "team": "x" * 64}
    assert (parsed.kind, parsed.resource_group, parsed.guid) == ("Default", "RG", "g")
    assert parsed.tracking_uri == "azureml://h/mlflow"
    assert parsed.application_insights is None


@pytest.mark.parametrize("id_", [None, "string", "/subscriptions/s"])
def test_a_workspace_without_arm_id_is_undecoded(id_: Any) -> None:
    with pytest.raises(ValueError, match="ARM id"):
        parse_workspace(wire(WorkspaceWire, {"id": id_, "name": "x"}))


def event(**properties: Any) -> EventSubscription:
    body = {"name": "on-breach", "properties": properties}
    return parse_subscription(wire(EventSubscriptionWire, body), HOME, through_topic=True)


def test_an_event_subscription() -> None:
    parsed = event(
        provisioningState="Succeeded",
        expirationTimeUtc="2027-01-01T00:00:00Z",
        destination={"endpointType": "AzureFunction", "properties": {"resourceId": "hunter2"}},
        filter={
            "includedEventTypes": ["Microsoft.MachineLearningServices.RunStatusChanged"],
            "advancedFilters": [
                {"operatorType": "StringContains", "key": "data.RunTags.x", "values": ["hunter2"]}
            ],
        },
    )
    assert parsed.destination == "AzureFunction"
    assert parsed.event_types == ("Microsoft.MachineLearningServices.RunStatusChanged",)
    assert parsed.filters == (EventFilter(operator="StringContains", key="data.RunTags.x"),)
    assert parsed.expires_at is not None
    assert parsed.through_topic


def test_delivery_with_an_identity_holds_the_destination() -> None:
    parsed = event(deliveryWithResourceIdentity={"destination": {"endpointType": "EventHub"}})
    assert parsed.destination == "EventHub"


def test_no_filter_passes_all_types_and_an_empty_one_none() -> None:
    assert event(filter=None).event_types is None
    assert event(filter={"includedEventTypes": None}).event_types is None
    assert event(filter={"includedEventTypes": []}).event_types == ()


def test_an_expiry_that_cannot_be_read() -> None:
    parsed = event(expirationTimeUtc="soon")
    assert parsed.expires_at is None
    assert parsed.expiry_unreadable


def version(ref: AssetRef, **properties: Any) -> ModelVersion:
    body = {"name": "3", "properties": properties, "systemData": made(kind="Application")}
    return parse_version(wire(ModelVersionWire, body), ref, reference="r")


def test_a_version_of_the_workspace() -> None:
    parsed = version(OWN, jobName="train-1", isArchived=True)
    assert (parsed.job_name, parsed.archived, parsed.workspace_id) == (
        "train-1",
        True,
        HOME.lower(),
    )
    assert parsed.origin_known


def test_a_model_that_refers_to_a_feature_store() -> None:
    store = HOME.replace("churn", "fs1")
    told = {"azureml.FeatureStoreName": "fs1", "retrieved": f"{store}/featuresets/t", "own": HOME}
    assert version(OWN, properties=told).feature_stores == (store.lower(), "fs1")
    assert version(OWN).feature_stores == ()


def test_whether_a_registry_tells_origins() -> None:
    assert version(IN_REGISTRY, originAssetId="azureml://x").origin == "azureml://x"
    assert version(IN_REGISTRY, originAssetId=None).origin_known
    assert not version(IN_REGISTRY, jobName=None).origin_known


@pytest.mark.parametrize(
    ("job", "uri", "expected"),
    [
        ("train-1", None, "train-1"),
        (f"{HOME}/jobs/train-1", None, "train-1"),
        (
            None,
            "azureml://datastores/workspaceartifactstore/paths/ExperimentRun/dcid.train-1/model",
            "train-1",
        ),
        (None, "azureml://jobs/train-1/outputs/artifacts/paths/model/", "train-1"),
        (None, "runs:/train-1/model", "train-1"),
        ("", "https://store.blob.core.windows.net/c/LocalUpload/1/model", None),
        (None, None, None),
    ],
)
def test_the_job_behind_a_model(job: str | None, uri: str | None, expected: str | None) -> None:
    assert job_behind(job, uri) == expected


COMPONENT = AssetRef(kind="components", name="prep", version="1", workspace_id="/ws")


@pytest.mark.parametrize(
    ("spec", "owner", "expected"),
    [
        ({"environment": "azureml:train:3"}, COMPONENT, "/ws/environments/train/versions/3"),
        (
            {"environment": f"{HOME}/environments/t/versions/1"},
            COMPONENT,
            f"{HOME}/environments/t/versions/1",
        ),
        (
            {"task": {"environment": "azureml:train@latest"}},
            COMPONENT,
            "/ws/environments/train/labels/latest",
        ),
        (
            {"environment": "azureml:train:3"},
            AssetRef(kind="components", name="prep", version="1", registry="contoso"),
            "azureml://registries/contoso/environments/train/versions/3",
        ),
        (
            {"environment": {"image": "x"}},
            COMPONENT,
            "/ws/environments/CliV2AnonymousEnvironment/versions/inline",
        ),
        ({"type": "pipeline"}, COMPONENT, None),
    ],
)
def test_the_environment_of_a_component(spec: Any, owner: AssetRef, expected: str | None) -> None:
    assert environment_in(spec, owner) == expected


def test_a_run_counts_for_itself_its_root_and_its_parent() -> None:
    body = {
        "info": {"run_id": "Child"},
        "data": {
            "metrics": [{"key": "auc", "value": 0.9}, {"key": "auc"}, {"key": "system/cpu"}],
            "tags": [
                {"key": "mlflow.rootRunId", "value": "Root"},
                {"key": "mlflow.parentRunId", "value": "Parent"},
                {"key": "owner", "value": "hunter2"},
            ],
        },
    }
    seen = summary(wire(Run, body))
    assert seen.jobs == {"child", "root", "parent"}
    assert (seen.own, seen.metrics) == ("child", 1)


def test_a_run_of_nulls_counts_for_nobody() -> None:
    assert summary(wire(Run, {"info": None, "data": None})).jobs == frozenset()
