"""Concurrency: an error ends the rest, and a limit is one."""

import asyncio

import pytest

from aml_maturity_audit.collectors.together import fairly, limited, together
from aml_maturity_audit.errors import SignInRefused


async def test_the_first_error_ends_the_rest_and_comes_as_it_is() -> None:
    ended: list[str] = []
    started = asyncio.Event()

    async def waits() -> None:
        try:
            started.set()
            await asyncio.Event().wait()
        finally:
            ended.append("waiting")

    async def fails() -> None:
        await started.wait()
        raise SignInRefused("no")

    with pytest.raises(SignInRefused, match="no"):
        await together(together(waits(), fails()))
    assert ended == ["waiting"]


async def test_what_never_began_is_no_warning() -> None:
    async def fails(item: int) -> None:
        raise SignInRefused(f"{item}")

    with pytest.raises(SignInRefused, match="0"):
        await limited(fails, range(5), 1)


async def test_no_more_than_the_limit_at_a_time() -> None:
    now, most = 0, 0

    async def work(_: int) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0)
        now -= 1

    await limited(work, range(20), 3)
    assert most == 3


async def test_a_free_place_goes_to_the_group_with_the_fewest_under_way() -> None:
    begun: list[str] = []
    stuck = asyncio.Event()

    async def work(item: str) -> None:
        begun.append(item)
        if item.startswith("slow"):
            await stuck.wait()
        elif item == "quick-9":
            stuck.set()

    items = [*(f"slow-{n}" for n in range(9)), *(f"quick-{n}" for n in range(10))]
    await fairly(work, items, lambda item: item.partition("-")[0], 4)
    before = begun[: begun.index("quick-9")]
    assert sum(item.startswith("slow") for item in before) <= 3
    assert sorted(begun) == sorted(items)


async def test_nothing_to_do_is_done_at_once() -> None:
    await fairly(lambda _: asyncio.sleep(1), [], str, 4)
