"""Both editions carry every bullet of the model. Source: criteria.md, sections 2 and 3."""

import pytest

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.mapping.catalogue import catalogue, catalogue_digest
from aml_maturity_audit.mapping.editions import EDITIONS, load_edition

COLUMNS = ("highlights", "technology", "people", "creation", "release", "application")
COUNTS_2024 = {
    0: (3, 4, 3, 4, 3, 2),
    1: (3, 2, 3, 4, 3, 4),
    2: (3, 3, 3, 4, 3, 3),
    3: (3, 3, 3, 4, 3, 3),
    4: (3, 2, 3, 5, 3, 3),
}
TECHNOLOGY_2025 = (5, 3, 7, 4, 5)


def count(edition: str, level: int, dimension: str) -> int:
    statements = load_edition(edition).statements
    return sum(s.level == level and s.dimension == dimension for s in statements)


@pytest.mark.parametrize("level", COUNTS_2024)
def test_2024_has_every_bullet(level: int) -> None:
    assert tuple(count("2024", level, column) for column in COLUMNS) == COUNTS_2024[level]


@pytest.mark.parametrize("level", COUNTS_2024)
def test_2025_adds_to_technology_only(level: int) -> None:
    expected = list(COUNTS_2024[level])
    expected[1] = TECHNOLOGY_2025[level]
    assert [count("2025-10", level, column) for column in COLUMNS] == expected


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_required_criterion_is_in_the_catalogue(edition: str) -> None:
    required = {name for s in load_edition(edition).statements for name in s.requires}
    assert required <= set(catalogue())


def test_every_criterion_is_required_by_the_newer_edition() -> None:
    required = {name for s in load_edition("2025-10").statements for name in s.requires}
    assert required == set(catalogue())


@pytest.mark.parametrize("edition", EDITIONS)
def test_level_0_requires_nothing(edition: str) -> None:
    assert not [s for s in load_edition(edition).statements if s.level == 0 and s.requires]


@pytest.mark.parametrize(
    ("criterion", "dimensions"),
    [
        ("app-has-unit-tests", {"technology": 1, "application": 1}),
        ("compute-is-managed", {"creation": 2}),
        ("training-performance-is-tracked", {"technology": 2}),
        ("release-is-automatic", {"highlights": 3, "release": 3}),
        ("retraining-is-triggered-by-production-metrics", {"creation": 4}),
        ("code-is-version-controlled", {}),
    ],
)
def test_where_a_criterion_counts_in_2024(criterion: str, dimensions: dict[str, int]) -> None:
    assert load_edition("2024").dimensions_of(criterion) == dimensions


def test_an_unknown_edition_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"2024 or 2025-10"):
        load_edition("2023")


def test_the_editions_have_different_digests() -> None:
    digests = {catalogue_digest(load_edition(edition)) for edition in EDITIONS}
    assert len(digests) == len(EDITIONS)


def test_levels_build_up() -> None:
    edition = load_edition("2024")
    for column in COLUMNS:
        for level in range(1, 4):
            below, above = edition.required(column, level), edition.required(column, level + 1)
            assert set(below) <= set(above)
