"""Markdown that fits a pull request comment: levels, what blocks most, next steps.

Every value that the templates print is escaped by the environment's `finalize`; only what is
`Ready` is not. A comment on GitHub holds 65,536 characters: what would not fit is left out, and
the report says how much. With details there is no limit, as such a report is a file.
"""

from collections.abc import Iterable

from jinja2 import Environment, PackageLoader, StrictUndefined

from aml_maturity_audit.assessment import markdown
from aml_maturity_audit.assessment.model import (
    DIMENSION_TITLES,
    DIMENSIONS,
    Assessment,
)
from aml_maturity_audit.assessment.safe import web_address
from aml_maturity_audit.assessment.showing import to_show
from aml_maturity_audit.assessment.words import VERDICT_SIGNS, headline, interval, verdict_word
from aml_maturity_audit.reports import views
from aml_maturity_audit.reports.blockers import fleet_blockers
from aml_maturity_audit.reports.format import Options
from aml_maturity_audit.reports.systems import with_systems

ROWS_BUDGET, TOTAL_BUDGET = 24_000, 60_000
"""Characters for the fleet's rows, and for everything."""


class Ready(str):
    """Markdown that is escaped already."""

    __slots__ = ()


def render(assessment: Assessment, options: Options) -> bytes:
    """The report, within the limits of a comment unless details are asked for."""
    document = to_show(assessment)
    templates = _templates()
    workspaces = views.scored(with_systems(document))
    row = templates.get_template("row.md.j2")
    rows = _fitting((row.render(w=w) for w in workspaces), None if options.details else ROWS_BUDGET)
    head = templates.get_template("head.md.j2").render(
        document=document,
        rows=[Ready(text) for text in rows],
        left_out=len(workspaces) - len(rows),
        listed=views.listed(document),
        blockers=fleet_blockers(document)[:5],
        masked=options.masked,
        scored=len(views.scored(document)),
    )
    section = templates.get_template("details.md.j2" if options.details else "steps.md.j2")
    needy = sorted(workspaces, key=views.need)
    budget = None if options.details else TOTAL_BUDGET - len(head)
    sections = _fitting((section.render(w=w) for w in needy), budget)
    text = head + "".join(sections)
    if len(sections) < len(needy):
        left = len(needy) - len(sections)
        text += f"\n_{left} more workspaces did not fit; `--details` or HTML shows them._\n"
    return text.encode()


def _fitting(parts: Iterable[str], budget: int | None) -> list[str]:
    """The first parts that fit into the budget together; no more of them are rendered."""
    fitting, used = [], 0
    for part in parts:
        used += len(part)
        if budget is not None and used > budget:
            break
        fitting.append(part)
    return fitting


def _escaped(value: object) -> str:
    return value if isinstance(value, Ready) else markdown.plain(str(value))


def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("aml_maturity_audit.reports.formats.markdown", "templates"),
        finalize=_escaped,
        autoescape=False,  # noqa: S701  this is no HTML; finalize escapes for Markdown
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        dimensions=DIMENSIONS,
        titles=DIMENSION_TITLES,
        signs=VERDICT_SIGNS,
        interval=interval,
        headline=headline,
        word=verdict_word,
        column=views.column,
        next_steps=views.next_steps,
        grants=views.grants,
        together=views.together,
        ladder=views.ladder_order,
        required_by=views.required_by,
        code=lambda text: Ready(markdown.code(text)),
        link=lambda text, url: Ready(markdown.link(text, web_address(url))),
    )
    return environment
