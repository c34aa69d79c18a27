"""Levels over time as data: what a history knows and reports show. Pure."""

from datetime import datetime

import msgspec

FLEET = "fleet"
"""The key of what is true of all workspaces."""
_BARS = "▁▂▄▆█"
"""One bar per level, 0 to 4."""


class Point(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A run, as one line of a trend sees it."""

    run_id: str
    time: datetime
    confirmed: float
    possible: float
    workspaces: int = 1
    changed: tuple[str, ...] = ()
    """What changed since the run before that is not the estate: `catalogue`, `edition`,
    `policy`."""


class Trend(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One line: a workspace or the fleet, in one dimension."""

    key: str
    """The workspace's key; `fleet` for all."""
    name: str
    dimension: str
    points: tuple[Point, ...]

    @property
    def spark(self) -> str:
        """A bar per run, by the confirmed level."""
        return "".join(_BARS[min(int(point.confirmed), len(_BARS) - 1)] for point in self.points)

    @property
    def told(self) -> str:
        """The confirmed level in words: where it began, and each run in which it moved."""
        steps: list[str] = []
        before: float | None = None
        for point in self.points:
            if point.confirmed != before:
                steps.append(f"{point.confirmed:g} from {point.time:%Y-%m-%d}")
                before = point.confirmed
        return f"Level {', '.join(steps)}; {len(self.points)} runs" if steps else "No run"

    @property
    def marked(self) -> tuple[tuple[Point, str], ...]:
        """The runs whose rules differ from the run before, and in what, in words."""
        return tuple(
            (point, f"{point.time:%Y-%m-%d}: {', '.join(point.changed)} changed")
            for point in self.points
            if point.changed
        )
