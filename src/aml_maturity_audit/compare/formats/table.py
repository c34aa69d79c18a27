"""A comparison for the terminal."""

from io import StringIO

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from aml_maturity_audit.compare.page import Cell, Grid, Page

NARROWEST, WIDEST = 60, 400
NAME_WIDTH = 22
"""Of the first column, before it is folded."""
STYLES = {
    "l0": "red",
    "l1": "dark_orange3",
    "l2": "yellow3",
    "l3": "chartreuse3",
    "l4": "green3",
    "met": "green3",
    "not_met": "red",
    "unknown": "yellow3",
    "not_applicable": "dim",
}


def write(page: Page, width: int, color: bool) -> bytes:
    """Plain text of at most `width` columns, with colour only where asked."""
    written = StringIO()
    console = Console(
        file=written,
        width=min(max(width, NARROWEST), WIDEST),
        height=100,
        force_terminal=color,
        color_system="256" if color else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    console.print(Text(page.title, style="bold"))
    for sentence in page.sentences:
        console.print(Text(sentence))
    for section in page.sections:
        console.print()
        console.print(Text(section.title, style="bold"))
        for sentence in section.sentences:
            console.print(Padding(Text(sentence), (0, 0, 0, 2)))
        if section.grid:
            console.print(_table(section.grid))
    text = written.getvalue()
    if not color:
        text = "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
    return text.encode()


def _table(grid: Grid) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    longest = max(cell_len(row[0].text) for row in grid.rows)
    for number, column in enumerate(grid.columns):
        least = min(longest, NAME_WIDTH) if number == 0 else None
        table.add_column(Text(column), overflow="fold", vertical="top", min_width=least)
    for row in grid.rows:
        table.add_row(*(_text(cell) for cell in row))
    return table


def _text(cell: Cell) -> Text:
    return Text(cell.text, style=STYLES.get(cell.kind, ""))
