"""Registries that deployments name: known from ARM, else found by one discovery GET."""

from urllib.parse import quote

from aml_maturity_audit.azure.dataplane import RegistryDiscovery
from aml_maturity_audit.azure.problems import Missing, Unanswered
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.signals.registries import Registry

_DATA_PLANE_VERSION = "2021-10-01-dataplanepreview"
_HIDDEN = "Registry {name} is neither visible to the identity in ARM nor told of by the cloud."


async def discovered(context: Context, name: str) -> RegistryDiscovery:
    """Where a registry lives; asked once per run. Raises Problem, never Missing: something names
    it, so one that the cloud does not tell of may only be hidden."""
    if not context.data_plane:
        raise Unanswered(
            f"Registry {name} is not visible to the identity in ARM, and the data plane, which "
            "knows it, was turned off."
        )
    try:
        return await context.estate.once(
            f"registry:{name.lower()}", lambda: context.data.discover_registry(name)
        )
    except Missing as problem:
        raise Unanswered(_HIDDEN.format(name=name)) from problem


async def registry_named(context: Context, name: str) -> Registry:
    """The registry, so that its assets can be asked for in ARM. Raises Problem."""
    known = context.estate.registry(name)
    if known is not None:
        return known
    found = await discovered(context, name)
    if not (found.subscription_id and found.resource_group):
        raise Unanswered(_HIDDEN.format(name=name))
    registry = Registry(
        id=f"/subscriptions/{found.subscription_id}/resourceGroups/{found.resource_group}"
        f"/providers/Microsoft.MachineLearningServices/registries/{quote(name, safe='')}",
        name=name,
    )
    context.estate.add_named(registry)
    return registry


async def data_plane_address(context: Context, registry: Registry, asset_path: str) -> str:
    """The address of an asset in the registry's own data plane, which tells origins (A.12).

    `asset_path` is what follows the registry's id. Raises Problem.
    """
    found = await discovered(context, registry.name)
    base = found.primary_region_resource_provider_uri
    if not base or not context.data.allow(base, registry.id):
        raise Unanswered(f"Registry {registry.name} has no data plane that may be asked.")
    return (
        f"{base.rstrip('/')}/mferp/managementfrontend{registry.id}{asset_path}"
        f"?api-version={_DATA_PLANE_VERSION}"
    )
