"""Who wrote on endpoints and deployments, from the Activity Log of a subscription."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from aml_maturity_audit.azure.api import ACTIVITY_LOG as VERSIONS
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.activity import EventWire, parse_event
from aml_maturity_audit.signals.activity import ACTIVITY_LOG, ServingWrite
from aml_maturity_audit.signals.reading import TRUNCATED, Gap

RETENTION = timedelta(days=90) - timedelta(hours=1)
"""Azure keeps 90 days; an hour less is asked for, so that the start is not refused."""
_FIELDS = "eventTimestamp,operationName,status,caller,claims,correlationId,operationId,resourceId"


async def fetch(context: Context) -> Listing[ServingWrite]:
    """Successful writes in the window, once per correlation id and resource."""
    start = max(context.window_start, context.collected_at - RETENTION)
    found = await context.arm.listing(
        f"/subscriptions/{context.subscription_id}"
        "/providers/Microsoft.Insights/eventtypes/management/values",
        EventWire,
        parse_event,
        api=VERSIONS,
        action=ACTIVITY_LOG.actions[0],
        source=ACTIVITY_LOG.name,
        params={"$filter": _filter(start, context.collected_at), "$select": _FIELDS},
    )
    return Listing(once(found.items), (*found.gaps, *_beyond_retention(context)))


def once(writes: Iterable[ServingWrite]) -> tuple[ServingWrite, ...]:
    """The first write of each correlation id and resource, the newest ones first.

    A deployment takes several events; writes without a correlation id stand for themselves.
    """
    first: dict[tuple[str, str], ServingWrite] = {}
    alone: list[ServingWrite] = []
    for write in writes:
        key = (write.correlation_id.lower(), write.resource_id.lower())
        if not write.correlation_id:
            alone.append(write)
        elif key not in first or _is_earlier(write, first[key]):
            first[key] = write
    found = [*first.values(), *alone]
    return tuple(sorted(found, key=_newest_first))


def _is_earlier(left: ServingWrite, right: ServingWrite) -> bool:
    if left.time is None:
        return False
    return right.time is None or left.time < right.time


def _newest_first(write: ServingWrite) -> tuple[float, str, str]:
    stamp = write.time.timestamp() if write.time else float("-inf")
    return (-stamp, write.resource_id.lower(), write.correlation_id)


def _filter(start: datetime, end: datetime) -> str:
    """In the form that the API documents; `end` is the run's own time."""
    return (
        f"eventTimestamp ge '{_stamp(start)}' and eventTimestamp le '{_stamp(end)}'"
        " and resourceProvider eq 'Microsoft.MachineLearningServices'"
    )


def _stamp(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def _beyond_retention(context: Context) -> tuple[Gap, ...]:
    if context.window_days <= RETENTION.days + 1:
        return ()
    reason = f"The Activity Log reaches back 90 days; the window is {context.window_days}."
    return (Gap(kind=TRUNCATED, reason=reason),)


COLLECTOR = Collector(yields=ACTIVITY_LOG, needs=ACTIVITY_LOG.actions, fetch=fetch)
