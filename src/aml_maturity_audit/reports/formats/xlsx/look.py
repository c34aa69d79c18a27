"""How a sheet looks: a header that stays, filters, widths that fit, levels in colour."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from aml_maturity_audit.assessment.cells import cell
from aml_maturity_audit.reports.formats.xlsx.extent import WIDEST, Extent, Row

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

HEADER = PatternFill("solid", fgColor="1F3A5F")
LEVELS = ("F8D0C8", "FBE3C0", "F6EFBB", "D8EDC4", "BFE5CB")
"""Beside the digit, which says the same."""
LEVEL_COLUMNS = {
    *("Level", "Technology", "Highlights", "People", "Model creation", "Model release"),
    "Application integration",
}


def new_sheet(
    book: "Workbook", title: str, header: Sequence[str], extent: Extent, *, frozen: bool = True
) -> "WriteOnlyWorksheet":
    """A sheet with nothing but its header, ready for rows of this extent."""
    sheet = book.create_sheet(title)
    for number, longest in enumerate(extent.longest, 1):
        width = min(longest + 3, WIDEST)
        sheet.column_dimensions[get_column_letter(number)].width = width
    if frozen:
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{1 + extent.rows}"
    sheet.append([_heading(sheet, text) for text in header])
    return sheet


def add_rows(sheet: "WriteOnlyWorksheet", header: Sequence[str], rows: Iterable[Row]) -> None:
    """Rows below the header, levels in colour."""
    levels = {number for number, text in enumerate(header) if text in LEVEL_COLUMNS}
    for row in rows:
        values = [cell(value) if isinstance(value, str) else value for value in row]
        sheet.append(
            [
                _level(sheet, value) if number in levels else value
                for number, value in enumerate(values)
            ]
        )


def _heading(sheet: "WriteOnlyWorksheet", text: str) -> "WriteOnlyCell":
    heading = WriteOnlyCell(sheet, cell(text))
    heading.font = Font(bold=True, color="FFFFFF")
    heading.fill = HEADER
    return heading


def _level(sheet: "WriteOnlyWorksheet", value: str | int | None) -> "WriteOnlyCell":
    level = WriteOnlyCell(sheet, value)
    level.alignment = Alignment(horizontal="center")
    confirmed = str(value)[:1]
    if confirmed.isdigit():
        level.fill = PatternFill("solid", fgColor=LEVELS[int(confirmed)])
    return level
