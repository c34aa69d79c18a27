"""The sandbox's own clock: it shares no code with what it tests."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current time in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
