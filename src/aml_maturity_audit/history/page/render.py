"""The page of trends: one file, no script, no request."""

from collections.abc import Sequence

from aml_maturity_audit.assessment.model import DIMENSION_TITLES
from aml_maturity_audit.assessment.page import asset, environment, frame
from aml_maturity_audit.assessment.safe import shown
from aml_maturity_audit.history.page import chart
from aml_maturity_audit.history.trend import Trend

_HERE = __name__.rpartition(".")[0]


def render(trends: Sequence[Trend], dimension: str) -> bytes:
    """The page; names are shown as text that cannot act, whatever is in them."""
    page = environment(_HERE).get_template("trend.html.j2")
    text = page.render(
        **frame([asset(_HERE, "trend.css")]),
        charts=[chart.drawn(shown(trend)) for trend in trends if trend.points],
        title=DIMENSION_TITLES.get(dimension, "Overall"),
        levels=[(level, chart.height(level)) for level in range(chart.TOP_LEVEL + 1)],
        box=chart,
    )
    return text.encode()
