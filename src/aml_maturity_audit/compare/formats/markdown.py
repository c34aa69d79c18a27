"""A comparison in Markdown."""

from aml_maturity_audit.assessment.markdown import plain
from aml_maturity_audit.compare.page import Grid, Page


def write(page: Page, width: int, color: bool) -> bytes:  # noqa: ARG001
    """Headings, sentences and tables, every text escaped."""
    lines = [f"# {plain(page.title)}", "", *(f"- {plain(text)}" for text in page.sentences)]
    for section in page.sections:
        lines += ["", f"## {plain(section.title)}"]
        if section.sentences:
            lines += ["", *(f"- {plain(text)}" for text in section.sentences)]
        if section.grid:
            lines += ["", *_table(section.grid)]
    return ("\n".join(lines) + "\n").encode()


def _table(grid: Grid) -> list[str]:
    rows = [[plain(cell.text) for cell in row] for row in grid.rows]
    head = [plain(column) for column in grid.columns]
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]
