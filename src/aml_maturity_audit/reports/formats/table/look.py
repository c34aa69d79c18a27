"""Colours and shapes of the terminal report. Colour repeats what a sign or a word says."""

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from aml_maturity_audit.assessment.model import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    UNKNOWN,
    CriterionResult,
    DimensionLevel,
    Level,
)
from aml_maturity_audit.assessment.words import VERDICT_SIGNS, interval, verdict_word

HEADING = "bold"
QUIET = "dim"
LEVELS = ("red", "dark_orange3", "yellow3", "chartreuse3", "green3")
VERDICTS = {MET: "green3", NOT_MET: "red", UNKNOWN: "yellow3", NOT_APPLICABLE: QUIET}


def level_text(level: Level | DimensionLevel | None, style: str = "not bold") -> Text:
    """`1–3`, coloured by what is confirmed."""
    shown = interval(level)
    if level is None or level.confirmed is None:
        return Text(shown, style=QUIET)
    return Text(shown, style=f"{style} {LEVELS[level.confirmed]}")


def verdict_text(criterion: CriterionResult) -> Text:
    """`✗ not met`."""
    sign = VERDICT_SIGNS.get(criterion.verdict, "?")
    return Text(
        f"{sign} {verdict_word(criterion.verdict)}", style=VERDICTS.get(criterion.verdict, "")
    )


def heading(text: str) -> Text:
    """A section's title."""
    return Text(text, style=HEADING)


def hanging() -> Table:
    """Two columns, a sign and its text; long texts wrap under themselves."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold", ratio=1)
    return grid


def indented(part: Table | Text, by: int = 2) -> Padding:
    """Moved to the right."""
    return Padding(part, (0, 0, 0, by))
