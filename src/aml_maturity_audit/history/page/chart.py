"""Where the points of a line chart lie: levels 0 to 4 over time, in the units of its SVG. Pure."""

from dataclasses import dataclass

from aml_maturity_audit.history.trend import Point, Trend

WIDTH, HEIGHT = 640.0, 200.0
LEFT, RIGHT, TOP, BOTTOM = 34.0, 626.0, 14.0, 166.0
TOP_LEVEL = 4


@dataclass(frozen=True)
class Dot:
    """A run in the chart."""

    x: float
    confirmed: float
    possible: float
    point: Point


@dataclass(frozen=True)
class Chart:
    """One trend, drawn."""

    trend: Trend
    dots: tuple[Dot, ...]

    @property
    def line(self) -> str:
        """The confirmed level, as the points of a `polyline`."""
        return " ".join(f"{dot.x:g},{dot.confirmed:g}" for dot in self.dots)

    @property
    def band(self) -> str:
        """From confirmed to possible, as the points of a `polygon`."""
        upper = [f"{dot.x:g},{dot.possible:g}" for dot in self.dots]
        lower = [f"{dot.x:g},{dot.confirmed:g}" for dot in reversed(self.dots)]
        return " ".join((*upper, *lower))

    @property
    def marks(self) -> tuple[Dot, ...]:
        """The runs before which the catalogue, the edition or the policy changed."""
        return tuple(dot for dot in self.dots if dot.point.changed)


def drawn(trend: Trend) -> Chart:
    """The chart of a trend; runs lie where their times do."""
    first, last = trend.points[0].time, trend.points[-1].time
    span = (last - first).total_seconds()

    def across(point: Point) -> float:
        share = (point.time - first).total_seconds() / span if span else 0.5
        return round(LEFT + share * (RIGHT - LEFT), 1)

    dots = (Dot(across(p), height(p.confirmed), height(p.possible), p) for p in trend.points)
    return Chart(trend, tuple(dots))


def height(level: float) -> float:
    """Where a level lies; the highest is at the top."""
    share = min(max(level, 0.0), TOP_LEVEL) / TOP_LEVEL
    return round(BOTTOM - share * (BOTTOM - TOP), 1)
