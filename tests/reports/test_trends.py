"""Levels over time in the HTML report: drawn, told, marked, masked and inert."""

import re
from html import unescape

import msgspec
import pytest

from aml_maturity_audit.reports import FORMATS, render
from company import COMPANY, RESEARCH
from reports.hostile import CORPUS, poisoned
from reports.over_time import RUN, trends


def html(document=COMPANY, **options) -> str:
    return render(document, "html", mask_key=b"k", **options).decode()


def details(page: str) -> dict:
    found = re.search(r'id="details-data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return msgspec.json.decode(found[1])


def test_without_a_history_nothing_is_drawn() -> None:
    page = html(masked=False)
    assert "Levels over time" not in page
    assert "<polyline" not in page
    assert not any("chart" in workspace for workspace in details(page)["workspaces"].values())


def test_the_fleet_is_drawn_overall_and_in_each_dimension() -> None:
    page = html(masked=False, trends=trends())
    assert page.count("<polyline") == 2
    assert "Levels over time" in page
    assert (
        'aria-label="Level 0 from 2026-02-16, 0.5 from 2026-02-23, 1.5 from 2026-03-02; 3 runs"'
        in page
    )
    assert page.count("2026-02-23: policy changed") >= 1
    assert page.count('<line class="mark"') == 2
    assert "<td>0.5</td><td>1.25</td><td>6</td><td>policy</td>" in page


def test_each_workspace_has_its_own() -> None:
    drawn = details(html(masked=False, trends=trends()))
    scored = [w.key for w in COMPANY.workspaces if w.level is not None]
    assert set(drawn["workspaces"]) == set(scored)
    for key in scored:
        chart = drawn["workspaces"][key]["chart"]
        assert chart["told"].startswith("Level 0 from 2026-02-16, 1 from 2026-02-23, 2 from")
        assert chart["changes"] == ["2026-02-23: policy changed"]
        assert len(chart["dots"]) == 3
    assert drawn["chart"]["grid"] == [[n, 88 - 20 * n] for n in range(5)]


def test_ids_in_the_names_of_runs_are_masked_like_the_rest() -> None:
    assert RESEARCH in html(masked=False, trends=trends())
    page = html(trends=trends())
    assert RESEARCH not in unescape(page)
    assert page.count("night-id-") == 3 * 2 + 3


def test_people_in_the_names_of_runs_are_masked_too() -> None:
    named = trends(run="by Grace Hopper")
    assert "Grace" in html(masked=False, trends=named)
    assert "Grace" not in html(trends=named)


@pytest.mark.parametrize("text", CORPUS, ids=lambda text: ascii(text[:20]))
def test_a_hostile_name_is_text(text: str) -> None:
    document = poisoned(text)
    page = html(document, masked=False, trends=trends(document, run=text))
    assert page.count("<script") == 3
    assert details(page)["chart"]


def test_only_formats_that_show_trends_change_with_them() -> None:
    assert [name for name, format in FORMATS.items() if format.trends] == ["html"]
    for name in set(FORMATS) - {"html", "xlsx"}:
        with_them = render(COMPANY, name, mask_key=b"k", trends=trends())
        assert with_them == render(COMPANY, name, mask_key=b"k")
    assert RUN not in html(trends=trends())
