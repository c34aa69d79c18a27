"""Workspaces that are kept packed: every report of them is that of the same ones as objects."""

import re
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from aml_maturity_audit.assessment.document import dump
from aml_maturity_audit.assessment.kept import Kept
from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.assessment.order import in_order
from aml_maturity_audit.assessment.persons import OPENING, person, persons_in, unmarked
from aml_maturity_audit.assessment.walk import map_text, texts_in
from aml_maturity_audit.compare import compare_runs
from aml_maturity_audit.compare.side_by_side import compare_workspaces
from aml_maturity_audit.gate import judge_baseline, judge_gate
from aml_maturity_audit.notify.compose import notification
from aml_maturity_audit.reports import FORMATS, render
from assessments import assessment, criterion, workspace
from company import COMPANY
from later import LATER

KEY = b"k" * 32


def kept(document: Assessment) -> Assessment:
    ordered = in_order(document)
    return replace(ordered, workspaces=Kept.of(ordered.workspaces))


@pytest.mark.parametrize("format", sorted(FORMATS))
@pytest.mark.parametrize("details", [False, True])
@pytest.mark.parametrize("masked", [False, True])
def test_every_report_is_the_same(format: str, details: bool, masked: bool) -> None:
    how = {"masked": masked, "mask_key": KEY, "details": details}
    assert render(kept(COMPANY), format, **how) == render(COMPANY, format, **how)


@pytest.mark.parametrize("format", [name for name in sorted(FORMATS) if FORMATS[name].text])
def test_who_is_named_in_what_a_report_leaves_out_is_masked_in_it(format: str) -> None:
    seen = criterion("compute-is-managed", because=f"{person('Dana Data')} made 3 of 4 jobs")
    home = workspace("a", "-+++++++++", resource_group="rg of Dana Data")
    home = replace(home, name="Dana Data's", criteria=(*home.criteria, seen))
    text = render(kept(assessment(home)), format, masked=True, mask_key=KEY)
    assert b"Dana" not in text
    assert b"person-" in text


@pytest.mark.parametrize("minimum", range(5))
def test_a_gate_says_the_same(minimum: int) -> None:
    wanted = {"minimum": minimum, "per_dimension": {"people": 1, "technology": 3}}
    assert judge_gate(kept(COMPANY), **wanted) == judge_gate(COMPANY, **wanted)


def test_so_does_whatever_holds_two_runs_against_each_other() -> None:
    before, after = kept(COMPANY), kept(LATER)
    assert compare_runs(before, after) == compare_runs(COMPANY, LATER)
    assert compare_workspaces(after) == compare_workspaces(LATER)
    assert judge_baseline(before, after) == judge_baseline(COMPANY, LATER)
    assert notification(after, before) == notification(in_order(LATER), in_order(COMPANY))


def test_what_is_kept_is_what_was_given() -> None:
    ordered = in_order(COMPANY)
    held = Kept.of(ordered.workspaces)
    assert tuple(held) == ordered.workspaces
    assert [held[at] for at in range(len(held))] == list(ordered.workspaces)
    assert held[1:3] == ordered.workspaces[1:3]


def test_brief_is_what_keeps_it_from_the_next_level_and_what_was_not_read() -> None:
    held = kept(COMPANY).workspaces
    for brief, whole in zip(held.briefs, held, strict=True):
        overall = [b.criteria for b in whole.blockers if b.dimension == "overall"]
        assert {c.id for c in brief.criteria} == {id for ids in overall for id in ids}
        assert all(not reading.complete for reading in brief.readings)
        assert (brief.level, brief.dimensions) == (whole.level, whole.dimensions)


# The document, against the plain way to write it ------------------------------------------------


def plainly(document: Assessment) -> dict:
    """What `dump` has to say, by way of objects."""
    ordered = in_order(document)
    names = {name for text in texts_in(ordered) for name in persons_in(text) if name.strip()}
    halves = re.compile("[\ud800-\udfff]")

    def storable(text: str) -> str:
        return halves.sub("�", unmarked(text))

    plain = map_text(ordered, lambda text, _owner, _field: storable(text))
    raw = msgspec.json.encode(plain, order="deterministic")
    return msgspec.json.decode(raw) | {"persons": sorted(storable(name) for name in names)}


texts = st.text(
    st.sampled_from(list('ab"\\/\n\t\x7f\x1b⟦⟧é字…#[')) | st.characters(), max_size=12
).map(lambda text: text.replace(OPENING, ""))
told = st.lists(texts | texts.map(person) | texts.map(lambda t: person(t)[:-1]), max_size=4)


@settings(max_examples=200)
@example(["half a character: \ud800"], "\udfff")
@given(told, texts)
def test_any_text_is_written_as_it_would_be_plainly(parts: list[str], name: str) -> None:
    said = criterion("builds-are-automated", verdict="met", because=" ".join(parts))
    document = assessment(replace(workspace("w", criteria=(said,)), name=name or "w"))
    written = dump(document)
    assert msgspec.json.decode(written) == plainly(document)
    assert written == dump(kept(document))


def test_no_workspace_and_one_are_documents_too() -> None:
    for document in (assessment(), assessment(workspace("w"))):
        assert msgspec.json.decode(dump(document)) == plainly(document)
        assert (
            dump(document)
            == msgspec.json.format(
                msgspec.json.encode(msgspec.json.decode(dump(document))), indent=2
            )
            + b"\n"
        )


def test_pieces_do_not_hold_the_whole() -> None:
    from aml_maturity_audit.assessment.pieces import pieces

    written: Iterator[bytes] = pieces(COMPANY)
    assert len(list(written)) >= len(COMPANY.workspaces) + 2
