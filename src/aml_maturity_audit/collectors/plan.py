"""What a run is asked to do, and whom it tells how far it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from aml_maturity_audit.signals.shards import WHOLE, Shard
from aml_maturity_audit.signals.snapshot import (
    Header,
    Scope,
    SubscriptionReadings,
    WorkspaceReadings,
)
from aml_maturity_audit.signals.workspaces import Workspace


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Scope and bounds of one run; empty tuples mean all that is visible."""

    collected_at: datetime
    run_id: str
    subscriptions: tuple[str, ...] = ()
    """Subscription ids."""
    management_group: str | None = None
    resource_group: str | None = None
    workspaces: tuple[str, ...] = ()
    """Names or ARM ids."""
    window_days: int = 90
    max_jobs: int = 10_000
    data_plane: bool = True
    cicd: tuple[str, ...] = ()
    """DevOps organizations and projects the user named; kept for the record."""
    shard: Shard = WHOLE
    """The part of the scope whose workspaces this process reads; the others are only listed."""

    @property
    def window_start(self) -> datetime:
        """The start of the window before `collected_at`."""
        return self.collected_at - timedelta(days=self.window_days)

    @property
    def names_a_scope(self) -> bool:
        """Whether the user said where to look."""
        return bool(
            self.subscriptions or self.management_group or self.resource_group or self.workspaces
        )

    def scope(self, cloud: str) -> Scope:
        """As the snapshot's header keeps it."""
        return Scope(
            subscriptions=self.subscriptions,
            management_group=self.management_group,
            resource_group=self.resource_group,
            workspaces=self.workspaces,
            cloud=cloud,
            cicd=self.cicd,
        )


class Progress(Protocol):
    """Told how far a run is; shows it or not."""

    def found(self, subscriptions: int, workspaces: int) -> None:
        """Discovery is done."""

    def done(self, workspace: Workspace) -> None:
        """All readings of a workspace are in."""


class Sink(Protocol):
    """Takes what was read as soon as it is whole, so that it need not stay in memory."""

    def begin(self, header: Header) -> None:
        """Called once, first."""

    def workspace(self, item: WorkspaceReadings) -> None:
        """A workspace with all its readings, or one of another shard without any."""

    def subscription(self, item: SubscriptionReadings) -> None:
        """A subscription with all its readings."""
