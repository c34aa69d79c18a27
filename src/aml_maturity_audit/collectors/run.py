"""The engine: from a scope to every reading of it."""

from collections.abc import Sequence

from aml_maturity_audit import __version__
from aml_maturity_audit.azure.door import Door
from aml_maturity_audit.collectors import catalogue
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.estate import Estate
from aml_maturity_audit.collectors.plan import Plan, Progress, Sink
from aml_maturity_audit.collectors.reader import read_all
from aml_maturity_audit.collectors.scope import subscriptions_in
from aml_maturity_audit.collectors.selection import select
from aml_maturity_audit.collectors.together import fairly, together
from aml_maturity_audit.signals.reading import Reading
from aml_maturity_audit.signals.snapshot import (
    WORKSPACES,
    Footer,
    Header,
    Readings,
    RunWarning,
    Snapshot,
    Subscription,
    SubscriptionReadings,
    WorkspaceReadings,
)
from aml_maturity_audit.signals.workspaces import Workspace

AT_ONCE = 24
"""Workspaces read at the same time: what bounds memory; the door bounds requests."""


async def collect(
    door: Door,
    plan: Plan,
    *,
    progress: Progress | None = None,
    sink: Sink | None = None,
    earlier: Snapshot | None = None,
) -> Snapshot:
    """Everything in the plan's scope, read.

    With a `sink` each workspace and subscription goes there as soon as it is whole and is not kept;
    the snapshot then has header and footer only, and whoever owns the sink ends it. What an
    `earlier` run has read is not read again, and not given to the sink.
    Raises UsageError, NotFoundError, AccessError, NothingToAudit or ToolFailure where the scope
    itself cannot be read; anything that fails after that costs its own reading only.
    """
    return await _Run(door, plan, progress, sink, earlier).all()


class _Run:
    def __init__(
        self,
        door: Door,
        plan: Plan,
        progress: Progress | None,
        sink: Sink | None,
        earlier: Snapshot | None,
    ) -> None:
        self._door = door
        self._plan = plan
        self._progress = progress
        self._estate = Estate()
        self._snapshot = Snapshot(header_of(door, plan))
        self._sink: Sink = sink or _Kept(self._snapshot)
        self._read_before = _ids_in(earlier) if earlier else frozenset[str]()

    async def all(self) -> Snapshot:
        """Discovery, then subscriptions and workspaces at the same time."""
        arm = self._door.arm
        subscriptions, warnings = await subscriptions_in(arm, self._plan)
        contexts = {one.id: self._context(one.id) for one in subscriptions}
        await together(*(self._prologue(context) for context in contexts.values()))
        chosen = await select(arm, self._plan, self._estate, _listed(contexts))
        kept = _of_interest(subscriptions, chosen, self._plan)
        own = [one for one in chosen if self._plan.shard.owns(one.key)]
        if self._progress is not None:
            self._progress.found(len(kept), len(own))
        self._sink.begin(self._snapshot.header)
        for one in chosen:
            if not self._plan.shard.owns(one.key):
                self._sink.workspace(WorkspaceReadings.of_another_shard(one))
        await together(
            *(self._subscription(one, contexts[one.id]) for one in kept),
            fairly(self._workspace, own, lambda one: one.subscription_id, AT_ONCE),
        )
        self._snapshot.footer = self._footer(len(own), warnings)
        return self._snapshot

    async def _prologue(self, context: Context) -> None:
        await read_all([one for one in catalogue.of_scope("subscription") if one.prologue], context)

    async def _subscription(self, subscription: Subscription, context: Context) -> None:
        if subscription.id.lower() in self._read_before:
            return
        rest = [one for one in catalogue.of_scope("subscription") if not one.prologue]
        await read_all(rest, context)
        self._sink.subscription(SubscriptionReadings(subscription, _encoded(context)))

    async def _workspace(self, workspace: Workspace) -> None:
        if workspace.id.lower() not in self._read_before:
            kind = workspace.kind.lower()
            context = self._context(workspace.subscription_id, workspace)
            fitting = [one for one in catalogue.of_scope("workspace") if kind in one.kinds]
            await read_all(fitting, context)
            self._sink.workspace(WorkspaceReadings(workspace, _encoded(context)))
        if self._progress is not None:
            self._progress.done(workspace)

    def _context(self, subscription_id: str, workspace: Workspace | None = None) -> Context:
        return Context(
            arm=self._door.arm,
            data=self._door.data,
            plan=self._plan,
            estate=self._estate,
            subscription_id=subscription_id,
            of_workspace=workspace,
        )

    def _footer(self, workspaces: int, warnings: Sequence[RunWarning]) -> Footer:
        return Footer(
            workspaces=workspaces,
            requests=self._door.account.record(),
            warnings=tuple(warnings),
        )


class _Kept:
    """The sink of a run that has none: the snapshot itself."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def begin(self, header: Header) -> None:
        self._snapshot.header = header

    def workspace(self, item: WorkspaceReadings) -> None:
        self._snapshot.workspaces.append(item)

    def subscription(self, item: SubscriptionReadings) -> None:
        self._snapshot.subscriptions.append(item)


def header_of(door: Door, plan: Plan) -> Header:
    """The first line of the run's snapshot."""
    return Header(
        tool_version=__version__,
        run_id=plan.run_id,
        collected_at=plan.collected_at,
        window_days=plan.window_days,
        max_jobs=plan.max_jobs,
        scope=plan.scope(door.cloud.name),
        portal=door.cloud.portal,
        shard=str(plan.shard),
    )


def _ids_in(earlier: Snapshot) -> frozenset[str]:
    """Of all workspaces and subscriptions that were read, in lower case."""
    workspaces = {item.workspace.id.lower() for item in earlier.workspaces}
    return frozenset(workspaces | {item.subscription.id.lower() for item in earlier.subscriptions})


def _encoded(context: Context) -> Readings:
    return Readings.of(context.readings)


def _listed(contexts: dict[str, Context]) -> dict[str, Reading[tuple[str, ...]]]:
    return {id_: context.read(WORKSPACES) for id_, context in contexts.items()}


def _of_interest(
    subscriptions: Sequence[Subscription], chosen: Sequence[Workspace], plan: Plan
) -> list[Subscription]:
    """Of a scope narrowed to groups or workspaces, the subscriptions that hold some of them."""
    if not (plan.resource_group or plan.workspaces):
        return list(subscriptions)
    holding = {workspace.subscription_id for workspace in chosen}
    return [one for one in subscriptions if one.id in holding]
