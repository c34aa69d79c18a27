"""Computes of a workspace. Only the type is read; user names and connection strings are not."""

from functools import partial

from aml_maturity_audit.azure.api import ML
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.base import Resource, Wire, arm_id, arm_name
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.signals.computes import COMPUTES, Compute


class ComputeProperties(Wire):
    """The declared part of `properties`."""

    compute_type: str | None = None


class ComputeWire(Resource):
    """A compute."""

    properties: ComputeProperties | None = None


async def fetch(context: Context) -> Listing[Compute]:
    """All computes of the workspace."""
    collection = f"{context.workspace.id}/computes"
    return await context.arm.listing(
        collection,
        ComputeWire,
        partial(parse, collection=collection),
        api=ML,
        action=COMPUTES.actions[0],
        source=COMPUTES.name,
    )


def parse(item: ComputeWire, collection: str) -> Compute:
    """The record of one compute. Raises ValueError where it does not say of which type it is."""
    kind = text(item.properties.compute_type) if item.properties else ""
    if not kind:
        raise ValueError("the compute does not say of which type it is")
    return Compute(id=arm_id(item, collection), name=arm_name(item), type=kind)


COLLECTOR = Collector(yields=COMPUTES, needs=COMPUTES.actions, fetch=fetch)
