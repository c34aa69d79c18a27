"""Times in estates: `-3d`, `+12h`, `-1d12h`, `-2d@06:00`, always against the server's now."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

_OFFSET = re.compile(
    r"^(?P<sign>[+-])(?P<parts>(?:\d+(?:\.\d+)?[smhdw])+)(?:@(?P<clock>\d{2}:\d{2}(?::\d{2})?))?$"
)
_PART = re.compile(r"(\d+(?:\.\d+)?)([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def is_offset(text: str) -> bool:
    """Whether the text is a relative time."""
    return text[:1] in ("+", "-") and _OFFSET.match(text) is not None


def duration(text: str) -> timedelta:
    """`12h`, `1d6h`, `40s` as a span of time; `ValueError` where it is none."""
    parts = _PART.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        raise ValueError(f"{text!r} is not a duration such as 12h or 1d6h")
    return sum((timedelta(**{_UNITS[unit]: float(number)}) for number, unit in parts), timedelta())


@dataclass(frozen=True, slots=True)
class Offset:
    """A relative time, read once."""

    span: timedelta
    clock: time | None

    def at(self, now: datetime) -> datetime:
        """The moment it names; with a clock time on that day at that time, UTC."""
        day = now + self.span
        return day if self.clock is None else datetime.combine(day, self.clock, UTC)


@lru_cache(maxsize=1024)
def offset(text: str) -> Offset:
    """`-3d` or `-2d@06:00` read; `ValueError` where it is no relative time."""
    match = _OFFSET.match(text)
    if match is None:
        raise ValueError(f"{text!r} is not a relative time such as -3d")
    span = duration(match["parts"])
    clock = time.fromisoformat(match["clock"]) if match["clock"] else None
    return Offset(span if match["sign"] == "+" else -span, clock)


def absolute(text: str) -> datetime:
    """An ISO 8601 time, UTC where it names no zone; `ValueError` where it is none."""
    stamp = datetime.fromisoformat(text)
    return stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)


def arm_time(stamp: datetime) -> str:
    """As ARM writes times: seven digits after the second."""
    return stamp.strftime("%Y-%m-%dT%H:%M:%S.") + f"{stamp.microsecond * 10:07d}Z"


def plain_time(stamp: datetime) -> str:
    """To the second, as Azure ML writes them into job properties."""
    return stamp.strftime("%Y-%m-%dT%H:%M:%SZ")


def compact_time(stamp: datetime) -> str:
    """As a schedule stamps the names of its jobs: `20261120T060000Z`."""
    return stamp.strftime("%Y%m%dT%H%M%SZ")
