"""What a verdict says: a number or a name in every because, a remedy of its own for each."""

import re

import pytest

from aml_maturity_audit.mapping import assess
from aml_maturity_audit.mapping.catalogue import catalogue
from aml_maturity_audit.mapping.judging import signals_of
from aml_maturity_audit.mapping.truth import YES
from mapping.build import NOW, view
from mapping.stories import MAPPINGS, STORIES

NUMBER_OR_NAME = re.compile(r"\d|[Pp]roject \w+|[A-Za-z]+[./][A-Za-z]+|[a-z]+-[a-z]+")


def results(story: str):
    found = assess(STORIES[story](), assessed_at=NOW, mappings=MAPPINGS.get(story))
    return [c for w in found.workspaces for c in w.criteria]


@pytest.mark.parametrize("story", sorted(STORIES))
def test_every_because_has_a_number_or_a_name(story: str) -> None:
    bare = [(c.id, c.because) for c in results(story) if not NUMBER_OR_NAME.search(c.because)]
    assert bare == []


@pytest.mark.parametrize("story", sorted(STORIES))
def test_every_unmet_criterion_has_a_remedy_of_its_own(story: str) -> None:
    remedies: dict[str, str] = {}
    for result in results(story):
        if result.remedy:
            other = remedies.setdefault(result.remedy, result.id)
            assert other == result.id
        else:
            assert result.verdict in {"met", "not_applicable"}


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_a_judge_reads_what_it_declares(name: str) -> None:
    criterion = catalogue()[name]
    declared = {key.name for key in signals_of(criterion)}
    for story in sorted(STORIES):
        seen = view(STORIES[story](), mappings=MAPPINGS.get(story))
        seen.judged_by(lambda _: YES)
        assert seen.reads_of(criterion.judge) <= declared, story


def test_a_report_tells_the_hops_of_what_is_in_production() -> None:
    found = assess(STORIES["automated"](), assessed_at=NOW, mappings=MAPPINGS.get("automated"))
    notes = [note for note in found.workspaces[0].notes if note.startswith("Trace of ")]
    assert notes
    assert all("deployment present ← model" in note for note in notes)
