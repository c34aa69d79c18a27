"""What a CI/CD source is: the signal it yields, the scopes it needs, and how to fetch it.

The same as `collectors/base.py` is for workspaces; the context is a provider's own.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.signals.reading import NotCollected, Observed, Reading, SignalKey

T = TypeVar("T")
C = TypeVar("C", bound="ProjectContext")


@dataclass(frozen=True, kw_only=True)
class ProjectContext:
    """What a source of one project gets to see."""

    window_start: datetime
    collected_at: datetime
    readings: dict[SignalKey[Any], Reading[Any]] = field(default_factory=dict)
    """Filled by the engine as sources finish."""

    def put(self, key: SignalKey[T], reading: Reading[T]) -> None:
        """What the engine has read of a signal."""
        self.readings[key] = reading

    def read(self, key: SignalKey[T]) -> Reading[T]:
        """The reading of a signal named in `after`."""
        known = self.readings.get(key)
        if known is None:
            return NotCollected(hint=f"{key.title}: not collected for this project.")
        return cast("Reading[T]", known)

    def seen(self, key: SignalKey[tuple[T, ...]]) -> tuple[T, ...]:
        """The items that were observed of a list named in `after`; none where it was not read."""
        reading = self.read(key)
        return reading.value if isinstance(reading, Observed) else ()


@dataclass(frozen=True, kw_only=True)
class Source(Generic[C, T]):
    """One source of one signal of a project.

    `fetch` raises `Problem` where there is no answer; the engine makes the reading of it.
    """

    yields: SignalKey[T]
    needs: tuple[str, ...]
    """Token scopes that reading it takes."""
    fetch: Callable[[C], Awaitable["Reading[T] | Listing[Any]"]]
    after: tuple[SignalKey[Any], ...] = ()
    """Signals of the same project that `fetch` reads through its context."""
