"""The page of trends: self-contained, to scale, and nothing of a stranger's that could act."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

from aml_maturity_audit.assessment.page.chart import LARGE, drawn
from aml_maturity_audit.assessment.trend import Point, Trend
from aml_maturity_audit.history.page import render

LEFT, RIGHT, TOP, BOTTOM = LARGE.left, LARGE.right, LARGE.top, LARGE.bottom

START = datetime(2026, 6, 1, tzinfo=UTC)


def trend(*levels: tuple[float, float], name: str = "ml-prod", changed: int | None = None) -> Trend:
    """A run a day; before the one numbered `changed` the policy changed."""
    points = tuple(
        Point(
            run_id=f"run-{day}",
            time=START + timedelta(days=day),
            confirmed=confirmed,
            possible=possible,
            changed=("policy",) if day == changed else (),
        )
        for day, (confirmed, possible) in enumerate(levels)
    )
    return Trend(key="k", name=name, dimension="overall", points=points)


def test_runs_lie_where_their_times_and_levels_do() -> None:
    chart = drawn(trend((0, 0), (2, 4), (4, 4)))
    assert [dot.x for dot in chart.dots] == [LEFT, (LEFT + RIGHT) / 2, RIGHT]
    assert [dot.confirmed for dot in chart.dots] == [BOTTOM, (TOP + BOTTOM) / 2, TOP]
    assert chart.dots[1].possible == TOP
    assert LARGE.level(9) == TOP
    assert LARGE.level(-1) == BOTTOM


def test_one_run_is_a_dot_in_the_middle() -> None:
    assert drawn(trend((1, 1))).dots[0].x == (LEFT + RIGHT) / 2


def test_runs_at_uneven_times_are_not_spread_evenly() -> None:
    even = trend((0, 0), (0, 0), (0, 0))
    late = Point(run_id="z", time=START + timedelta(days=10), confirmed=0, possible=0)
    chart = drawn(Trend(key="k", name="n", dimension="overall", points=(*even.points[:2], late)))
    assert chart.dots[1].x == round(LEFT + (RIGHT - LEFT) / 10, 1)


def test_a_change_of_rules_is_marked_and_told() -> None:
    page = render([trend((1, 1), (2, 2), (3, 3), changed=1)], "overall").decode()
    assert page.count('<line class="mark"') == 1
    assert "2026-06-02: policy changed" in page
    assert '<line class="mark"' not in render([trend((1, 1), (2, 2))], "overall").decode()


def test_the_page_needs_nothing_and_runs_nothing() -> None:
    page = render([trend((0, 1), (2, 2))], "technology").decode()
    assert page.startswith("<!doctype html>")
    assert "default-src 'none'" in unescape(page)
    assert "script-src 'none'" in unescape(page)
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)
    assert " style=" not in page
    assert "Maturity over time: Technology" in page


def test_a_name_cannot_act() -> None:
    evil = '"><script>alert(1)</script>\u202e'
    page = render([trend((0, 0), name=evil)], "overall").decode()
    assert "<script" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;" in page


def test_what_is_drawn_is_also_a_table() -> None:
    page = render([trend((0, 1), (2.5, 3))], "overall").decode()
    assert page.count("<tr>") == 3
    assert "<td>2.5</td><td>3</td>" in page


def test_without_any_run_it_says_so() -> None:
    assert "No run has such a level." in render([], "overall").decode()
