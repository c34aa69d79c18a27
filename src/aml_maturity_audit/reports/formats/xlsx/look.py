"""How a sheet looks: a header that stays, filters, widths that fit, levels in colour."""

from typing import TYPE_CHECKING

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from aml_maturity_audit.assessment.cells import cell

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

WIDEST = 60
HEADER = PatternFill("solid", fgColor="1F3A5F")
LEVELS = ("F8D0C8", "FBE3C0", "F6EFBB", "D8EDC4", "BFE5CB")
"""Beside the digit, which says the same."""
LEVEL_COLUMNS = {
    *("Level", "Technology", "Highlights", "People", "Model creation", "Model release"),
    "Application integration",
}


def write_sheet(
    book: "Workbook", title: str, rows: list[list[str | int | None]], *, frozen: bool = True
) -> None:
    """One sheet; the first row is its header. Rows are streamed, as there may be many."""
    sheet = book.create_sheet(title)
    header, *body = rows
    for number in range(len(header)):
        longest = max(len(str(row[number] or "")) for row in rows)
        letter = get_column_letter(number + 1)
        sheet.column_dimensions[letter].width = min(longest + 3, WIDEST)
    if frozen:
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{len(rows)}"
    sheet.append([_heading(sheet, str(text)) for text in header])
    levels = {number for number, text in enumerate(header) if text in LEVEL_COLUMNS}
    for row in body:
        values = [cell(value) if isinstance(value, str) else value for value in row]
        sheet.append(
            [
                _level(sheet, value) if number in levels else value
                for number, value in enumerate(values)
            ]
            if levels
            else values
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
