"""The words and signs in which every report, comparison and gate speaks of verdicts and levels."""

from aml_maturity_audit.assessment.model import (
    DIMENSION_TITLES,
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    UNKNOWN,
    DimensionLevel,
    Level,
)

VERDICT_WORDS = {
    MET: "met",
    NOT_MET: "not met",
    UNKNOWN: "unknown",
    NOT_APPLICABLE: "not applicable",
}
VERDICT_SIGNS = {MET: "✓", NOT_MET: "✗", UNKNOWN: "?", NOT_APPLICABLE: "–"}
"""Beside the word or a legend; never colour alone."""

STATE_WORDS = {
    "observed": "read",
    "denied": "not permitted",
    "failed": "failed",
    "not_collected": "not collected",
}

TOP_LEVEL = 4


def interval(level: Level | DimensionLevel | None) -> str:
    """`2`, or `1–3` where more is possible than confirmed; a dash where it was not assessed."""
    if level is None or level.confirmed is None or level.possible is None:
        return "–"
    if level.confirmed == level.possible:
        return str(level.confirmed)
    return f"{level.confirmed}–{level.possible}"


def headline(level: Level | None) -> str:
    """`level 1, possibly 3`; the confirmed level comes first."""
    if level is None:
        return "not scored"
    if level.confirmed == level.possible:
        return f"level {level.confirmed}"
    return f"level {level.confirmed}, possibly {level.possible}"


def dimension_title(dimension: str) -> str:
    """The column's heading; the id itself where a later version knows more columns."""
    return "Overall" if dimension == "overall" else DIMENSION_TITLES.get(dimension, dimension)


def verdict_word(verdict: str) -> str:
    """The verdict in words."""
    return VERDICT_WORDS.get(verdict, verdict)


def counted(number: int, thing: str, plural: str = "") -> str:
    """`1 workspace`, `2 workspaces`."""
    return f"{number} {thing if number == 1 else plural or f'{thing}s'}"
