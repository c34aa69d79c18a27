"""How a sheet looks: a header that stays, filters, widths that fit, levels in colour."""

from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from aml_maturity_audit.assessment.cells import cell

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell

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
    """One sheet; the first row is its header."""
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append([cell(value) if isinstance(value, str) else value for value in row])
    for heading in sheet[1]:
        heading.font = Font(bold=True, color="FFFFFF")
        heading.fill = HEADER
        heading.alignment = Alignment(vertical="center")
    if frozen:
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = sheet.dimensions
    for number, heading in enumerate(rows[0], 1):
        letter = get_column_letter(number)
        longest = max(len(str(row[number - 1] or "")) for row in rows)
        sheet.column_dimensions[letter].width = min(longest + 3, WIDEST)
        if heading in LEVEL_COLUMNS:
            for level in sheet[letter][1:]:
                _colour(level)


def _colour(level: "Cell") -> None:
    level.alignment = Alignment(horizontal="center")
    confirmed = str(level.value)[:1]
    if confirmed.isdigit():
        level.fill = PatternFill("solid", fgColor=LEVELS[int(confirmed)])
