"""The same list of many parents."""

import pytest

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import (
    AccessDenied,
    Missing,
    Problem,
    Unanswered,
    Unregistered,
)
from aml_maturity_audit.collectors.fanout import over, rest
from aml_maturity_audit.signals.reading import Denied, Gap, Observed, Reading


async def run(
    answers: dict[str, Listing[str] | Problem],
    parents: Reading[tuple[str, ...]] | None = None,
) -> Reading[tuple[str, ...]]:
    async def of(parent: str) -> Listing[str]:
        answer = answers[parent]
        if isinstance(answer, Problem):
            raise answer
        return answer

    return await over(parents or Observed(value=tuple(answers)), lambda one: one, of)


async def test_all_children_of_all_parents() -> None:
    assert await run({"a": Listing(("1",)), "b": Listing(("2", "3"))}) == Observed(
        value=("1", "2", "3")
    )


async def test_one_refused_parent_is_a_gap_under_its_name() -> None:
    reading = await run({"a": Listing(("1",)), "b": AccessDenied("no", action="x/read")})
    assert reading == Observed(
        value=("1",), gaps=(Gap(kind="denied", reason="no", resource="b", action="x/read"),)
    )


async def test_all_refused_is_refused() -> None:
    with pytest.raises(AccessDenied):
        await run({"a": AccessDenied("no", action="x"), "b": Unanswered("nothing")})


async def test_a_parent_that_is_gone_a_moment_later_is_one_that_was_not_read() -> None:
    reading = await run({"a": Listing(("1",)), "b": Missing("gone")})
    assert reading == Observed(
        value=("1",), gaps=(Gap(kind="failed", reason="gone", resource="b"),)
    )
    with pytest.raises(Missing):
        await run({"a": Missing("gone")})


async def test_where_the_provider_is_not_registered_there_are_no_children() -> None:
    assert await run({"a": Unregistered("not registered")}) == Observed(value=())


async def test_gaps_of_children_bear_the_parents_name() -> None:
    listing = Listing(("1",), (Gap(kind="undecoded", reason="odd", resource="item 2"),))
    reading = await run({"a": listing})
    assert isinstance(reading, Observed)
    assert reading.gaps == (Gap(kind="undecoded", reason="item 2: odd", resource="a"),)


async def test_unread_parents_are_unread_children() -> None:
    assert await run({}, Denied(action="x/read")) == Denied(action="x/read")


async def test_an_undecoded_parent_hides_any_number_of_children() -> None:
    parents = Observed(value=("a",), gaps=(Gap(kind="undecoded", reason="odd", resource="p"),))
    reading = await run({"a": Listing(("1",))}, parents)
    assert isinstance(reading, Observed)
    (gap,) = reading.gaps
    assert (gap.kind, gap.resource, gap.bounded) == ("failed", "p", False)


def test_the_gap_of_a_lists_rest_names_no_resource() -> None:
    cut = Gap(kind="truncated", reason="cut", resource="/the/list")
    assert rest(cut).resource == ""
    odd = Gap(kind="undecoded", reason="odd", resource="item")
    assert rest(odd) == odd
