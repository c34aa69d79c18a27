"""Schedules of a workspace, enabled and disabled: the service's own default hides the latter."""

from functools import partial

from aml_maturity_audit.azure.api import ML
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.schedule import ScheduleWire
from aml_maturity_audit.collectors.wire.schedule_record import parse_schedule
from aml_maturity_audit.signals.schedules import SCHEDULES, Schedule


async def fetch(context: Context) -> Listing[Schedule]:
    """All schedules, with the monitors among them."""
    return await context.arm.listing(
        f"{context.workspace.id}/schedules",
        ScheduleWire,
        partial(parse_schedule, workspace_id=context.workspace.id),
        api=ML,
        action=SCHEDULES.actions[0],
        source=SCHEDULES.name,
        params={"listViewType": "All"},
    )


COLLECTOR = Collector(yields=SCHEDULES, needs=SCHEDULES.actions, fetch=fetch)
