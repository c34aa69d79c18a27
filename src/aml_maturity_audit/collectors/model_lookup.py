"""One model version, wherever it is: this workspace, another one, or a registry."""

from dataclasses import dataclass

from msgspec.structs import replace

from aml_maturity_audit.azure.problems import Problem
from aml_maturity_audit.collectors.asset_door import ASSET_READ, asset, path_of
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.lookups import Outcome, attempt
from aml_maturity_audit.collectors.registry_door import data_plane_address
from aml_maturity_audit.collectors.wire.model_version import ModelVersionWire, parse_version
from aml_maturity_audit.signals.ids import AssetRef
from aml_maturity_audit.signals.models import MODEL_VERSIONS, ModelVersion
from aml_maturity_audit.signals.registries import is_system_registry


@dataclass(frozen=True)
class Wanted:
    """A model version to look up."""

    ref: AssetRef
    """Where it is."""
    reference: str
    """What was asked for, by which others find the answer."""
    latest: bool = False


async def look_up(context: Context, wanted: Wanted) -> tuple[ModelVersion, Outcome[ModelVersion]]:
    """The version as a record, whatever came of asking, and the outcome itself.

    The outcome of one that is deployed or an origin is named so: it hides no latest version.
    """
    resource = wanted.reference if wanted.latest else f"deployed:{wanted.reference}"
    outcome = await attempt(_version(context, wanted), resource=resource)
    return outcome.value or _unfound(wanted, outcome), outcome


async def _version(context: Context, wanted: Wanted) -> ModelVersion:
    """Raises Problem."""
    ref = wanted.ref
    if ref.registry is not None and is_system_registry(ref.registry):
        return _of_everybody(wanted)
    said = await asset(context, ref, ModelVersionWire, MODEL_VERSIONS)
    found = parse_version(said, ref, reference=wanted.reference, latest=wanted.latest)
    if found.origin_known:
        return found
    return await _with_origin(context, wanted, found)


async def _with_origin(context: Context, wanted: Wanted, found: ModelVersion) -> ModelVersion:
    """As the registry's own data plane tells it; unchanged where that does not answer.

    The data plane knows origins (azure_facts A.12): what it leaves out is none.
    """
    registry = context.estate.registry(wanted.ref.registry)
    if registry is None:
        return found
    try:
        path = await path_of(context, wanted.ref)
        url = await data_plane_address(context, registry, path.removeprefix(registry.id))
        said = await context.data.get(
            url,
            ModelVersionWire,
            owner=registry.id,
            action=ASSET_READ,
            source=MODEL_VERSIONS.name,
        )
    except Problem:
        return found
    if said.properties is None:
        return found
    told = parse_version(said, wanted.ref, reference=wanted.reference, latest=wanted.latest)
    return replace(told, origin_known=True)


def _of_everybody(wanted: Wanted) -> ModelVersion:
    """A model of the catalogue: nobody here trained it, so there is nothing to look up."""
    return ModelVersion(
        reference=wanted.reference,
        registry=wanted.ref.registry,
        name=wanted.ref.name,
        version=wanted.ref.version,
        detail=f"From the system registry {wanted.ref.registry}; not looked up.",
        latest=wanted.latest,
    )


def _unfound(wanted: Wanted, outcome: Outcome[ModelVersion]) -> ModelVersion:
    return ModelVersion(
        reference=wanted.reference,
        state=outcome.state,
        detail=outcome.detail,
        action=outcome.action,
        workspace_id=wanted.ref.workspace_id,
        registry=wanted.ref.registry,
        name=wanted.ref.name,
        version=wanted.ref.version,
        latest=wanted.latest,
    )
