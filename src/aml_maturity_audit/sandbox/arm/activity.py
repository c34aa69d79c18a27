"""The Activity Log: `$filter` on time, provider, group and resource."""

import re
from datetime import datetime

from aml_maturity_audit.sandbox.arm import refusals
from aml_maturity_audit.sandbox.arm.pages import page
from aml_maturity_audit.sandbox.arm.rights import Rights
from aml_maturity_audit.sandbox.estate.times import absolute
from aml_maturity_audit.sandbox.estate.world import Resource, World
from aml_maturity_audit.sandbox.web import Answer, Call

ACTION = "Microsoft.Insights/eventtypes/values/read"
_TIME = re.compile(r"eventTimestamp\s+(ge|le)\s+'([^']*)'", re.I)
_TERM = re.compile(
    r"(resourceProvider|resourceGroupName|resourceUri|resourceId|correlationId|status|caller)"
    r"\s+eq\s+'([^']*)'",
    re.I,
)
_FIELDS = {
    "resourceprovider": ("resourceProviderName", "value"),
    "resourcegroupname": ("resourceGroupName",),
    "resourceuri": ("resourceId",),
    "resourceid": ("resourceId",),
    "correlationid": ("correlationId",),
    "status": ("status", "value"),
    "caller": ("caller",),
}


def activity_page(world: World, subscription: str, call: Call, rights: Rights) -> Answer:
    """One page of events; ARM wants a start time in the filter."""
    scope = f"/subscriptions/{subscription}"
    if not rights.allows(scope, ACTION):
        who = rights.identity
        return refusals.forbidden(who.client_id, who.object_id, ACTION, scope)
    condition = call.asked("$filter")
    times = _TIME.findall(condition)
    if not any(operator.lower() == "ge" for operator, _ in times):
        message = "The $filter is missing or lacks 'eventTimestamp ge'."
        return refusals.refusal(400, "BadRequest", message)
    try:
        bounds = [(operator.lower(), absolute(text.replace(" ", "+"))) for operator, text in times]
    except ValueError:
        return refusals.refusal(400, "BadRequest", "A time in the $filter cannot be read.")
    terms = [(_FIELDS[name.lower()], value.lower()) for name, value in _TERM.findall(condition)]
    events = world.activity[scope.lower()].items
    seen = [e for e in events if _in_time(e, bounds) and _named(e, terms)]
    return page(seen, call, world.url, world.settings.paging)


def _in_time(event: Resource, bounds: list[tuple[str, datetime]]) -> bool:
    try:
        stamp = absolute(str(event.get("eventTimestamp")))
    except ValueError:
        return True
    return all(stamp >= bound if op == "ge" else stamp <= bound for op, bound in bounds)


def _named(event: Resource, terms: list[tuple[tuple[str, ...], str]]) -> bool:
    return all(str(event.get(*keys)).lower() == value for keys, value in terms)
