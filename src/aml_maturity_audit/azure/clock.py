"""The one clock of the tool; judging never asks it (criteria.md, section 1, rule 4)."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current time in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
