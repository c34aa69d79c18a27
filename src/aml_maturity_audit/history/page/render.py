"""The page of trends: one file, no script, no request."""

from collections.abc import Sequence

from aml_maturity_audit.assessment import page
from aml_maturity_audit.assessment.model import DIMENSION_TITLES
from aml_maturity_audit.assessment.page.chart import drawn
from aml_maturity_audit.assessment.safe import shown
from aml_maturity_audit.assessment.trend import Trend

_HERE = __name__.rpartition(".")[0]


def render(trends: Sequence[Trend], dimension: str) -> bytes:
    """The page; names are shown as text that cannot act, whatever is in them."""
    text = (
        page.environment(_HERE)
        .get_template("trend.html.j2")
        .render(
            **page.frame([page.asset(page.__name__, page.CHART)]),
            charts=[drawn(shown(trend)) for trend in trends if trend.points],
            title=DIMENSION_TITLES.get(dimension, "Overall"),
        )
    )
    return text.encode()
