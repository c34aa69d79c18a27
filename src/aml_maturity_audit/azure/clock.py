"""The one clock of the tool; judging never asks it (criteria.md, section 1, rule 4).

A machine's clock may be wrong, and with it everything that is said of a window of days. Azure says
what time it is with each answer.
"""

import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

TOLERATED = timedelta(minutes=5)
"""Between two clocks; beyond it Entra refuses what a client signs."""


def now() -> datetime:
    """The current time in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def timestamp() -> float:
    """The current time in seconds since 1970, in which tokens say when they end."""
    return time.time()


def skew(date: str | None) -> timedelta | None:
    """How far this machine is ahead of who sent this Date header; None where it tells no time."""
    try:
        theirs = parsedate_to_datetime(date or "")
    except (TypeError, ValueError):
        return None
    return now() - theirs if theirs.tzinfo else None


def corrected(ahead: timedelta | None) -> datetime:
    """The time it is for who this machine is so far `ahead` of; ours where we agree."""
    return now() if ahead is None or abs(ahead) <= TOLERATED else now() - ahead
