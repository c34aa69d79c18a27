"""The estate around a workspace: what judging one workspace needs to know of all the others."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar, cast

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.mapping.exceptions import Exceptions
from aml_maturity_audit.signals.ids import subscription_of
from aml_maturity_audit.signals.reading import NotCollected, Reading, SignalKey
from aml_maturity_audit.signals.snapshot import (
    Project,
    Readings,
    Snapshot,
    Subscription,
    WorkspaceReadings,
)
from aml_maturity_audit.signals.workspaces import Workspace

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class ProjectView:
    """A CI/CD project and what was read of it."""

    project: Project
    readings: Readings

    @property
    def id(self) -> str:
        """Unique over providers and organizations."""
        return f"{self.project.provider}:{self.project.organization}/{self.project.name}".lower()


@dataclass(frozen=True)
class Mappings:
    """What the configuration says about links and systems (rule 6: it settles inferences)."""

    linked: tuple[tuple[str, str], ...] = ()
    """(workspace name or id, pipeline): `project/pipeline name`, in lower case."""
    unlinked: tuple[tuple[str, str], ...] = ()
    application: tuple[tuple[str, str], ...] = ()
    """Pipelines of the application that uses the workspace's models."""
    systems: tuple["System", ...] = ()
    integration_test_names: tuple[str, ...] = ("integration",)
    """A test run or stage whose name has one of these words is of integration tests."""
    exceptions: Exceptions = field(default_factory=Exceptions)


@dataclass(frozen=True)
class System:
    """Workspaces that belong together, each with its role: dev, test or prod."""

    name: str
    roles: dict[str, str] = field(default_factory=dict)
    """Workspace ARM id or name, in lower case, to role."""

    def role_of(self, workspace: Workspace) -> str | None:
        """The role of a workspace in this system; None for a stranger."""
        return self.roles.get(workspace.id.lower()) or self.roles.get(workspace.name.lower())


class Estate:
    """All that was read, by where it was read."""

    def __init__(
        self,
        snapshot: Snapshot,
        mappings: Mappings | None = None,
        window_days: int | None = None,
    ) -> None:
        self.header = snapshot.header
        self.window_days = _window(snapshot.header.window_days, window_days)
        self.mappings = mappings or Mappings()
        projects = (ProjectView(p.project, p.readings) for p in snapshot.projects)
        self.projects = sorted(projects, key=lambda p: p.id)
        self._memo: dict[str, object] = {}
        # By id, so that no verdict or sentence hangs on which answer came first.
        subscriptions = sorted(snapshot.subscriptions, key=lambda s: s.subscription.id.lower())
        workspaces = sorted(snapshot.workspaces, key=lambda w: w.workspace.id.lower())
        self._subscriptions = {s.subscription.id.lower(): s for s in subscriptions}
        self._workspaces = {w.workspace.id.lower(): w for w in workspaces}
        self._named: dict[str, list[WorkspaceReadings]] = {}
        for readings in self._workspaces.values():
            self._named.setdefault(readings.workspace.name.lower(), []).append(readings)
        self._system_of: dict[str, int] = {}
        for at, system in enumerate(self.mappings.systems):
            for member in (name for name, role in system.roles.items() if role):
                self._system_of.setdefault(member, at)
        self._guids = {
            w.workspace.guid.lower(): w.workspace.id.lower()
            for w in snapshot.workspaces
            if w.workspace.guid
        }

    def once(self, name: str, compute: Callable[["Estate"], R]) -> R:
        """`compute(self)`, once for all workspaces: what would else be done for every pair."""
        if name not in self._memo:
            self._memo[name] = compute(self)
        return cast("R", self._memo[name])

    @property
    def collected_at(self) -> datetime:
        """When the estate was read."""
        return self.header.collected_at

    @property
    def subscriptions(self) -> list[Subscription]:
        """The subscriptions in scope."""
        return [s.subscription for s in self._subscriptions.values()]

    def subscription_reading(self, subscription_id: str, key: SignalKey[T]) -> Reading[T]:
        """A subscription-wide reading."""
        found = self._subscriptions.get(subscription_id.lower())
        if found is None:
            return NotCollected(hint=f"Subscription {subscription_id} was not in scope.")
        return found.readings.get(key)

    def subscription_readings(self, key: SignalKey[T]) -> Iterator[Reading[T]]:
        """The same reading of every subscription in scope."""
        for found in self._subscriptions.values():
            yield found.readings.get(key)

    def readings_of_subscription(self, subscription_id: str) -> Readings | None:
        """What was read of a subscription."""
        found = self._subscriptions.get(subscription_id.lower())
        return found.readings if found else None

    def subscription_digest(self, subscription_id: str, name: str) -> str:
        """Digest of a subscription-wide reading."""
        found = self._subscriptions.get(subscription_id.lower())
        return found.readings.digest(name) if found else ""

    def workspaces(self) -> Iterable[WorkspaceReadings]:
        """Every workspace in scope."""
        return self._workspaces.values()

    def workspace(self, workspace_id: str | None) -> WorkspaceReadings | None:
        """The workspace with this ARM id."""
        return self._workspaces.get((workspace_id or "").lower())

    def workspace_of_guid(self, guid: str | None) -> str | None:
        """The ARM id, in lower case, of the workspace with this `workspaceId`."""
        return self._guids.get((guid or "").lower())

    def namesakes(self, workspace: Workspace) -> list[Workspace]:
        """Other workspaces of the same name."""
        named = (other.workspace for other in self._named.get(workspace.name.lower(), ()))
        return [other for other in named if other.id.lower() != workspace.id.lower()]

    def system_of(self, workspace: Workspace) -> System | None:
        """The configured system that a workspace belongs to: the first one."""
        keys = (workspace.id.lower(), workspace.name.lower())
        places = [self._system_of[key] for key in keys if key in self._system_of]
        return self.mappings.systems[min(places)] if places else None

    def members(self, system: System) -> list[WorkspaceReadings]:
        """The workspaces of a system that are in scope, by id."""
        found: dict[str, WorkspaceReadings] = {}
        for name in system.roles:
            known = self._workspaces.get(name)
            for readings in (known,) if known else self._named.get(name, ()):
                if system.role_of(readings.workspace):
                    found[readings.workspace.id.lower()] = readings
        return [found[id] for id in sorted(found)]

    def peers(self, workspace: Workspace) -> list[WorkspaceReadings]:
        """The other workspaces of its configured system."""
        system = self.system_of(workspace)
        members = self.members(system) if system else []
        return [other for other in members if other.workspace.id.lower() != workspace.id.lower()]


def _window(collected: int, asked: int | None) -> int:
    if asked is None:
        return collected
    if asked > collected:
        raise UsageError(
            f"The snapshot holds {collected} days, not {asked}.",
            remedy=f"Collect again with --window-days {asked}, or ask for at most {collected}.",
        )
    return asked


def belongs_to(resource_id: str, workspace: Workspace) -> bool:
    """Whether an ARM id is the workspace's or of something in it."""
    lowered, own = resource_id.lower(), workspace.id.lower()
    return lowered == own or lowered.startswith(own + "/")


def in_subscription(resource_id: str, workspace: Workspace) -> bool:
    """Whether an ARM id lies in the workspace's subscription."""
    return subscription_of(resource_id) == workspace.subscription_id.lower()
