"""Endpoints and deployments, online and batch."""

from typing import Any

import pytest

from aml_maturity_audit.collectors.wire.batch_record import (
    parse_batch_deployment,
    parse_batch_endpoint,
)
from aml_maturity_audit.collectors.wire.online_record import (
    parse_online_deployment,
    parse_online_endpoint,
)
from aml_maturity_audit.collectors.wire.serving import (
    BatchDeploymentWire,
    EndpointWire,
    OnlineDeploymentWire,
)
from aml_maturity_audit.signals.serving import BatchDeployment, OnlineDeployment
from collectors.decoding import wire
from collectors.fake_azure import HOME, made

ONLINE = f"{HOME}/onlineEndpoints"
BATCH = f"{HOME}/batchEndpoints"


def online(properties: Any, **more: Any) -> OnlineDeployment:
    body = {"name": "blue", "properties": properties, "systemData": made(kind=""), **more}
    return parse_online_deployment(
        wire(OnlineDeploymentWire, body), f"{ONLINE}/score/deployments", "score"
    )


def batch(properties: Any) -> BatchDeployment:
    body = {"name": "blue", "properties": properties}
    return parse_batch_deployment(
        wire(BatchDeploymentWire, body), f"{BATCH}/score/deployments", "score"
    )


def test_an_online_endpoint_with_split_traffic() -> None:
    body = {
        "name": "score",
        "systemData": made(kind=""),
        "properties": {
            "provisioningState": "Succeeded",
            "compute": None,
            "traffic": {"blue": 90, "green": "10", "old": None},
            "mirrorTraffic": {"next": 5.0},
        },
    }
    parsed = parse_online_endpoint(wire(EndpointWire, body), ONLINE)
    assert parsed.id == f"{ONLINE}/score"
    assert parsed.traffic == {"blue": 90.0, "green": 10.0}
    assert parsed.mirror_traffic == {"next": 5.0}
    assert parsed.compute_id is None
    assert not parsed.created_by.is_known


@pytest.mark.parametrize("share", ["most", "inf", "NaN"])
def test_a_share_that_is_no_number_is_undecoded(share: str) -> None:
    body = {"name": "score", "properties": {"traffic": {"blue": share}}}
    with pytest.raises(ValueError, match=r"most|number"):
        parse_online_endpoint(wire(EndpointWire, body), ONLINE)


def test_an_online_deployment() -> None:
    parsed = online(
        {
            "provisioningState": "Succeeded",
            "endpointComputeType": "Managed",
            "model": "azureml:churn:3",
            "environmentId": "azureml:serve:1",
            "codeConfiguration": {"codeId": "c", "scoringScript": "src/score.py"},
            "environmentVariables": {"KEY": "hunter2"},
            "appInsightsEnabled": True,
            "dataCollector": {
                "collections": {
                    "model_inputs": {"dataCollectionMode": "enabled"},
                    "x": None,
                }
            },
            "scaleSettings": {"scaleType": "Default"},
        },
        sku={"name": "Default", "capacity": "2"},
    )
    assert (parsed.endpoint, parsed.kind, parsed.state) == ("score", "Managed", "Succeeded")
    assert parsed.scoring_script == "src/score.py"
    assert parsed.app_insights is True
    assert parsed.collects_data
    assert parsed.capacity == 2
    assert parsed.min_instances is None


def test_a_kubernetes_deployment_scales_by_itself() -> None:
    parsed = online(
        {"endpointComputeType": "Kubernetes",
         "scaleSettings": {"scaleType": "targetUtilization", "minInstances": 3}}
    )  # fmt: skip
    assert parsed.min_instances == 3


@pytest.mark.parametrize(
    "collector",
    [None, {}, {"collections": None}, {"collections": {"a": {"dataCollectionMode": "Disabled"}}}],
)
def test_no_collection_enabled(collector: Any) -> None:
    assert not online({"dataCollector": collector}).collects_data


def test_what_says_nothing_of_itself_is_undecoded() -> None:
    for parse in (online, batch):
        with pytest.raises(ValueError, match="does not say"):
            parse(None)
    bare = wire(EndpointWire, {"name": "score", "properties": None})
    for parse_endpoint in (parse_online_endpoint, parse_batch_endpoint):
        with pytest.raises(ValueError, match="does not say"):
            parse_endpoint(bare, ONLINE)


def test_an_online_deployment_of_nulls() -> None:
    assert online({}, systemData=None).capacity is None
    assert online({"scaleSettings": None, "codeConfiguration": None}).app_insights is None


def test_a_batch_endpoint() -> None:
    body = {"name": "score", "properties": {"defaults": {"deploymentName": "blue"}}}
    assert parse_batch_endpoint(wire(EndpointWire, body), BATCH).default_deployment == "blue"
    bare = {"name": "score", "properties": {"defaults": None}}
    assert parse_batch_endpoint(wire(EndpointWire, bare), BATCH).default_deployment is None


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (
            {"referenceType": "Id", "assetId": f"{HOME}/models/churn/versions/3"},
            f"{HOME}/models/churn/versions/3",
        ),
        ({"referenceType": "DataPath", "path": "azureml://x"}, "azureml://x"),
        ("azureml:churn:3", "azureml:churn:3"),
        (None, None),
        ({}, None),
    ],
)
def test_models_of_batch_deployments(model: Any, expected: str | None) -> None:
    parsed = batch({"model": model})
    assert parsed.model == expected
    assert parsed.kind == "Model"


def test_a_pipeline_component_deployment() -> None:
    parsed = batch(
        {
            "deploymentConfiguration": {
                "deploymentConfigurationType": "PipelineComponent",
                "componentId": {"referenceType": "Id", "assetId": "azureml:pipe:1"},
            }
        }
    )
    assert (parsed.kind, parsed.component_id, parsed.model) == (
        "PipelineComponent",
        "azureml:pipe:1",
        None,
    )
    assert (
        batch(
            {"deploymentConfiguration": {"deploymentConfigurationType": "pipelineComponent"}}
        ).kind
        == "PipelineComponent"
    )
