"""What a judge sees: the readings of one workspace, within its estate, through one window.

A view hands out readings and remembers derived facts; it also remembers who read what, so that a
test can hold every criterion to the signals it declares.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from aml_maturity_audit.mapping.attested import Attestations
from aml_maturity_audit.mapping.estate import Estate, ProjectView
from aml_maturity_audit.mapping.policy import Policy
from aml_maturity_audit.mapping.seen import Seen, merged, seen
from aml_maturity_audit.mapping.truth import Fact, unknown
from aml_maturity_audit.signals.reading import Reading, SignalKey
from aml_maturity_audit.signals.snapshot import Readings, WorkspaceReadings

if TYPE_CHECKING:
    from aml_maturity_audit.signals.workspaces import Workspace

T = TypeVar("T")
R = TypeVar("R")


class View:
    """One workspace, as judges see it."""

    def __init__(
        self,
        readings: WorkspaceReadings,
        estate: Estate,
        policy: Policy,
        attestations: Attestations | None = None,
    ) -> None:
        self.attestations = attestations or Attestations()
        self.workspace: Workspace = readings.workspace
        self.readings: Readings = readings.readings
        self._read_at = readings.collected_at or estate.collected_at
        self.estate = estate
        self.policy = policy
        self._verdict: Callable[[str], Fact] | None = None
        self.memo: dict[str, Any] = {}
        """What was derived, by the name of what derives it; `remember` fills it."""
        self._window_start = self._read_at - timedelta(days=estate.window_days)
        self._window_end = self._read_at + _SKEW
        self._others: list[View] = []
        self._reading: list[set[str]] = []
        self._watched: dict[str, tuple[Any, frozenset[str]]] = {}

    @property
    def collected_at(self) -> datetime:
        """The only "now" that judging knows."""
        return self._read_at

    @property
    def window_start(self) -> datetime:
        """The beginning of the window."""
        return self._window_start

    @property
    def window_days(self) -> int:
        """The length of the window in days."""
        return self.estate.window_days

    def read(self, key: SignalKey[T]) -> Reading[T]:
        """A reading of the workspace, or of its subscription."""
        self._note(key.name)
        if key.scope == "workspace":
            return self.readings.get(key)
        return self.estate.subscription_reading(self.workspace.subscription_id, key)

    def see(self, key: SignalKey[tuple[T, ...]]) -> Seen[T]:
        """A list of the workspace, or of its subscription."""
        return self.remember(f"seen {key.name}", lambda view: seen(key, view.read(key)))

    def see_everywhere(self, key: SignalKey[tuple[T, ...]]) -> Seen[T]:
        """A subscription-wide list, over all subscriptions in scope."""
        self._note(key.name)
        return self.estate.once(
            f"seen {key.name}",
            lambda estate: merged(seen(key, part) for part in estate.subscription_readings(key)),
        )

    def see_of(self, other: WorkspaceReadings, key: SignalKey[tuple[T, ...]]) -> Seen[T]:
        """A list of another workspace."""
        self._note(key.name)
        return seen(key, other.readings.get(key))

    def see_project(self, project: ProjectView, key: SignalKey[tuple[T, ...]]) -> Seen[T]:
        """A list of a CI/CD project."""
        self._note(key.name)
        return seen(key, project.readings.get(key))

    def verdict(self, criterion: str) -> Fact:
        """Another criterion of this workspace, as a fact; not applicable counts as met."""
        if self._verdict is None:
            return unknown(f"{criterion} was not judged")
        return self._verdict(criterion)

    def judged_by(self, verdict: Callable[[str], Fact]) -> None:
        """Where to find the verdicts of other criteria while this workspace is judged."""
        self._verdict = verdict

    def system_views(self) -> list["View"]:
        """This workspace and the others of its configured system."""
        return [self, *map(self.other, self.estate.peers(self.workspace))]

    def other(self, readings: WorkspaceReadings) -> "View":
        """Another workspace, seen from this one, and forgotten with it."""
        view = View(readings, self.estate, self.policy)
        self._others.append(view)
        return view

    def in_window(self, time: datetime | None) -> bool | None:
        """Whether a time is in the window; None where there is no readable time."""
        if time is None:
            return None
        return self._window_start <= time <= self._window_end

    def remember(self, name: str, compute: Callable[["View"], R]) -> R:
        """`compute(self)`, once."""
        if self._reading:
            return self._remember_and_note(name, compute)
        if name not in self.memo:
            self.memo[name] = compute(self)
        known: R = self.memo[name]
        return known

    def forget(self) -> None:
        """Let go of what was read and derived.

        What was derived may lead back to this view: a ring, which would stand in memory until
        somebody looks for rings.
        """
        self.memo.clear()
        self.readings.forget()
        while self._others:
            self._others.pop().forget()

    def _remember_and_note(self, name: str, compute: Callable[["View"], R]) -> R:
        """The same, where what it read counts as read by everyone who asks."""
        if name not in self._watched:
            self._reading.append(set())
            try:
                value = compute(self)
            finally:
                read = frozenset(self._reading.pop())
            self._watched[name] = (value, read)
        known, read = self._watched[name]
        self._reading[-1] |= read
        return cast("R", known)

    def reads_of(self, judge: Callable[["View"], object]) -> frozenset[str]:
        """The signals that `judge` reads of this view, for holding it to what it declares."""
        self.memo.clear()
        self._watched.clear()
        self._reading.append(set())
        try:
            judge(self)
        finally:
            read = frozenset(self._reading.pop())
        return read

    def note(self, *keys: SignalKey[Any]) -> None:
        """These signals are read by what follows, without this view."""
        for key in keys:
            self._note(key.name)

    def _note(self, signal: str) -> None:
        if self._reading:
            self._reading[-1].add(signal)


_SKEW = timedelta(hours=1)
"""A clock that runs ahead of ours by this much is no reason to leave an item out."""


def derived(function: Callable[[View], R]) -> Callable[[View], R]:
    """A function of a view that is computed once per view."""
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def once(view: View) -> R:
        if name in view.memo:  # the short way, as it is taken hundreds of times
            known: R = view.memo[name]
            return known
        return view.remember(name, function)

    return once
