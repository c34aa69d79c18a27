"""The workbook, with the same bytes for the same assessment."""

from io import BytesIO

from openpyxl import Workbook

from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.assessment.safe import shown
from aml_maturity_audit.reports.format import Options
from aml_maturity_audit.reports.formats.xlsx.look import write_sheet
from aml_maturity_audit.reports.formats.xlsx.pack import repacked
from aml_maturity_audit.reports.formats.xlsx.sheets import blockers, coverage, criteria, fleet
from aml_maturity_audit.reports.systems import with_systems


def render(assessment: Assessment, options: Options) -> bytes:
    """Four sheets with frozen headers and filters, and one that says which run this is."""
    document = shown(with_systems(assessment))
    book = Workbook(write_only=True)
    write_sheet(book, "Fleet", fleet(document))
    write_sheet(book, "Criteria", criteria(document))
    write_sheet(book, "Blockers", blockers(document))
    write_sheet(book, "Coverage", coverage(document))
    write_sheet(book, "Run", _about(document, options), frozen=False)
    moment = document.run.assessed_at.replace(tzinfo=None)
    book.properties.creator = document.tool.name
    book.properties.created = moment
    written = BytesIO()
    book.save(written)
    return repacked(written.getvalue(), moment)


def _about(document: Assessment, options: Options) -> list[list[str | int | None]]:
    run = document.run
    rows: list[list[str | int | None]] = [
        ["What", "Value"],
        ["Run", run.id],
        ["Collected at", run.collected_at.strftime("%Y-%m-%d %H:%M:%S UTC")],
        ["Assessed at", run.assessed_at.strftime("%Y-%m-%d %H:%M:%S UTC")],
        ["Edition", run.edition],
        ["Window in days", run.window_days],
        ["Masked", "yes" if options.masked else "no"],
        ["Written by", f"{document.tool.name} {document.tool.version}"],
    ]
    rows += [["Policy looser than the default", loosened] for loosened in run.policy_loosened]
    rows += [["Warning", warning.text] for warning in document.warnings]
    return rows
