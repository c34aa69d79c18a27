"""The terminal report: whole at every width, plain where no colour is asked for."""

import pytest
from rich.cells import cell_len

from aml_maturity_audit.assessment.model import Attested
from aml_maturity_audit.reports import render
from assessments import CRITERIA, assessment, criterion, reading, unscored, workspace
from company import COMPANY


def table(document, **options) -> str:
    return render(document, "table", **options).decode()


@pytest.mark.parametrize("width", [80, 100, 111, 112, 120, 160, 200])
def test_it_fits_and_shows_every_level(width):
    text = table(COMPANY, width=width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    rows = {line.split()[0]: line.split() for line in text.splitlines() if line.startswith(" ")}
    assert rows["claims-blind"][-7:] == ["0–4", "1–4", "–", "0–4", "0–4", "0–4", "0–4"]
    assert rows["fraud-train"][-7:] == ["2–4", "4", "–", "4", "4", "4", "2–4"]


def test_long_names_are_folded_and_never_cut():
    name = "a-workspace-with-the-longest-name"
    text = table(assessment(workspace(name)), width=80)
    start = text.index(" a-work")
    folded = [line[1:].split(" ")[0] for line in text[start:].splitlines()[:2]]
    assert "".join(folded) == name


def test_colour_only_where_asked():
    assert "\x1b" not in table(COMPANY, details=True)
    assert "\x1b[" in table(COMPANY, color=True)


def test_next_steps_say_why_and_what_to_do():
    text = table(assessment(workspace("a", "+?++-+++++")), width=120)
    assert "a · level 0, possibly 1 → level 1" in text
    assert "? unknown  Data is gathered automatically  data-gathering-is-automated" in text
    assert "To settle 1 criterion (reads online-deployments):" in text
    assert "grant Microsoft.MachineLearningServices/workspaces/onlineEndpoints/dep" in text
    assert "compute-is-managed" not in text


def test_of_very_many_the_lowest_are_told_of():
    high = [workspace(f"high-{at:02}") for at in range(60)]
    low = [workspace(f"low-{at:02}", "-+++++++++") for at in range(60)]
    text = table(assessment(*high, *low))
    sections = [line.split(" · ")[0] for line in text.splitlines() if " · level " in line]
    assert [name for name in sections if name.startswith("low")] == [w.name for w in low]
    assert len(sections) == 100
    assert "20 more workspaces, none of a lower level: --details or another --format" in text
    assert all(f" {each.name} " in text for each in high)
    whole = table(assessment(*high, *low), details=True)
    assert "more workspaces" not in whole


def test_the_top_has_nothing_before_it():
    text = table(assessment(workspace("a")))
    assert "a · level 4\n  Nothing: the highest level is confirmed." in text


def test_unscored_workspaces_are_listed_with_their_kind():
    text = table(assessment(unscored("hub", "Hub"), unscored("store", "FeatureStore")))
    assert "0 workspaces scored · 2 listed only" in text
    assert "Not scored  hub (Hub), store (FeatureStore)" in text
    assert "next level" not in text


def test_details_show_every_criterion_its_evidence_and_what_was_not_seen():
    attested = Attested(
        by="QA", on="2026-01-01", expires="2026-06-01", override=True,
        observed="not_met", reason="canary elsewhere",
    )  # fmt: skip
    results = (
        criterion("ab-testing-is-integrated", attested=attested),
        criterion("app-has-unit-tests", "not_met", counts=False),
    )
    unread = reading("jobs", "denied", action="a/jobs/read")
    text = table(
        assessment(workspace("a", criteria=results, readings=(unread,))), details=True, width=200
    )
    assert "against the observed verdict not met: canary elsewhere" in text
    assert "a signal, not required by this edition" in text
    assert "not seen   jobs: not permitted; grant a/jobs/read" in text


def test_details_leave_no_criterion_out():
    text = table(assessment(workspace("a", "+-?0+-?0+-")), details=True)
    told = text[text.index("Every criterion") :]
    assert all(id in told for id, _, _ in CRITERIA)
