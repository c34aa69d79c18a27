"""From batch endpoints and deployments as answered to the records that are kept of them."""

from collections.abc import Mapping
from typing import cast

from aml_maturity_audit.collectors.wire.base import arm_id, arm_name, created_at, created_by
from aml_maturity_audit.collectors.wire.plain import enum_key, text, text_or_none
from aml_maturity_audit.collectors.wire.serving import (
    BatchDeploymentWire,
    CodeConfiguration,
    EndpointWire,
)
from aml_maturity_audit.signals.serving import BatchDeployment, BatchEndpoint

PIPELINE_COMPONENT = "PipelineComponent"


def parse_batch_endpoint(item: EndpointWire, collection: str) -> BatchEndpoint:
    """The record of an endpoint of `collection`. Raises ValueError where it says nothing of
    itself."""
    said = item.properties
    if said is None:
        raise ValueError("the endpoint does not say what it does")
    return BatchEndpoint(
        id=arm_id(item, collection),
        name=arm_name(item),
        state=text(said.provisioning_state),
        default_deployment=text_or_none(said.defaults.deployment_name) if said.defaults else None,
        created_at=created_at(item),
        created_by=created_by(item),
    )


def parse_batch_deployment(
    item: BatchDeploymentWire, collection: str, endpoint: str
) -> BatchDeployment:
    """The record of a deployment of `endpoint`. Raises ValueError where it says nothing of
    itself."""
    said = item.properties
    if said is None:
        raise ValueError("the deployment does not say what it serves")
    code = said.code_configuration or CodeConfiguration()
    configuration = said.deployment_configuration or {}
    component = asset_of(configuration.get("componentId"))
    kind = text(configuration.get("deploymentConfigurationType")) or text(said.deployment_type)
    return BatchDeployment(
        id=arm_id(item, collection),
        name=arm_name(item),
        endpoint=endpoint,
        state=text(said.provisioning_state),
        kind=PIPELINE_COMPONENT if component or "pipeline" in enum_key(kind) else kind or "Model",
        model=asset_of(said.model),
        component_id=component,
        environment_id=text_or_none(said.environment_id),
        code_id=text_or_none(code.code_id),
        scoring_script=text_or_none(code.scoring_script),
        created_at=created_at(item),
        created_by=created_by(item),
    )


def asset_of(reference: object) -> str | None:
    """The asset in a reference: its text, or the `assetId` or `path` of an object (A.19 step 2)."""
    if isinstance(reference, Mapping):
        said = cast("Mapping[str, object]", reference)
        return text_or_none(said.get("assetId")) or text_or_none(said.get("path"))
    return text_or_none(reference)
