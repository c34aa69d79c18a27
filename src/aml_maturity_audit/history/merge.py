"""The shards of a run as one snapshot, so that what crosses them is judged as one run would.

Verdicts of single shards are not put together: a role, a system or a feature store hangs on
workspaces of several. What was read is put together, and judged again. Pure.
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.signals.shards import Shard
from aml_maturity_audit.signals.snapshot import (
    Footer,
    Requests,
    RunWarning,
    Snapshot,
    WorkspaceReadings,
)

_AGAIN = "Run it again: a repeat never doubles anything."


def missing(shards: Sequence[str]) -> tuple[Shard, ...]:
    """The parts that are not there yet. Raises UsageError for parts of different splits."""
    present = {Shard.parse(text) for text in shards}
    totals = sorted({shard.total for shard in present})
    if len(totals) > 1:
        split = ", ".join(str(total) for total in totals)
        raise UsageError(
            f"The run has shards of different splits (into {split}).",
            remedy="Give every run an id of its own.",
        )
    whole = (Shard(number, totals[0]) for number in range(1, totals[0] + 1)) if totals else ()
    return tuple(shard for shard in whole if shard not in present)


def merged(snapshots: Sequence[Snapshot]) -> Snapshot:
    """One snapshot of all shards of a run, as a run that was not split would have written it.

    Each workspace is judged at the time at which its own shard read it; what is read once for the
    whole scope (subscriptions, CI/CD) is taken from the shard that read it last. Raises UsageError
    where a shard is missing, or some were asked to read something else.
    """
    if not snapshots:
        raise UsageError("There is no shard to put together.")
    absent = missing([snapshot.header.shard for snapshot in snapshots])
    if absent:
        raise UsageError(f"Shard {absent[0]} of the run is not there yet.", remedy=_AGAIN)
    _refuse_other_questions(snapshots)
    ordered = sorted(snapshots, key=lambda s: (s.header.collected_at, s.header.shard))
    workspaces, unread = _workspaces(ordered)
    subscriptions = {s.subscription.id.lower(): s for each in ordered for s in each.subscriptions}
    projects = {
        (p.project.organization.lower(), p.project.name.lower()): p
        for each in ordered
        for p in each.projects
    }
    return Snapshot(
        replace(ordered[-1].header, shard=str(Shard())),
        workspaces=workspaces,
        subscriptions=list(subscriptions.values()),
        projects=list(projects.values()),
        footer=_footer(ordered, workspaces, unread),
    )


def _refuse_other_questions(snapshots: Sequence[Snapshot]) -> None:
    """Shards that looked at different scopes, or not as far back, make no whole."""
    first = snapshots[0].header
    for header in (snapshot.header for snapshot in snapshots[1:]):
        same = replace(first, shard=header.shard, collected_at=header.collected_at)
        if header != same:
            raise UsageError(
                f"Shards {first.shard} and {header.shard} of the run were asked to read different"
                " things, or by different versions of the tool.",
                remedy="Give all of them the same options, and the run an id of its own.",
            )


def _workspaces(
    ordered: Sequence[Snapshot],
) -> tuple[list[WorkspaceReadings], list[WorkspaceReadings]]:
    """Each workspace from the shard that read it; and those that came too late for theirs."""
    read: dict[str, WorkspaceReadings] = {}
    listed: dict[str, WorkspaceReadings] = {}
    for snapshot in ordered:
        for item in snapshot.workspaces:
            if item.elsewhere:
                listed[item.workspace.id.lower()] = item
            else:
                at = snapshot.header.collected_at
                read[item.workspace.id.lower()] = WorkspaceReadings(
                    item.workspace, item.readings, collected_at=at
                )
    late = [item for key, item in listed.items() if key not in read]
    return [*read.values(), *late], late


def _footer(
    ordered: Sequence[Snapshot],
    workspaces: Sequence[WorkspaceReadings],
    unread: Sequence[WorkspaceReadings],
) -> Footer:
    footers = [snapshot.footer for snapshot in ordered]
    warnings = dict.fromkeys(warning for footer in footers for warning in footer.warnings)
    return Footer(
        complete=all(footer.complete for footer in footers),
        workspaces=len(workspaces) - len(unread),
        requests=_requests([footer.requests for footer in footers]),
        warnings=(*warnings, *_late(unread)),
    )


def _late(unread: Sequence[WorkspaceReadings]) -> Iterator[RunWarning]:
    for item in unread:
        yield RunWarning(
            code="appeared",
            text=f"{item.workspace.name} appeared while the run was under way; no shard read it.",
            resource=item.workspace.id,
        )


def _requests(each: Sequence[Requests]) -> Requests:
    by_source: dict[str, int] = {}
    for requests in each:
        for source, count in requests.by_source.items():
            by_source[source] = by_source.get(source, 0) + count
    return Requests(
        arm=sum(r.arm for r in each),
        devops=sum(r.devops for r in each),
        data_plane=sum(r.data_plane for r in each),
        throttled=sum(r.throttled for r in each),
        by_source=dict(sorted(by_source.items())),
    )
