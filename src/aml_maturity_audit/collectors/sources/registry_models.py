"""The newest models in a subscription's registries, with the assets they were promoted from."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from msgspec.structs import replace

from aml_maturity_audit.azure.api import ML
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem
from aml_maturity_audit.collectors.asset_door import ASSET_READ
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.fanout import over
from aml_maturity_audit.collectors.lookups import bounded
from aml_maturity_audit.collectors.registry_door import data_plane_address
from aml_maturity_audit.collectors.wire.base import (
    Resource,
    Wire,
    arm_name,
    created_at,
    modified_at,
)
from aml_maturity_audit.collectors.wire.model_version import ModelVersionWire, parse_version
from aml_maturity_audit.signals.ids import AssetRef, last_segment
from aml_maturity_audit.signals.models import ModelVersion
from aml_maturity_audit.signals.reading import Observed, Reading
from aml_maturity_audit.signals.registries import (
    REGISTRIES,
    REGISTRY_MODELS,
    Registry,
    RegistryModel,
)

MOST_RECENT = 20
"""Models of one registry."""


class VersionsWire(Wire):
    """A page of versions as a registry's own data plane answers it."""

    value: list[ModelVersionWire] | None = None


async def fetch(context: Context) -> Reading[tuple[RegistryModel, ...]]:
    """Versions of up to `MOST_RECENT` models of every registry that ARM lists."""

    async def of(registry: Registry) -> Listing[RegistryModel]:
        models = await _models(context, registry)

        async def versions(name: str) -> Listing[RegistryModel]:
            return await _versions(context, registry, name)

        found = await over(models.reading(), lambda name: name, versions)
        return Listing(found.value, found.gaps) if isinstance(found, Observed) else Listing((), ())

    return await over(context.read(REGISTRIES), lambda registry: registry.name, of)


async def _models(context: Context, registry: Registry) -> Listing[str]:
    """The names of the most recently modified ones."""
    found = await context.arm.listing(
        f"{registry.id}/models",
        Resource,
        lambda item: (modified_at(item), arm_name(item)),
        api=ML,
        action=ASSET_READ,
        source=REGISTRY_MODELS.name,
        params={"listViewType": "All"},
    )
    newest = sorted(found.items, key=_by_date, reverse=True)
    names, left_out = bounded([name for _, name in newest], MOST_RECENT, "models of the registry")
    return Listing(tuple(names), (*found.gaps, *left_out))


def _by_date(item: tuple[Any, str]) -> tuple[bool, float, str]:
    time, name = item
    return (time is None, time.timestamp() if time else 0.0, name)


async def _versions(context: Context, registry: Registry, name: str) -> Listing[RegistryModel]:
    path = f"/models/{quote(name, safe='')}/versions"
    found = await context.arm.listing(
        f"{registry.id}{path}",
        ModelVersionWire,
        lambda item: parse(item, registry.name, name),
        api=ML,
        action=ASSET_READ,
        source=REGISTRY_MODELS.name,
        params={"listViewType": "All"},
    )
    if all(model.origin_known for model in found.items) or not context.data_plane:
        return found
    origins = await _origins(context, registry, name, path)
    told = (origins.get(model.version, model) for model in found.items)
    return Listing(tuple(told), found.gaps)


async def _origins(
    context: Context, registry: Registry, name: str, path: str
) -> Mapping[str, RegistryModel]:
    """By version, as the registry's own data plane tells; none where it does not answer.

    The data plane knows origins (azure_facts A.12): what it leaves out is none.
    """
    try:
        said = await context.data.get(
            await data_plane_address(context, registry, path),
            VersionsWire,
            owner=registry.id,
            action=ASSET_READ,
            source=REGISTRY_MODELS.name,
        )
        models = [parse(item, registry.name, name) for item in said.value or ()]
    except (Problem, ValueError):
        return {}
    return {model.version: replace(model, origin_known=True) for model in models}


def parse(item: ModelVersionWire, registry: str, name: str) -> RegistryModel:
    """The record of one version of the model `name`."""
    number = last_segment(item.id) or arm_name(item)  # the data plane names it like its model
    ref = AssetRef(kind="models", name=name, version=number, registry=registry)
    version: ModelVersion = parse_version(item, ref, reference=ref.key)
    return RegistryModel(
        registry=registry,
        name=name,
        version=ref.version,
        origin=version.origin,
        origin_known=version.origin_known,
        created_at=created_at(item),
    )


COLLECTOR = Collector(
    yields=REGISTRY_MODELS,
    needs=REGISTRY_MODELS.actions,
    fetch=fetch,
    after=(REGISTRIES,),
    trips=4,
)
