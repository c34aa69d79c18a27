"""Where the points of a line chart lie: levels 0 to 4 over time, in the units of its SVG. Pure."""

from dataclasses import dataclass

from aml_maturity_audit.assessment.trend import Point, Trend
from aml_maturity_audit.assessment.words import TOP_LEVEL


@dataclass(frozen=True)
class Box:
    """The SVG, and where its axes end."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def is_wide(self) -> bool:
        """Whether a phone shows it so small that its texts have to be larger."""
        return self.width > 400

    def level(self, level: float) -> float:
        """Where a level lies; the highest is at the top."""
        share = min(max(level, 0.0), TOP_LEVEL) / TOP_LEVEL
        return round(self.bottom - share * (self.bottom - self.top), 1)

    @property
    def grid(self) -> tuple[tuple[int, float], ...]:
        """Every level, and where it lies."""
        return tuple((level, self.level(level)) for level in range(TOP_LEVEL + 1))


LARGE = Box(width=640, height=200, left=34, right=626, top=14, bottom=166)
SMALL = Box(width=300, height=112, left=20, right=292, top=8, bottom=88)


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
    box: Box
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


def drawn(trend: Trend, box: Box = LARGE) -> Chart:
    """The chart of a trend that has a point; runs lie where their times do."""
    first, last = trend.points[0].time, trend.points[-1].time
    span = (last - first).total_seconds()

    def across(point: Point) -> float:
        share = (point.time - first).total_seconds() / span if span else 0.5
        return round(box.left + share * (box.right - box.left), 1)

    dots = (Dot(across(p), box.level(p.confirmed), box.level(p.possible), p) for p in trend.points)
    return Chart(trend, box, tuple(dots))
