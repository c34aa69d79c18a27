"""A model version as ARM or a registry's data plane answers it. Source: azure_facts A.6, A.12."""

import re
from typing import Any

from msgspec import UNSET, UnsetType

from aml_maturity_audit.collectors.wire import marks
from aml_maturity_audit.collectors.wire.base import Resource, Wire, created_at, created_by
from aml_maturity_audit.collectors.wire.plain import text, text_or_none
from aml_maturity_audit.signals.ids import AssetRef, last_segment
from aml_maturity_audit.signals.models import ModelVersion

_JOB_IN_URI = (
    re.compile(r"/ExperimentRun/dcid\.(?P<job>[^/]+)", re.IGNORECASE),
    re.compile(r"azureml://jobs/(?P<job>[^/]+)/", re.IGNORECASE),
    re.compile(r"^runs:/+(?P<job>[^/]+)/", re.IGNORECASE),
    re.compile(r"/jobs/(?P<job>[^/]+)/outputs/", re.IGNORECASE),
)


class ModelVersionProperties(Wire):
    """The declared part of `properties`."""

    job_name: str | None = None
    model_uri: str | None = None
    is_archived: bool | None = None
    is_anonymous: bool | None = None
    properties: dict[str, Any] | None = None
    origin_asset_id: str | UnsetType | None = UNSET
    """UNSET where the answer does not know of origins: then there may be one."""


class ModelVersionWire(Resource):
    """A model version."""

    properties: ModelVersionProperties | None = None


def parse_version(
    item: ModelVersionWire, ref: AssetRef, *, reference: str, latest: bool = False
) -> ModelVersion:
    """The record of the version that `ref` names; `reference` is what was asked for."""
    said = item.properties or ModelVersionProperties()
    origin = said.origin_asset_id
    return ModelVersion(
        reference=reference,
        workspace_id=ref.workspace_id,
        registry=ref.registry,
        name=ref.name,
        version=ref.version,
        job_name=job_behind(said.job_name, said.model_uri),
        archived=said.is_archived is True,
        anonymous=said.is_anonymous is True or ref.name.lower() == "azureml_anonymous",
        origin=None if isinstance(origin, UnsetType) else text_or_none(origin),
        origin_known=ref.registry is None or not isinstance(origin, UnsetType),
        created_at=created_at(item),
        created_by=created_by(item),
        latest=latest,
        feature_stores=marks.stores_in(marks.lowered(said.properties), own=ref.workspace_id or ""),
    )


def job_behind(job_name: str | None, model_uri: str | None) -> str | None:
    """The job that made a model: as told, else from the path it was written to."""
    if text(job_name):
        return last_segment(text(job_name)) or None
    found = (pattern.search(text(model_uri)) for pattern in _JOB_IN_URI)
    return next((match["job"] for match in found if match), None)
