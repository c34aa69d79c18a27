"""What a list of models, data or feature sets holds: a name with its latest version."""

from aml_maturity_audit.collectors.wire.base import Resource, Wire


class ContainerProperties(Wire):
    """The declared part of `properties`."""

    latest_version: str | int | None = None
    is_archived: bool | None = None
    data_type: str | None = None


class ContainerWire(Resource):
    """A model, a data asset or a feature set, without its versions."""

    properties: ContainerProperties | None = None
