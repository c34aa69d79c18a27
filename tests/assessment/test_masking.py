"""Pseudonyms: stable, everywhere, and nothing else changed."""

import json
from html import escape
from urllib.parse import quote, quote_plus
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from aml_maturity_audit.assessment.document import dump, load
from aml_maturity_audit.assessment.masking import mask
from aml_maturity_audit.assessment.model import Evidence, Notice
from aml_maturity_audit.assessment.persons import person, unmarked
from aml_maturity_audit.assessment.walk import texts_in
from assessments import SUBSCRIPTION, assessment, criterion, workspace
from company import COMPANY

KEY = b"key"


def masked_text(text: str, *, names: tuple[str, ...] = ()) -> str:
    notices = [Notice(code="a", text=text)]
    notices += [Notice(code="b", text=person(name)) for name in names]
    return mask(assessment(warnings=tuple(notices)), KEY).warnings[0].text


def test_a_pseudonym_holds_across_runs_and_changes_with_the_key():
    one, two = assessment(workspace("a")), assessment(workspace("b"))
    first, second = (mask(a, KEY).workspaces[0].subscription_id for a in (one, two))
    assert first == second
    assert mask(one, b"other").workspaces[0].subscription_id != first
    assert first.startswith("id-")


def test_case_and_encoding_do_not_make_two_of_one():
    guid = SUBSCRIPTION
    text = f"{guid} {guid.upper()} %2F{guid}%2F {guid.replace('-', '')}"
    first, second, third, fourth = masked_text(text).split(" ")
    assert first == second == fourth
    assert third == f"%2F{first}%2F"


@pytest.mark.parametrize(
    "text",
    [
        "ada@contoso.com",
        "by Ada.Lovelace@contoso.co.uk.",
        "'ada_fabrikam.com#EXT#@contoso.onmicrosoft.com'",
        "https://x/?u=ada%40contoso.com",
        "ada&#64;contoso.com",
        "x" * 300 + "@contoso.com",
    ],
)
def test_user_principal_names_are_hidden(text):
    hidden = masked_text(text)
    assert "contoso" not in hidden
    assert "user-" in hidden


@pytest.mark.parametrize(
    "text",
    [
        "azureml:model@latest",
        "git@ssh.dev.azure.com:v3/org",
        "image@sha256:abc",
        "0123456789abcdef",
        "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
        "share 0.80 of 120 jobs",
    ],
)
def test_what_names_nobody_stays(text):
    assert masked_text(text) == text


@pytest.mark.parametrize(
    "name", ["Ada Lovelace", "Zoë O'Brien", "王伟", "Jean-Luc D’Arc", "(ext) Al"]
)
@pytest.mark.parametrize(
    "around", ["{}", "train by {}.", "{}_x", "see {}’s run", "is {}?", "/users/{}/x"]
)
def test_a_name_that_is_marked_once_is_hidden_everywhere(name, around):
    hidden = masked_text(around.format(name), names=(name,))
    assert name not in hidden
    assert "person-" in hidden


@pytest.mark.parametrize(
    "spell",
    [
        lambda name: quote(name, safe=""),
        lambda name: f"%2F{quote(name, safe='')}%2F",
        quote_plus,
        escape,
        lambda name: json.dumps(name)[1:-1],
        str.upper,
    ],
)
@pytest.mark.parametrize("name", ["Zoë O'Brien", "Łukasz & Žižek", "王伟 <ops>"])
def test_a_name_is_hidden_however_it_is_spelt(name, spell):
    hidden = masked_text(f"see {spell(name)} there", names=(name,))
    assert hidden.count("person-") == 1
    assert spell(name) not in hidden


def test_a_name_is_not_found_inside_other_words():
    assert masked_text("Adaptive batching, Nevada", names=("Ada",)) == "Adaptive batching, Nevada"


def test_words_of_the_tool_do_not_change_for_a_person_who_is_called_so():
    results = (criterion("compute-is-managed", because=person("creation")),)
    hidden = mask(assessment(workspace("a", criteria=results)), KEY).workspaces[0]
    assert hidden.criteria[0].dimensions == {"creation": 2}
    assert hidden.criteria[0].because.startswith("person-")
    assert load(dump(mask(COMPANY, KEY)))


def test_portal_links_are_left_out():
    seen = Evidence(text="a", source="b", url="https://ml.azure.com/x")
    results = (criterion("compute-is-managed", evidence=(seen,)),)
    hidden = mask(assessment(workspace("a", criteria=results)), KEY).workspaces[0]
    assert (hidden.url, hidden.criteria[0].evidence[0].url) == (None, None)
    assert hidden.criteria[0].docs


def test_masking_what_is_masked_changes_nothing():
    once = mask(COMPANY, KEY)
    assert mask(once, KEY) == once
    assert dump(mask(load(dump(once)), KEY)) == dump(once)


def test_a_saved_assessment_is_masked_as_the_one_it_was_saved_from():
    assert dump(mask(load(dump(COMPANY)), KEY)) == dump(mask(COMPANY, KEY))


@given(st.uuids(), st.text(max_size=30), st.text(max_size=30))
def test_no_guid_survives_whatever_stands_around_it(guid: UUID, before: str, after: str):
    hidden = masked_text(f"{before}{guid}{after}")
    assert str(guid) not in hidden.lower()
    assert hidden.count("id-") >= 1


@given(st.text(max_size=40))
def test_a_marker_never_shows(name: str):
    text = f"by {person(name)}"
    assert "⟦person:" not in unmarked(text)
    assert "⟦" not in unmarked(text)
    notices = (Notice(code="a", text=text),)
    written = dump(assessment(warnings=notices)).decode()
    assert "⟦" not in written
    hidden = mask(assessment(warnings=notices), KEY)
    assert not [text for text in texts_in(hidden) if "⟦" in text]


def test_a_marker_that_was_cut_off_does_not_show_either():
    assert unmarked("by ⟦person:Ada Lov") == "by Ada Lov"
    hidden = mask(replace(assessment(), warnings=(Notice(code="a", text="⟦person:Ada L"),)), KEY)
    assert hidden.warnings[0].text.startswith("person-")


def test_a_text_that_is_a_word_of_the_tool_s_is_hidden_elsewhere_only():
    """The same text, masked once as one and once as the other."""
    said = criterion("builds-are-automated", "unknown", because="unknown")
    other = criterion("models-are-managed", "unknown", because=person("Unknown"))
    first, second = (
        mask(assessment(workspace("w", criteria=(said, other))), KEY).workspaces[0].criteria
    )
    assert (first.verdict, second.verdict) == ("unknown", "unknown")
    assert first.because == second.because
    assert first.because.startswith("person-")


@pytest.mark.parametrize("length", [10, 2000])
def test_texts_of_any_length_are_masked_alike(length):
    filler = "x " * length
    text = f"{filler}ada@contoso.com {SUBSCRIPTION} Ada {SUBSCRIPTION.replace('-', '')}"
    hidden = masked_text(text, names=("Ada",))
    assert hidden.startswith(f"{filler}user-")
    assert "contoso" not in hidden
    assert "Ada" not in hidden
    assert len(set(hidden.split()[-3::2])) == 1
