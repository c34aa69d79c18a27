"""The workspaces of a subscription, of every kind; the estate keeps their records."""

from typing import Any

from aml_maturity_audit.azure.api import ML
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.workspace import WorkspaceWire, parse_workspace
from aml_maturity_audit.signals.snapshot import WORKSPACES

_NEEDS = WORKSPACES.actions


async def fetch(context: Context) -> Listing[Any]:
    """One list per subscription; what it shows goes into the estate."""
    found = await context.arm.listing(
        f"/subscriptions/{context.subscription_id}"
        "/providers/Microsoft.MachineLearningServices/workspaces",
        WorkspaceWire,
        parse_workspace,
        api=ML,
        action=_NEEDS[0],
        source=WORKSPACES.name,
    )
    context.estate.add_workspaces(found.items)
    return Listing(tuple(workspace.id for workspace in found.items), found.gaps)


COLLECTOR = Collector(yields=WORKSPACES, needs=_NEEDS, fetch=fetch, filtered=_NEEDS, prologue=True)
