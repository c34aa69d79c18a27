"""Pace: a bucket is spent at once, then at its refill; a 429 stops its lane, not the others."""

import asyncio

import pytest

from aml_maturity_audit.azure import pace
from aml_maturity_audit.azure.pace import Lane, Lanes

READS = "x-ms-ratelimit-remaining-subscription-reads"


class Clock:
    """Time that passes only where somebody waits for it."""

    def __init__(self) -> None:
        self.now = 1000.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(pace, "_now", lambda: clock.now)
    monkeypatch.setattr(pace.asyncio, "sleep", clock.sleep)
    return clock


async def ask(lane: Lane, remaining: int | None = None, pause: float | None = None) -> None:
    async with lane:
        if remaining is not None:
            lane.learn({READS: str(remaining)})
        if pause is not None:
            lane.pause(pause)


async def test_nothing_is_waited_for_where_azure_says_nothing(clock):
    lane = Lane(4)
    for _ in range(1000):
        await ask(lane)
    assert clock.now == 1000


async def test_what_remains_is_spent_at_once_then_at_the_refill(clock):
    lane = Lane(4)
    await ask(lane, remaining=100)
    for _ in range(100):
        await ask(lane)
    assert clock.now == 1000
    for _ in range(50):
        await ask(lane)
    assert clock.now == pytest.approx(1002, abs=0.1)


async def test_a_pause_holds_the_whole_lane_and_slows_it_down(clock):
    lane = Lane(4)
    await ask(lane, pause=10)
    await ask(lane)
    assert clock.now == pytest.approx(1010)
    for _ in range(25):
        await ask(lane)
    assert clock.now == pytest.approx(1012, abs=0.2)


async def test_a_burst_of_refusals_slows_the_lane_only_once(clock):
    lane = Lane(4)
    for _ in range(10):
        lane.pause(5)
    await ask(lane)
    await ask(lane)
    assert clock.now == pytest.approx(1005 + 1 / 12.5, abs=0.01)


async def test_lanes_do_not_wait_for_each_other(clock):
    lanes = Lanes(4)
    lanes.lane("busy").pause(60)
    await ask(lanes.lane("idle"))
    assert clock.now == 1000
    assert lanes.lane("busy") is lanes.lane("busy")


@pytest.mark.parametrize("value", ["", "many", "-5", "1e9", "9" * 40, "٣"])
async def test_a_header_that_is_no_number_is_not_believed(clock, value):
    lane = Lane(4)
    async with lane:
        lane.learn({READS: value})
    for _ in range(10):
        await ask(lane)
    assert clock.now == 1000


async def test_no_more_than_its_width_is_under_way():
    lane, under_way, most = Lane(3), 0, 0

    async def question() -> None:
        nonlocal under_way, most
        async with lane:
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            under_way -= 1

    await asyncio.gather(*(question() for _ in range(20)))
    assert most == 3
