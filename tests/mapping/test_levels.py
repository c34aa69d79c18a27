"""From verdicts to levels. Source: criteria.md, section 4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aml_maturity_audit.assessment.model import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN
from aml_maturity_audit.mapping.catalogue import catalogue
from aml_maturity_audit.mapping.editions import EDITIONS, load_edition
from aml_maturity_audit.mapping.levels import blockers, dimension_levels, overall

NAMES = sorted(catalogue())
EFFORT = {name: criterion.effort for name, criterion in catalogue().items()}
VERDICTS = st.sampled_from([MET, NOT_MET, UNKNOWN, NOT_APPLICABLE])
ALL = st.fixed_dictionaries(dict.fromkeys(NAMES, VERDICTS))


def everything(verdict: str, **other: str) -> dict[str, str]:
    changed = {name.replace("_", "-"): value for name, value in other.items()}
    return {**dict.fromkeys(NAMES, verdict), **changed}


def levels(verdicts: dict[str, str], edition: str = "2024", people: bool = False):
    found = dimension_levels(load_edition(edition), verdicts, people_attested=people)
    return {d.id: (d.confirmed, d.possible) for d in found}


@pytest.mark.parametrize("verdict", [MET, NOT_APPLICABLE])
def test_all_met_is_level_4(verdict: str) -> None:
    found = levels(everything(verdict))
    assert found["technology"] == (4, 4)
    assert found["people"] == (None, None)


def test_all_unknown_is_the_widest_interval() -> None:
    found = dimension_levels(load_edition("2024"), everything(UNKNOWN), people_attested=False)
    assert (overall(found).confirmed, overall(found).possible) == (0, 4)


def test_highlights_level_1_requires_nothing() -> None:
    assert levels(everything(NOT_MET))["highlights"] == (1, 1)
    assert levels(everything(NOT_MET))["technology"] == (0, 0)


def test_one_criterion_missing_stops_the_dimension_there() -> None:
    found = levels(everything(MET, training_is_automated=NOT_MET))
    assert found["technology"] == (1, 1)
    assert found["creation"] == (4, 4)


def test_unknown_widens_the_interval() -> None:
    assert levels(everything(MET, training_is_automated=UNKNOWN))["technology"] == (1, 4)


def test_people_takes_part_only_when_attested() -> None:
    verdicts = everything(MET, data_engineers_work_with_data_scientists=UNKNOWN)
    assert levels(verdicts, people=True)["people"] == (1, 4)


@given(ALL, st.sampled_from(EDITIONS))
def test_confirmed_is_never_above_possible(verdicts: dict[str, str], edition: str) -> None:
    for confirmed, possible in levels(verdicts, edition, people=True).values():
        assert 0 <= confirmed <= possible <= 4


@given(ALL, st.sampled_from(EDITIONS), st.sets(st.sampled_from(NAMES)))
def test_losing_access_never_raises_nor_lowers(
    verdicts: dict[str, str], edition: str, lost: set[str]
) -> None:
    blind = {**verdicts, **dict.fromkeys(lost, UNKNOWN)}
    before, after = levels(verdicts, edition, True), levels(blind, edition, True)
    for dimension, (confirmed, possible) in before.items():
        assert after[dimension][0] <= confirmed
        assert after[dimension][1] >= possible


@given(ALL, st.sampled_from(EDITIONS))
def test_blockers_are_what_is_missing_and_nothing_else(
    verdicts: dict[str, str], edition: str
) -> None:
    rules = load_edition(edition)
    found = dimension_levels(rules, verdicts, people_attested=True)
    for blocker in blockers(rules, verdicts, found, EFFORT):
        assert blocker.criteria
        assert not [n for n in blocker.criteria if verdicts[n] in {MET, NOT_APPLICABLE}]
        fixed = {**verdicts, **dict.fromkeys(blocker.criteria, MET)}
        after = dimension_levels(rules, fixed, people_attested=True)
        if blocker.dimension == "overall":
            assert overall(after).confirmed >= blocker.level
        else:
            level = next(d.confirmed for d in after if d.id == blocker.dimension)
            assert level is not None
            assert level >= blocker.level


def test_blockers_begin_with_what_only_needs_to_be_seen() -> None:
    verdicts = everything(NOT_MET, app_has_unit_tests=UNKNOWN)
    rules = load_edition("2024")
    found = dimension_levels(rules, verdicts, people_attested=False)
    first = blockers(rules, verdicts, found, EFFORT)[0]
    assert first.dimension == "overall"
    assert first.criteria[0] == "app-has-unit-tests"
