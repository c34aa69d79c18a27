"""What several workspaces ask for is asked once."""

import asyncio

import pytest

from aml_maturity_audit.azure.problems import Missing, Unanswered
from aml_maturity_audit.collectors.estate import Estate


async def test_whoever_asks_at_the_same_time_or_later_shares_the_answer() -> None:
    estate, asked = Estate(), []

    async def ask() -> str:
        asked.append(1)
        await asyncio.sleep(0)
        return "here"

    assert await asyncio.gather(*(estate.once("x", ask) for _ in range(3))) == ["here"] * 3
    assert await estate.once("x", ask) == "here"
    assert len(asked) == 1


@pytest.mark.parametrize(("problem", "times"), [(Missing("no"), 1), (Unanswered("lost"), 2)])
async def test_what_is_not_there_is_an_answer_and_what_stays_unanswered_is_none(
    problem: Exception, times: int
) -> None:
    estate, asked = Estate(), []

    async def ask() -> str:
        asked.append(1)
        raise problem

    for _ in range(2):
        with pytest.raises(type(problem)):
            await estate.once("x", ask)
    assert len(asked) == times
