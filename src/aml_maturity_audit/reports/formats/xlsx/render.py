"""The workbook, with the same bytes for the same assessment.

openpyxl makes the workbook with everything but the rows of sheets that may have very many: those
are written while the workbook is passed on, a workspace at a time.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING

from msgspec.structs import replace
from openpyxl import Workbook

from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.assessment.safe import shown
from aml_maturity_audit.reports.format import Options
from aml_maturity_audit.reports.formats.xlsx.body import body
from aml_maturity_audit.reports.formats.xlsx.extent import Extent, Row
from aml_maturity_audit.reports.formats.xlsx.look import add_rows, new_sheet
from aml_maturity_audit.reports.formats.xlsx.pack import packed
from aml_maturity_audit.reports.formats.xlsx.sheets import FLEET, Sheet, sheets
from aml_maturity_audit.reports.systems import shown_one_by_one

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

MOST_ROWS = 500_000
"""Of a sheet below its header; further ones stand on another. Excel reads 1,048,576 rows, and an
archive that needs no 64-bit sizes: 2 GB of a sheet, of whose rows the longest usual ones take 2 KB.
"""
_ABOUT = ("What", "Value")


def render(assessment: Assessment, options: Options) -> bytes:
    """Four sheets with frozen headers and filters, and one that says which run this is."""
    return b"".join(pieces(assessment, options))


def pieces(assessment: Assessment, options: Options) -> Iterator[bytes]:
    """The same in pieces; of many workspaces, one is looked at in full at a time."""
    rest = shown(replace(assessment, workspaces=(), systems=()))
    every = sheets(rest.run)
    book = Workbook(write_only=True)
    bodies: list[tuple[WriteOnlyWorksheet, Iterator[bytes]]] = []
    for sheet, extent in zip(every, _extents(assessment, every), strict=True):
        if sheet.header is FLEET:
            made = new_sheet(book, sheet.title, sheet.header, extent)
            add_rows(made, sheet.header, _rows(assessment, sheet))
        else:
            bodies += _without_rows(book, sheet, extent, assessment)
    about = _about(rest, options)
    add_rows(new_sheet(book, "Run", _ABOUT, Extent(_ABOUT, about), frozen=False), _ABOUT, about)
    moment = rest.run.assessed_at.replace(tzinfo=None)
    book.properties.creator = rest.tool.name
    book.properties.created = moment
    written = BytesIO()
    book.save(written)
    rows = {made.path.removeprefix("/"): rows for made, rows in bodies}
    yield from packed(written.getvalue(), moment, rows)


def _without_rows(
    book: Workbook, sheet: Sheet, extent: Extent, assessment: Assessment
) -> Iterator[tuple["WriteOnlyWorksheet", Iterator[bytes]]]:
    """The sheet, or as many as its rows take, each with the rows that are to be put in."""
    for number, part in enumerate(extent.parts(MOST_ROWS)):
        title = f"{sheet.title} {number + 1}" if number else sheet.title
        start = number * MOST_ROWS
        rows = islice(_rows(assessment, sheet), start, start + part.rows)
        yield new_sheet(book, title, sheet.header, part), body(len(sheet.header), rows)


def _extents(assessment: Assessment, every: Iterable[Sheet]) -> list[Extent]:
    """How much room each sheet takes."""
    extents = [Extent(sheet.header) for sheet in every]
    for workspace in shown_one_by_one(assessment):
        for sheet, extent in zip(every, extents, strict=True):
            for row in sheet.rows(workspace):
                extent.add(row)
    return extents


def _rows(assessment: Assessment, sheet: Sheet) -> Iterator[Row]:
    for workspace in shown_one_by_one(assessment):
        yield from sheet.rows(workspace)


def _about(document: Assessment, options: Options) -> list[Row]:
    run = document.run
    rows: list[Row] = [
        ("Run", run.id),
        ("Collected at", run.collected_at.strftime("%Y-%m-%d %H:%M:%S UTC")),
        ("Assessed at", run.assessed_at.strftime("%Y-%m-%d %H:%M:%S UTC")),
        ("Edition", run.edition),
        ("Window in days", run.window_days),
        ("Masked", "yes" if options.masked else "no"),
        ("Written by", f"{document.tool.name} {document.tool.version}"),
    ]
    rows += [("Policy looser than the default", loosened) for loosened in run.policy_loosened]
    rows += [("Warning", warning.text) for warning in document.warnings]
    return rows
