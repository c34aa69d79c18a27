"""Lists: read to the end, reduced page by page, and nothing vanishes without a gap."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aml_maturity_audit.azure.decoding import Page, WholePage, page, page_of
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.paging import MOST_FRUITLESS, MOST_UNDECODED, Reduction, read_pages
from aml_maturity_audit.azure.problems import AccessDenied, Missing, Unanswered
from aml_maturity_audit.signals.reading import DENIED, FAILED, TRUNCATED, UNDECODED, Gap

URL = "https://management.azure.com/jobs"


class Job(msgspec.Struct):
    id: str | None = None
    name: str | None = None
    age: int = 0


def raw(*items: object) -> list[msgspec.Raw]:
    return [msgspec.Raw(msgspec.json.encode(item)) for item in items]


def jobs(*names: str) -> list[msgspec.Raw]:
    return raw(*({"id": f"/jobs/{name}", "name": name} for name in names))


class Pages:
    """Pages by address; an exception in place of one is raised."""

    def __init__(self, *pages) -> None:
        self.pages = {f"{URL}?p={n}" if n else URL: page for n, page in enumerate(pages)}
        self.asked: list[str] = []

    async def __call__(self, address: str) -> Page:
        self.asked.append(address)
        page = self.pages[address]
        if isinstance(page, Exception):
            raise page
        return page


def next_page(n: int) -> str:
    return f"{URL}?p={n}"


async def read(fetch, keep=lambda job: job.name, **options):
    reduction = Reduction(Job, keep, options.get("limit"), options.get("enough"))
    return await read_pages(URL, fetch, reduction, what="/jobs")


async def test_all_pages_in_order_and_no_gap():
    pages = Pages(Page(jobs("a", "b"), next_page(1)), Page([], next_page(2)), Page(jobs("c")))
    assert await read(pages) == Listing(("a", "b", "c"))


async def test_a_relative_next_link_stays_on_the_host():
    pages = Pages(Page(jobs("a"), "/jobs?p=1"), Page(jobs("b")))
    assert (await read(pages)).items == ("a", "b")


async def test_keep_drops_and_reduces():
    pages = Pages(Page(jobs("a", "b", "c")))
    listing = await read(pages, lambda job: None if job.name == "b" else job.name.upper())
    assert listing == Listing(("A", "C"))


@pytest.mark.parametrize(
    "bad",
    [
        None,
        7,
        "text",
        [],
        {"age": "old"},
        {"id": 5},
        {"name": ["b"]},
    ],
)
async def test_an_item_that_does_not_decode_is_one_named_gap_and_costs_nothing_else(bad):
    pages = Pages(Page([*jobs("a"), *raw(bad), *jobs("c")]))
    listing = await read(pages)
    assert listing.items == ("a", "c")
    (gap,) = listing.gaps
    assert gap.kind == UNDECODED
    assert gap.resource == "item 2 of page 1"


@pytest.mark.parametrize("body", [b'{"name":"\xff"}', b'{"name":"\\ud800"}', b"[" * 9000])
async def test_broken_bytes_in_an_item_are_a_gap(body):
    pages = Pages(Page([*jobs("a"), msgspec.Raw(body)]))
    listing = await read(pages)
    assert listing.items == ("a",)
    assert [gap.kind for gap in listing.gaps] == [UNDECODED]


async def test_an_undecodable_item_is_called_by_its_id_where_it_has_one():
    pages = Pages(Page(raw({"id": "/jobs/x", "age": "old"})))
    (gap,) = (await read(pages)).gaps
    assert gap.resource == "/jobs/x"


@pytest.mark.parametrize("error", [ValueError, TypeError, KeyError, msgspec.ValidationError])
async def test_what_keep_cannot_take_is_a_gap(error):
    def keep(job):
        if job.name == "b":
            raise error("odd")
        return job.name

    listing = await read(Pages(Page(jobs("a", "b", "c"))), keep)
    assert listing.items == ("a", "c")
    assert listing.gaps == (
        Gap(
            kind=UNDECODED,
            reason="/jobs/b could not be decoded: its shape is not the documented one.",
            resource="/jobs/b",
        ),
    )


async def test_a_flood_of_undecodable_items_is_counted_not_listed():
    pages = Pages(Page(raw(*[None] * (MOST_UNDECODED + 7)), None))
    gaps = (await read(pages)).gaps
    assert len(gaps) == MOST_UNDECODED + 1
    assert gaps[-1].kind == FAILED
    assert gaps[-1].reason.startswith("7 more items")


async def test_a_problem_on_the_first_page_is_raised():
    with pytest.raises(Missing):
        await read(Pages(Missing("gone")))


@pytest.mark.parametrize(
    ("problem", "gap"),
    [
        (Unanswered("slow"), Gap(kind=FAILED, reason="slow", resource="/jobs")),
        (
            AccessDenied("no", action="jobs/read"),
            Gap(kind=DENIED, reason="no", resource="/jobs", action="jobs/read"),
        ),
    ],
)
async def test_a_problem_on_a_later_page_keeps_what_was_read(problem, gap):
    listing = await read(Pages(Page(jobs("a"), next_page(1)), problem))
    assert listing == Listing(("a",), (gap,))


async def test_a_limit_stops_with_a_gap_only_where_there_is_more():
    many = Pages(Page(jobs("a", "b"), next_page(1)), Page(jobs("c")))
    cut = await read(many, limit=2)
    assert cut.items == ("a", "b")
    assert [gap.kind for gap in cut.gaps] == [TRUNCATED]
    assert many.asked == [URL]
    within = await read(Pages(Page(jobs("a", "b", "c"))), limit=2)
    assert [gap.kind for gap in within.gaps] == [TRUNCATED]
    assert (await read(Pages(Page(jobs("a", "b"))), limit=2)).gaps == ()


async def test_enough_stops_without_a_gap():
    pages = Pages(Page(jobs("a"), next_page(1)), Page(jobs("b"), next_page(2)), Page(jobs("c")))
    listing = await read(pages, enough=lambda items: items[0].name == "b")
    assert listing == Listing(("a", "b"))


async def test_pages_that_lead_back_are_a_gap():
    pages = Pages(Page(jobs("a"), next_page(1)), Page(jobs("b"), URL))
    listing = await read(pages)
    assert listing.items == ("a", "b")
    assert "lead back" in listing.gaps[0].reason


async def test_pages_without_end_or_fruit_are_a_gap():
    class Endless:
        asked = 0

        async def __call__(self, address: str) -> Page:
            self.asked += 1
            return Page(jobs("same"), f"{URL}?p={self.asked}")

    endless = Endless()
    listing = await read(endless)
    assert listing.items == ("same",)
    assert endless.asked == MOST_FRUITLESS + 1
    assert [gap.kind for gap in listing.gaps] == [FAILED]


async def test_repeated_items_are_taken_once_in_any_casing_and_items_without_id_all():
    pages = Pages(
        Page(jobs("a"), next_page(1)),
        Page([*raw({"id": "/JOBS/A", "name": "a again"}), *jobs("b")], next_page(2)),
        Page(raw({"name": "x"}, {"name": "x"})),
    )
    assert (await read(pages)).items == ("a", "b", "x", "x")


def test_merging_keeps_items_and_gaps():
    gap = Gap(kind=FAILED, reason="slow")
    merged = Listing.merged(Listing((1,)), Listing((2,), (gap,)), Listing())
    assert merged == Listing((1, 2), (gap,))
    assert not merged.reading().complete


@given(
    st.lists(st.lists(st.one_of(st.none(), st.integers(), st.just("ok")), max_size=4), max_size=5)
)
async def test_every_item_is_kept_or_a_gap(layout):
    """Whatever mixture of good and bad items comes on however many pages, none goes missing."""
    pages, count = [], 0
    for number, kinds in enumerate(layout or [[]]):
        items = []
        for kind in kinds:
            count += 1
            items.append({"id": f"/{count}", "name": "n"} if kind == "ok" else kind)
        last = number + 1 >= len(layout)
        pages.append(Page(raw(*items), None if last else next_page(number + 1)))
    listing = await read(Pages(*pages))
    assert len(listing.items) + len(listing.gaps) == count


GOOD = st.fixed_dictionaries({"id": st.sampled_from(["/jobs/a", "/JOBS/A", "/jobs/b", "", None])})
BAD = st.sampled_from([{"id": 7}, {"age": "old"}, None, [], "text", {"id": "/jobs/c", "age": None}])


def choosy(job: Job) -> str | None:
    if job.name == "kept never":
        raise ValueError("none to keep")
    return job.id


@given(
    st.lists(GOOD | BAD | st.just({"name": "kept never"}), max_size=6),
    st.none() | st.integers(0, 3),
)
async def test_a_page_decoded_at_once_is_read_as_one_decoded_item_by_item(items, limit):
    body = msgspec.json.encode({"value": items, "nextLink": None})
    whole = page_of(Job)(body)
    at_once = await read(Pages(whole), choosy, limit=limit)
    assert at_once == await read(Pages(page(body)), choosy, limit=limit)
    fits = all(isinstance(i, dict) and isinstance(i.get("id"), str | None) for i in items)
    if fits and not any("age" in i for i in items):
        assert isinstance(whole, WholePage)
