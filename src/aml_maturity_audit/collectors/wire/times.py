"""Times as Azure writes them: seven fraction digits, no zone, a blank instead of T, nothing."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_UTC_NAMES = frozenset({"utc", "coordinated universal time", "z", "gmt", "etc/utc"})


def parse_time(value: object) -> datetime | None:
    """The time in UTC; one without a zone is UTC; None where it cannot be read (rule 4)."""
    parsed = _read(value)
    if parsed is None or parsed.tzinfo is UTC:
        return parsed
    try:
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None


def parse_zoned(value: object, zone: object) -> tuple[datetime | None, bool]:
    """The time in UTC, and whether its zone is known.

    `zone` is the name that goes with it. Windows names ("Pacific Standard Time") are not resolved:
    the time is then taken as UTC and may be 14 hours off (azure_facts A.7).
    """
    parsed = _read(value)
    if parsed is None or parsed.tzinfo is not None:
        return parse_time(value), True
    known = _zone(zone)
    if known is None:
        return parse_time(value), False
    return parse_time(parsed.replace(tzinfo=known).isoformat()), True


def _read(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        parsed = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return parsed if parsed.year > 1 else None  # 0001-01-01 is how .NET says "none"


def _zone(name: object) -> ZoneInfo | None:
    wanted = name.strip() if isinstance(name, str) else ""
    if wanted.lower() in _UTC_NAMES:
        wanted = "UTC"
    if not wanted:
        return None
    try:
        return ZoneInfo(wanted)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
