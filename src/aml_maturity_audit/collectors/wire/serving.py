"""Endpoints and deployments as ARM answers them. Source: azure_facts A.11, A.13, A.14, A.19."""

from typing import Any

from aml_maturity_audit.collectors.wire.base import Resource, Wire

Number = int | float | str | None


class Defaults(Wire):
    """`defaults` of a batch endpoint."""

    deployment_name: str | None = None


class EndpointProperties(Wire):
    """The declared part of `properties` of an online or a batch endpoint."""

    provisioning_state: str | None = None
    compute: str | None = None
    traffic: dict[str, Number] | None = None
    mirror_traffic: dict[str, Number] | None = None
    defaults: Defaults | None = None


class EndpointWire(Resource):
    """An endpoint."""

    properties: EndpointProperties | None = None


class CodeConfiguration(Wire):
    """`codeConfiguration`; MLflow no-code deployments have none."""

    code_id: str | None = None
    scoring_script: str | None = None


class Collection(Wire):
    """A collection of the data collector."""

    data_collection_mode: str | None = None


class DataCollector(Wire):
    """`dataCollector`."""

    collections: dict[str, Collection | None] | None = None


class Scaling(Wire):
    """`scaleSettings`."""

    scale_type: str | None = None
    min_instances: Number = None


class Sku(Wire):
    """`sku`; its capacity is the number of instances."""

    capacity: Number = None


class OnlineDeploymentProperties(Wire):
    """The declared part of `properties`; no environment variables."""

    provisioning_state: str | None = None
    endpoint_compute_type: str | None = None
    model: str | None = None
    environment_id: str | None = None
    code_configuration: CodeConfiguration | None = None
    app_insights_enabled: bool | None = None
    data_collector: DataCollector | None = None
    scale_settings: Scaling | None = None


class OnlineDeploymentWire(Resource):
    """An online deployment."""

    kind: str | None = None
    sku: Sku | None = None
    properties: OnlineDeploymentProperties | None = None


class BatchDeploymentProperties(Wire):
    """The declared part of `properties`; `model` and `componentId` come as text or as objects."""

    provisioning_state: str | None = None
    model: Any = None
    environment_id: str | None = None
    code_configuration: CodeConfiguration | None = None
    deployment_configuration: dict[str, Any] | None = None
    deployment_type: str | None = None
    properties: dict[str, Any] | None = None


class BatchDeploymentWire(Resource):
    """A batch deployment."""

    properties: BatchDeploymentProperties | None = None
