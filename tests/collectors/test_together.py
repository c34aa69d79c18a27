"""Concurrency: an error ends the rest, and a limit is one."""

import asyncio

import pytest

from aml_maturity_audit.collectors.together import limited, together
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
