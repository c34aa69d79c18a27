"""When an endless list of jobs may be left."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from aml_maturity_audit.collectors.newest_first import NewestFirst

START = datetime(2026, 8, 22, tzinfo=UTC)


def at(days: float) -> datetime:
    """So many days after the start of the window."""
    return START + timedelta(days=days)


def test_a_page_wholly_older_ends_an_ordered_list() -> None:
    order = NewestFirst(START)
    assert not order.past_window([at(3), at(2)])
    assert not order.past_window([at(1), at(-1)])
    assert order.past_window([at(-2), at(-2), at(-3)])


def test_a_newer_item_after_an_older_one_forbids_to_stop() -> None:
    order = NewestFirst(START)
    assert not order.past_window([at(-5), at(-4)])
    assert not order.past_window([at(-6), at(-7)])


def test_order_is_watched_across_pages() -> None:
    order = NewestFirst(START)
    assert order.past_window([at(-5), at(-6)])
    assert not order.past_window([at(-4)])


def test_items_of_one_date_show_no_order() -> None:
    order = NewestFirst(START)
    assert not order.past_window([at(-5)])
    assert not order.past_window([at(-5)] * 50)
    assert order.past_window([at(-5), at(-6)])


def test_an_item_without_date_forbids_to_stop_at_its_page_only() -> None:
    order = NewestFirst(START)
    assert not order.past_window([at(-1), None])
    assert order.past_window([at(-2)])


def test_an_empty_page_says_nothing() -> None:
    assert not NewestFirst(START).past_window([])


@given(st.lists(st.lists(st.integers(-50, 50), max_size=5), max_size=6))
def test_it_never_leaves_a_list_that_it_saw_to_be_unordered(pages: list[list[int]]) -> None:
    order, seen = NewestFirst(START), []
    for page in pages:
        seen += page
        if order.past_window([at(day) for day in page]):
            assert seen == sorted(seen, reverse=True)
            assert max(page) < 0
