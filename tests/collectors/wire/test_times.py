"""Times in the spellings that Azure uses."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aml_maturity_audit.collectors.wire.times import parse_time, parse_zoned

NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20T09:00:00.0000000Z",
        "2026-11-20T09:00:00.0000001+00:00",
        "2026-11-20T10:30:00+01:30",
        "2026-11-20T09:00:00",
        "2026-11-20 09:00:00",
        " 2026-11-20T09:00:00Z ",
    ],
)
def test_readable_times(text: str) -> None:
    parsed = parse_time(text)
    assert parsed is not None
    assert parsed.replace(microsecond=0) == NINE
    assert parsed.tzinfo is UTC


@pytest.mark.parametrize("value", [None, "", "soon", 5, {}, "0001-01-01T00:00:00Z", "2026-13-01"])
def test_unreadable_times_are_none(value: object) -> None:
    assert parse_time(value) is None


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    parsed = parse_time(text)
    assert parsed is None or parsed.tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "expected", "known"),
    [
        ("UTC", NINE, True),
        ("utc", NINE, True),
        ("Coordinated Universal Time", NINE, True),
        ("Europe/Berlin", datetime(2026, 11, 20, 8, tzinfo=UTC), True),
        ("Pacific Standard Time", NINE, False),
        (None, NINE, False),
        ("../../etc/passwd", NINE, False),
    ],
)
def test_a_zone_beside_the_time(zone: str | None, expected: datetime, known: bool) -> None:
    assert parse_zoned("2026-11-20T09:00:00", zone) == (expected, known)


def test_a_time_with_its_own_zone_needs_no_other() -> None:
    assert parse_zoned("2026-11-20T09:00:00Z", "Pacific Standard Time") == (NINE, True)
