"""Every criterion is whole: id, text, sources, its own remedy, and a test of its own."""

import re
from pathlib import Path

import pytest

from aml_maturity_audit.mapping.catalogue import catalogue
from aml_maturity_audit.mapping.judging import signals_of
from aml_maturity_audit.mapping.vocabulary import signal_keys

HERE = Path(__file__).parent
SPECIFIED = 47


def test_there_are_as_many_as_specified() -> None:
    assert len(catalogue()) == SPECIFIED


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_a_criterion_has_a_test_of_its_own(name: str) -> None:
    path = HERE / "criteria" / f"test_{name.replace('-', '_')}.py"
    assert path.exists(), f"write {path.relative_to(HERE)}"


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_a_criterion_is_explained(name: str) -> None:
    criterion = catalogue()[name]
    assert criterion.question.endswith("?")
    assert criterion.rule.startswith(("Met:", "By attestation only"))
    assert criterion.blind_spots.endswith(".")
    assert criterion.docs_url.startswith("https://learn.microsoft.com/azure/")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", criterion.id)


def test_no_two_share_a_text() -> None:
    for attribute in ("title", "question"):
        texts = [getattr(criterion, attribute) for criterion in catalogue().values()]
        assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_signal_that_is_read_is_in_the_vocabulary_with_its_permission(name: str) -> None:
    for key in signals_of(catalogue()[name]):
        assert signal_keys()[key.name] is key
        assert key.actions


def test_a_criterion_is_not_both_about_training_and_about_serving() -> None:
    assert not [c.id for c in catalogue().values() if c.training and c.serving]


def test_those_that_build_on_others_come_after_them() -> None:
    order = list(catalogue())
    for criterion in catalogue().values():
        for below in criterion.builds_on:
            assert order.index(below) < order.index(criterion.id)
