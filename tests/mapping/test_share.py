"""Shares with bounds, against an oracle that tries every world."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aml_maturity_audit.assessment.model import Missing
from aml_maturity_audit.mapping.seen import Seen
from aml_maturity_audit.mapping.share import Population, population, share
from aml_maturity_audit.mapping.truth import NO, YES, Fact, Truth, unknown

DOUBT = unknown("it cannot be told", (Missing(signal="jobs"),))
Item = tuple[Fact, Fact]


def people(items: list[Item], hidden: int = 0, is_open: bool = False) -> Population[Item, Item]:
    known = Seen(items=tuple(items), hidden=hidden, open=is_open, why="some could not be read")
    return population(known, lambda item: item[0])


def judged(group: Population[Item, Item], threshold: float = 0.8) -> Fact:
    return share(
        group,
        lambda item: item[1],
        threshold=threshold,
        noun="jobs",
        what="are good",
        empty="no job",
    )


def options(item: Item) -> list[bool | None]:
    """None: not in the population; else whether it has the property."""
    belongs = [True] if item[0].yes else [True, False]
    has = [True, False] if item[1].unknown else [item[1].yes]
    return [h if b else None for b in belongs for h in has]


def outcome(items: list[Item], hidden: int, threshold: Fraction) -> Truth:
    kinds = [options(item) for item in items if not item[0].no] + [[True, False, None]] * hidden
    results = set()
    for world in product(*kinds):
        members = [has for has in world if has is not None]
        results.add(bool(members) and Fraction(sum(members), len(members)) >= threshold)
    if len(results) > 1:
        return Truth.UNKNOWN
    return Truth.YES if results.pop() else Truth.NO


items = st.tuples(st.sampled_from([YES, YES, NO, DOUBT]), st.sampled_from([YES, YES, NO, DOUBT]))


@settings(max_examples=400)
@given(st.lists(items, max_size=6), st.integers(0, 2), st.sampled_from(["1/2", "4/5", "1"]))
def test_a_share_says_what_holds_in_every_world(
    group: list[Item], hidden: int, threshold: str
) -> None:
    wanted = Fraction(threshold)
    assert judged(people(group, hidden), float(wanted)).truth is outcome(group, hidden, wanted)


@given(st.lists(items, max_size=6), st.integers(0, 2))
def test_an_open_list_decides_nothing(group: list[Item], hidden: int) -> None:
    assert judged(people(group, hidden, is_open=True)).unknown


@pytest.mark.parametrize(("have", "verdict"), [(8, Truth.YES), (7, Truth.NO)])
def test_the_edge_of_the_threshold(have: int, verdict: Truth) -> None:
    group = [(YES, YES)] * have + [(YES, NO)] * (10 - have)
    answer = judged(people(group))
    assert answer.truth is verdict
    assert f"{have} of 10 jobs are good ({have}0%, at least 80% needed)" in answer.because


def test_nothing_to_share_is_no() -> None:
    answer = judged(people([]))
    assert answer.no
    assert answer.because == "no job"


def test_an_unreadable_item_that_cannot_turn_it_costs_nothing() -> None:
    group = [(YES, YES)] * 9
    assert judged(people(group, hidden=1)).yes
    assert judged(people(group[:3], hidden=1)).unknown


def test_an_unknown_share_says_why_and_what_is_missing() -> None:
    answer = judged(people([(YES, DOUBT), (YES, YES)]))
    assert answer.unknown
    assert "it cannot be told" in answer.because
    assert answer.missing == DOUBT.missing


def test_a_threshold_of_one_less_a_fifth_is_four_fifths() -> None:
    group = [(YES, YES)] * 4 + [(YES, NO)]
    assert judged(people(group), 1 - 0.2).yes
