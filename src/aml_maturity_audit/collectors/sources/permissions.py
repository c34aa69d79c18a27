"""What the auditing identity may do in a subscription; decides which absences are facts."""

from aml_maturity_audit.azure.api import PERMISSIONS as VERSIONS
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.signals.access import PERMISSIONS, Permission


class PermissionWire(Wire):
    """An entry of the caller's effective permissions; one per role that reaches the scope."""

    actions: list[str] | None = None
    not_actions: list[str] | None = None


async def fetch(context: Context) -> Listing[Permission]:
    """At the scope of the subscription: roles on single groups or workspaces do not count."""
    return await context.arm.listing(
        f"/subscriptions/{context.subscription_id}/providers/Microsoft.Authorization/permissions",
        PermissionWire,
        parse,
        api=VERSIONS,
        action=PERMISSIONS.actions[0],
        source=PERMISSIONS.name,
    )


def parse(item: PermissionWire) -> Permission:
    """The record of one entry."""
    return Permission(actions=tuple(item.actions or ()), not_actions=tuple(item.not_actions or ()))


COLLECTOR = Collector(yields=PERMISSIONS, needs=PERMISSIONS.actions, fetch=fetch, prologue=True)
