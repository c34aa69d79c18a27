"""Three-valued facts: the tables of all_of, any_of and decide, and what their sentences keep."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aml_maturity_audit.assessment.model import Missing
from aml_maturity_audit.mapping.truth import (
    MAX_LISTED,
    NO,
    YES,
    Fact,
    Truth,
    all_of,
    any_of,
    decide,
    no,
    sentence,
    unknown,
    yes,
)

DENIED = unknown("jobs may not be read", (Missing(signal="jobs", action="jobs/read"),))
VALUES = {Truth.YES: True, Truth.NO: False, Truth.UNKNOWN: None}


def worlds(facts: list[Fact]) -> list[tuple[bool, ...]]:
    """Every way in which unknown facts may turn out."""
    options = [(True, False) if f.unknown else (f.yes,) for f in facts]
    return list(product(*options))


@given(st.lists(st.sampled_from([YES, NO, DENIED]), max_size=5))
def test_all_of_and_any_of_say_what_holds_in_every_world(facts: list[Fact]) -> None:
    for combine, judge in ((all_of, all), (any_of, any)):
        outcomes = {judge(world) for world in worlds(facts)}
        expected = outcomes.pop() if len(outcomes) == 1 else None
        assert VALUES[combine(*facts).truth] == expected


def test_only_the_deciding_reasons_are_said() -> None:
    answer = all_of(yes("3 jobs"), no("0 models"), DENIED)
    assert answer.no
    assert answer.because == "0 models"
    assert all_of(yes("3 jobs"), DENIED).missing == DENIED.missing


def test_a_reason_that_two_facts_share_is_said_once() -> None:
    assert all_of(no("0 models; 0 jobs"), no("0 jobs")).because == "0 models; 0 jobs"


def test_met_clauses_come_first() -> None:
    assert decide(yes("2 versions"), yes("none")).because == "2 versions"


@pytest.mark.parametrize(
    ("met", "not_met", "expected"),
    [
        (NO, yes("nothing gathers"), Truth.NO),
        (DENIED, yes("no monitor"), Truth.NO),
        (NO, DENIED, Truth.UNKNOWN),
        (NO, NO, Truth.UNKNOWN),
        (DENIED, NO, Truth.UNKNOWN),
        (yes("all"), DENIED, Truth.YES),
    ],
)
def test_what_neither_clause_decides_is_unknown(met: Fact, not_met: Fact, expected: Truth) -> None:
    assert decide(met, not_met).truth is expected


def test_an_undecided_criterion_keeps_what_is_missing() -> None:
    assert decide(DENIED, NO).missing == DENIED.missing


def test_negation_leaves_unknown_unknown() -> None:
    assert DENIED.negated().unknown
    assert YES.negated().no
    assert NO.negated().yes


def test_what_is_listed_is_bounded_and_different() -> None:
    many = [Missing(signal=f"s{number % 40}") for number in range(200)]
    assert len(unknown("many", many).missing) == MAX_LISTED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no model", "No model."),
        ("3 of 4 jobs.", "3 of 4 jobs."),
        ("churn/blue is gone", "churn/blue is gone."),
        ("", ""),
    ],
)
def test_sentence(text: str, expected: str) -> None:
    assert sentence(text) == expected
