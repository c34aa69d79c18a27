"""Which parts of a run ask which requests, so that only these are read again under a fault.

A part is a workspace, a subscription or a CI/CD project. Parts are told apart by reading each of
them alone, the way `collect --resume` does; what is asked when nothing is left to read belongs to
all of them.
"""

from collections.abc import Collection

from aml_maturity_audit.signals.snapshot import (
    ProjectReadings,
    Snapshot,
    SubscriptionReadings,
    WorkspaceReadings,
)

EVERY = frozenset({"*"})
"""All parts: what discovery asks."""


def id_of(item: WorkspaceReadings | SubscriptionReadings | ProjectReadings) -> str:
    """What a part is called here."""
    if isinstance(item, WorkspaceReadings):
        return item.workspace.id.lower()
    if isinstance(item, SubscriptionReadings):
        return item.subscription.id.lower()
    return item.project.name.lower()


def arm_parts(snapshot: Snapshot) -> list[str]:
    """Of one run, what Azure Resource Manager was asked about."""
    return [id_of(item) for item in (*snapshot.workspaces, *snapshot.subscriptions)]


def without(snapshot: Snapshot, parts: Collection[str]) -> Snapshot:
    """A snapshot in which these parts are yet to be read."""
    return Snapshot(
        snapshot.header,
        workspaces=[item for item in snapshot.workspaces if id_of(item) not in parts],
        subscriptions=[item for item in snapshot.subscriptions if id_of(item) not in parts],
        footer=snapshot.footer,
    )


def gone_on_with(earlier: Snapshot, later: Snapshot) -> Snapshot:
    """What was read before, and what was read since."""
    return Snapshot(
        later.header,
        workspaces=[*earlier.workspaces, *later.workspaces],
        subscriptions=[*earlier.subscriptions, *later.subscriptions],
        footer=later.footer,
    )


def with_projects(snapshot: Snapshot, projects: list[ProjectReadings]) -> Snapshot:
    """The same run, and these CI/CD projects."""
    return Snapshot(
        snapshot.header,
        workspaces=snapshot.workspaces,
        subscriptions=snapshot.subscriptions,
        projects=projects,
        footer=snapshot.footer,
    )
