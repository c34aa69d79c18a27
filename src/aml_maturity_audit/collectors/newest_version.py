"""The newest version of an asset whose container does not tell it."""

from typing import Any
from urllib.parse import quote

from aml_maturity_audit.azure.api import Versions
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.base import Resource, arm_name, created_at
from aml_maturity_audit.signals.reading import SignalKey


async def newest_version(
    context: Context, collection: str, name: str, signal: SignalKey[Any], api: Versions
) -> str:
    """The version made last, by its date; empty where there is none. Raises Problem."""
    found = await context.arm.listing(
        f"{collection}/{quote(name, safe='')}/versions",
        Resource,
        lambda item: (created_at(item), arm_name(item)),
        api=api,
        action=signal.actions[0],
        source=signal.name,
        params={"listViewType": "All"},
    )
    dated = [(time, version) for time, version in found.items if time is not None]
    if dated:
        return max(dated)[1]
    return found.items[-1][1] if found.items else ""
