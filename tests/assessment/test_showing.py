"""What is shown of workspaces that are kept is what is shown of the same ones as objects."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from aml_maturity_audit.assessment.kept import Kept
from aml_maturity_audit.assessment.model import Assessment, WorkspaceAssessment
from aml_maturity_audit.assessment.order import in_order
from aml_maturity_audit.assessment.persons import person
from aml_maturity_audit.assessment.safe import shown
from aml_maturity_audit.assessment.showing import to_show
from assessments import assessment, criterion, workspace
from company import COMPANY

ACTING = [
    *("plain", 'with "quotes"', "back\\slash", "\\", '\\"', "é字…", "#", "##"),
    *("::set-output", "a :: b", "##vso[task]", "##[error]", "#\\#[x]", ':":set'),
    *("tab\tand\nline", "\x1b[31m", "\x7f", "\u202eturned", "\u2028", "\ue000", "⟦ and ⟧"),
    *(person("Ada Lovelace"), person("Ada Lovelace")[:-1]),
]


def kept(document: Assessment) -> Assessment:
    ordered = in_order(document)
    return replace(ordered, workspaces=Kept.of(ordered.workspaces))


def saying(text: str) -> Assessment:
    return assessment(workspace("w", criteria=(criterion("models-are-managed", because=text),)))


def as_shown(document: Assessment) -> Assessment:
    told = to_show(document)
    return replace(told, workspaces=tuple(told.workspaces))


@pytest.mark.parametrize("text", ACTING, ids=ascii)
def test_a_text_is_shown_as_it_would_be_of_an_object(text: str) -> None:
    assert as_shown(kept(saying(text))) == shown(in_order(saying(text)))


@settings(max_examples=200)
@given(st.lists(st.sampled_from(ACTING) | st.text(st.characters(codec="utf-8")), max_size=4))
def test_any_text_is(texts: list[str]) -> None:
    document = saying(" ".join(texts))
    assert as_shown(kept(document)) == shown(in_order(document))


@settings(max_examples=200)
@given(st.lists(st.sampled_from(ACTING) | st.text(), max_size=4))
def test_so_is_that_of_workspaces_that_are_not_kept(texts: list[str]) -> None:
    document = replace(saying(" ".join(texts)), workspaces=(*COMPANY.workspaces, named(texts)))
    assert to_show(document) == shown(document)


def named(texts: list[str]) -> WorkspaceAssessment:
    return replace(workspace("w", criteria=(criterion("models-are-managed"),)), name="".join(texts))


def test_briefs_are_shown_too_and_what_is_kept_stays_as_it_is() -> None:
    document = kept(assessment(replace(workspace("w"), name="##vso[x]")))
    told = to_show(document).workspaces
    assert isinstance(told, Kept)
    assert [w.name for w in told.briefs] == ["# #vso[x]"] == [w.name for w in told]
    assert [w.name for w in document.workspaces] == ["##vso[x]"]
    assert b"# #vso[x]" in next(iter(told.encoded()))
    assert b'"##vso[x]"' in next(iter(document.workspaces.encoded()))
