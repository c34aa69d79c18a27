"""The rows of a sheet that may have hundreds of thousands, as text: nothing but values.

They are what openpyxl would write, which makes objects of each cell on the way and takes fifteen
times as long (`tests/reports/test_workbook.py` compares them).
Source: ECMA-376, part 1, 18.3.1.4 (`c`) and 18.4.1 (`is`).
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from openpyxl.utils import get_column_letter

from aml_maturity_audit.assessment.cells import cell
from aml_maturity_audit.assessment.lately import lately
from aml_maturity_audit.reports.chunks import chunks
from aml_maturity_audit.reports.formats.xlsx.extent import Row


def body(columns: int, rows: Iterable[Row], first: int = 2) -> Iterator[bytes]:
    """The rows as elements of `sheetData`; `first` is the number of the first one."""
    letters = [get_column_letter(column) for column in range(1, columns + 1)]
    return chunks(_row(number, letters, row) for number, row in enumerate(rows, first))


def _row(number: int, letters: Sequence[str], row: Row) -> str:
    cells = [
        f'<c r="{letter}{number}" {_value(value)}'
        for letter, value in zip(letters, row, strict=True)
        if value is not None and value != ""
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _value(value: str | int) -> str:
    if not isinstance(value, str):
        return f't="n"><v>{value}</v></c>'
    return _text(value)


@lately
def _text(value: str) -> str:
    """A text as a cell's own, which no program takes for a formula."""
    text = cell(value)
    space = ' xml:space="preserve"' if text.strip() not in ("", text) else ""
    return f't="inlineStr"><is><t{space}>{escape(text, quote=False)}</t></is></c>'
