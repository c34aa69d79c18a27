"""Levels over time in the report: charts of the fleet, and what draws a workspace's."""

from collections.abc import Iterable
from typing import Any

from aml_maturity_audit.assessment.model import DIMENSIONS
from aml_maturity_audit.assessment.page.chart import LARGE, SMALL, Chart, drawn
from aml_maturity_audit.assessment.trend import FLEET, Trend

Json = dict[str, Any]


def fleet_charts(trends: Iterable[Trend]) -> list[Chart]:
    """The fleet's: overall, large, and then every dimension that has one."""
    own = {trend.dimension: trend for trend in trends if trend.key == FLEET}
    order = [name for name in ("overall", *DIMENSIONS) if name in own]
    return [drawn(own[name], LARGE if name == "overall" else SMALL) for name in order]


def drawing(trend: Trend) -> Json:
    """What the script draws in a workspace's details: all is worked out here."""
    chart = drawn(trend, SMALL)
    first, last = chart.dots[0], chart.dots[-1]
    return {
        "told": chart.trend.told,
        "line": chart.line,
        "band": chart.band,
        "dots": [[dot.x, dot.confirmed] for dot in chart.dots],
        "marks": [dot.x for dot in chart.marks],
        "changes": [said for _, said in chart.trend.marked],
        "ends": [[dot.x, f"{dot.point.time:%Y-%m-%d}"] for dot in (first, last)],
    }
