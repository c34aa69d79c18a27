"""The report for a terminal: levels, what to do next, and what to know about the run."""

from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.text import Text

from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.assessment.showing import to_show
from aml_maturity_audit.reports import views
from aml_maturity_audit.reports.format import Options
from aml_maturity_audit.reports.formats.table.details import every_criterion
from aml_maturity_audit.reports.formats.table.fleet import fleet, header, legend, remarks
from aml_maturity_audit.reports.formats.table.steps import steps

NARROWEST, WIDEST = 60, 400


def render(assessment: Assessment, options: Options) -> bytes:
    """Plain text of at most `options.width` columns, with colour only where asked."""
    document = to_show(assessment)
    width = min(max(options.width, NARROWEST), WIDEST)
    written = StringIO()
    console = Console(
        file=written,
        width=width,
        height=100,
        force_terminal=options.color,
        color_system="256" if options.color else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    console.print(Group(*_parts(document, options, width)))
    text = written.getvalue()
    if not options.color:
        text = "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
    return text.encode()


def _parts(document: Assessment, options: Options, width: int) -> list[RenderableType]:
    top: list[RenderableType] = [header(document)]
    if views.scored(document):
        top += [fleet(document, width), legend(document, width)]
    parts = [Group(*top), *remarks(document), *steps(document, every=options.details)]
    if options.details:
        parts += every_criterion(document)
    return [part for each in parts for part in (each, Text(""))][:-1]
