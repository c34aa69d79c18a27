"""What the page holds once of many workspaces: nothing of a workspace is lost by it."""

import re
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from aml_maturity_audit.assessment.model import Assessment, CriterionResult, Evidence
from aml_maturity_audit.assessment.safe import shown, web_address
from aml_maturity_audit.reports import render
from aml_maturity_audit.reports.formats.html import shared
from assessments import assessment, criterion, workspace
from company import COMPANY
from reports.hostile import CORPUS, poisoned


def data_of(document: Assessment) -> dict[str, Any]:
    page = render(document, "html", masked=False).decode()
    found = re.search(r'id="details-data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return msgspec.json.decode(found[1])


def unfolded(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The criteria of a workspace, as the page's script puts them together."""
    own = data["workspaces"][key]

    def told(text: str | int) -> str:
        return data["texts"][text] if isinstance(text, int) else text

    def seen(one: dict[str, Any]) -> tuple[str, str, str]:
        source = own["id"] + one["at"] if "at" in one else told(one.get("source", ""))
        return told(one["text"]), source, one.get("url", "")

    criteria = [data["criteria"][one["id"]] | one for one in own["criteria"]]
    return [
        one
        | {
            "because": told(one["because"]),
            "remedy": told(one.get("remedy", "")),
            "evidence": [seen(each) for each in one.get("evidence", ())],
            "missing": [told(each["hint"]) for each in one.get("missing", ())],
        }
        for one in criteria
    ]


def expected(result: CriterionResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "title": result.title,
        "dimensions": result.dimensions,
        "counts": result.counts,
        "verdict": result.verdict,
        "because": result.because,
        "docs": web_address(result.docs),
        "evidence": [(e.text, e.source, web_address(e.url)) for e in result.evidence],
        "missing": [missing.hint for missing in result.missing],
    }


def check(document: Assessment) -> None:
    data, told = data_of(document), shown(document)
    scored = [w for w in told.workspaces if w.level is not None]
    assert set(data["workspaces"]) == {w.key for w in scored}
    for one in scored:
        found = {each["id"]: each for each in unfolded(data, one.key)}
        assert len(found) == len(one.criteria)
        for result in one.criteria:
            assert found[result.id].items() >= expected(result).items()
            if result.verdict == "not_met":
                assert found[result.id]["remedy"] == result.remedy


def test_every_criterion_of_the_company_is_whole() -> None:
    check(COMPANY)


@pytest.mark.parametrize("text", CORPUS, ids=lambda text: ascii(text[:20]))
def test_a_hostile_text_is_whole(text: str) -> None:
    check(poisoned(text))


@pytest.mark.parametrize("room", [0, 100])
def test_texts_that_are_not_known_stand_for_themselves(
    room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "MOST", room)
    check(COMPANY)
    assert sum(map(len, data_of(COMPANY)["texts"])) <= room


def test_what_workspaces_share_is_written_once() -> None:
    names = [f"w{at}" for at in range(5)]
    page = render(assessment(*map(workspace, names)), "html", masked=False).decode()
    data = page[page.index('id="details-data"') :]
    assert data.count("20 of 40 items decide that it is met.") == 1
    assert data.count("Builds run on their own") == 1


def test_a_source_within_the_workspace_is_told_by_what_follows_its_id() -> None:
    home = workspace("shop")
    sources = (home.id, f"{home.id}/jobs/a", f"{home.id}-2/jobs/b", "azure-pipelines.yml:4", "")
    seen = tuple(Evidence(text="it is seen there", source=source) for source in sources)
    said = criterion("models-are-managed", evidence=seen)
    document = assessment(replace(home, criteria=(said,)))
    check(document)
    (told,) = data_of(document)["workspaces"][home.key]["criteria"]
    assert [one.get("at") for one in told["evidence"]] == ["", "/jobs/a", "-2/jobs/b", None, None]


def test_a_remedy_that_the_first_workspace_does_not_need_is_there_for_the_second() -> None:
    met = criterion("models-are-managed", remedy="")
    other = criterion("models-are-managed", "not_met", remedy="Register the models of b.")
    none = criterion("models-are-managed", "not_met", remedy="")
    check(
        assessment(
            workspace("a", criteria=(met,)),
            workspace("b", criteria=(other,)),
            workspace("c", criteria=(none,)),
        )
    )
