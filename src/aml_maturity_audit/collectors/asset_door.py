"""One asset version by its reference, wherever it is: a workspace or a registry."""

from typing import Any, TypeVar

from aml_maturity_audit.azure.api import ML
from aml_maturity_audit.azure.problems import Missing, Unanswered
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.lookups import asset_path, unreachable
from aml_maturity_audit.collectors.registry_door import data_plane_address, registry_named
from aml_maturity_audit.signals.ids import AssetRef
from aml_maturity_audit.signals.reading import SignalKey

S = TypeVar("S")

ASSET_READ = "Microsoft.MachineLearningServices/registries/assets/read"
"""What reading any asset in a registry takes."""


async def asset(context: Context, ref: AssetRef, kind: type[S], signal: SignalKey[Any]) -> S:
    """The version that `ref` names, as far as `kind` declares it; asked for `signal`.

    Raises Problem: Missing where it does not exist, Unanswered where its place is not known or the
    answer leaves out all that `kind` wants to know.
    """
    path = await path_of(context, ref)

    async def ask() -> S:
        action = ASSET_READ if ref.registry else signal.actions[0]
        try:
            return await context.arm.item(path, kind, api=ML, action=action, source=signal.name)
        except Missing:
            if ref.registry is None or context.estate.lists_registry(ref.registry):
                raise
            return await _in_data_plane(context, ref.registry, path, kind, signal)

    shared = ref.registry is not None  # by any number of workspaces
    key = f"{signal.name} of {path}"
    said = await (context.estate.once(key, ask) if shared else ask())
    if getattr(said, "properties", said) is None:
        raise Unanswered(f"{ref.name} was answered without its properties.")
    return said


async def _in_data_plane(
    context: Context, name: str, path: str, kind: type[S], signal: SignalKey[Any]
) -> S:
    """As the registry's own data plane has it, where ARM does not show the registry.

    Raises Problem, Missing only where neither has it.
    """
    registry = await registry_named(context, name)
    return await context.data.get(
        await data_plane_address(context, registry, path.removeprefix(registry.id)),
        kind,
        owner=registry.id,
        action=ASSET_READ,
        source=signal.name,
    )


async def path_of(context: Context, ref: AssetRef) -> str:
    """Its path in ARM; a registry that ARM does not list is looked up. Raises Problem."""
    if ref.registry is not None:
        await registry_named(context, ref.registry)
    path = asset_path(ref, context.estate)
    if path is None:
        raise Unanswered(unreachable(ref))
    return path
