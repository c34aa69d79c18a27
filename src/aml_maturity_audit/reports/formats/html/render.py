"""The HTML report: one file, no request, nothing of a stranger's that could act.

What an overview needs is in the page's own markup and can be read without scripts: numbers,
fleet, blockers, next steps. The criteria of a workspace, which are many, are built from embedded
data when it is opened, so that a page of thousands loads.
"""

from collections.abc import Iterator

from jinja2 import Environment

from aml_maturity_audit.assessment import page as pages
from aml_maturity_audit.assessment.model import DIMENSION_TITLES, DIMENSIONS, Assessment
from aml_maturity_audit.assessment.page import (
    CHART,
    asset,
    data_list,
    environment,
    frame,
)
from aml_maturity_audit.assessment.safe import shown
from aml_maturity_audit.assessment.showing import to_show
from aml_maturity_audit.assessment.words import (
    VERDICT_SIGNS,
    counted,
    headline,
    interval,
    verdict_word,
)
from aml_maturity_audit.reports import views
from aml_maturity_audit.reports.blockers import fleet_blockers
from aml_maturity_audit.reports.chunks import chunks
from aml_maturity_audit.reports.format import Options
from aml_maturity_audit.reports.formats.html.charts import fleet_charts
from aml_maturity_audit.reports.formats.html.data import details, fleet
from aml_maturity_audit.reports.formats.html.numbers import numbers, wanted

_HERE = __name__.rpartition(".")[0]
_SCRIPTS = ("elements.js", "chart.js", "details.js", "fleet.js")
_SHORTS = {
    "technology": "Tech",
    "highlights": "High",
    "people": "Peop",
    "creation": "Crea",
    "release": "Rel",
    "application": "App",
}
"""Headings on a phone."""
_MOST = 8
"""Blockers and grants on the page's top; the rest is with the workspaces."""


def render(assessment: Assessment, options: Options) -> bytes:
    """The whole page."""
    return b"".join(pieces(assessment, options))


def pieces(assessment: Assessment, options: Options) -> Iterator[bytes]:
    """The same in pieces; of many workspaces, one is looked at in full at a time."""
    document = to_show(assessment)
    brief = views.briefly(document)
    scored = views.scored(brief)
    trends = [shown(trend) for trend in options.trends if trend.points]
    names = {workspace.key: workspace.name for workspace in brief.workspaces}
    page = _templates().get_template("report.html.j2")
    return chunks(
        page.generate(
            **frame(
                [asset(pages.__name__, CHART), asset(_HERE, "report.css")],
                [asset(_HERE, name) for name in _SCRIPTS],
            ),
            document=document,
            run=document.run,
            masked=options.masked,
            dimensions=DIMENSIONS,
            titles=DIMENSION_TITLES,
            shorts=_SHORTS,
            numbers=numbers(document),
            scored=scored,
            listed=views.listed(brief),
            blockers=fleet_blockers(document)[:_MOST],
            unseen=wanted(document)[:_MOST],
            systems=[(system, views.roles_of(system.roles, names)) for system in document.systems],
            fleet_data=data_list(fleet(scored)),
            details_data=details(document, trends),
            charts=fleet_charts(trends),
        )
    )


def _templates() -> Environment:
    templates = environment(_HERE)
    templates.globals.update(
        column=views.column,
        next_steps=views.next_steps,
        together=views.together,
        interval=interval,
        headline=headline,
        counted=counted,
        signs=VERDICT_SIGNS,
        word=verdict_word,
    )
    return templates
