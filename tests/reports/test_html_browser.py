"""The HTML report in Chromium: rendered, filtered, sorted, expanded, printed, and inert."""

import json

import pytest
from msgspec.structs import replace

from aml_maturity_audit.assessment.model import Evidence
from aml_maturity_audit.reports import render
from assessments import assessment, criterion, workspace
from browser import Page, browser
from company import COMPANY
from reports.hostile import CORPUS, poisoned
from reports.over_time import trends

pytestmark = pytest.mark.browser

VISIBLE = (
    "[...document.querySelectorAll('#fleet > tbody > tr[data-key]')]"
    ".filter(row => !row.hidden).map(row => row.querySelector('button.open').textContent)"
)
EVERY = [
    "churn-prod",
    "claims-blind",
    "demand-forecast",
    "fraud-train",
    "pricing-lab",
    "sandbox-ds",
]


@pytest.fixture
async def page(tmp_path):
    async with browser(tmp_path / "profile") as opened:
        yield opened


async def show(page: Page, tmp_path, document=COMPANY, **options) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(render(document, "html", masked=False, **options))
    await page.open(file.as_uri())


async def choose(page: Page, name: str, value: str) -> list[str]:
    script = (
        f"(() => {{ const field = document.forms.filters.elements[{json.dumps(name)}];"
        f" field.value = {json.dumps(value)};"
        " field.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    await page.run(script)
    return await page.run(VISIBLE)


async def test_it_renders_without_a_request_a_complaint_or_a_violation(page, tmp_path):
    await show(page, tmp_path)
    assert await page.run(VISIBLE) == EVERY
    assert await page.run("document.title") == "Azure ML maturity – 6 workspaces"
    background = "getComputedStyle(document.querySelector('td.l4')).backgroundColor"
    assert await page.run(background) == "rgb(169, 220, 207)"
    assert (page.complaints, page.requests) == ([], [(tmp_path / "report.html").as_uri()])


@pytest.mark.parametrize(
    ("choices", "left"),
    [
        ({"text": "CHURN prod"}, ["churn-prod"]),
        ({"text": "nothing like it"}, []),
        ({"role": "training-only"}, ["fraud-train"]),
        ({"level": "2"}, ["churn-prod", "fraud-train"]),
        ({"level": "higher"}, ["claims-blind", "fraud-train"]),
        ({"dimension": "people", "level": "none"}, [n for n in EVERY if n != "churn-prod"]),
        ({"dimension": "release", "level": "1"}, ["demand-forecast"]),
        ({"tag": "env=dev"}, ["pricing-lab"]),
        (
            {"subscription": "0c9a7b52-3d41-4f6e-9a27-1b5c8d2e7f60", "text": "rg-research"},
            ["pricing-lab", "sandbox-ds"],
        ),
    ],
)
async def test_filters(page, tmp_path, choices, left):
    await show(page, tmp_path)
    for name, value in choices.items():
        seen = await choose(page, name, value)
    assert seen == left
    told = await page.run("document.getElementById('shown').textContent")
    assert told == f"{len(left)} of 6 workspaces"
    await page.run("document.querySelector('#filters [type=reset]').click()")
    await page.run("new Promise(done => setTimeout(done))")
    assert await page.run(VISIBLE) == EVERY
    assert page.complaints == []


async def test_sorting_by_a_column_and_back(page, tmp_path):
    await show(page, tmp_path)
    click = "document.querySelector('[data-sort=overall] button').click()"
    await page.run(click)
    upwards = await page.run(VISIBLE)
    assert upwards == [
        *("pricing-lab", "sandbox-ds", "claims-blind"),
        *("demand-forecast", "churn-prod", "fraud-train"),
    ]
    await page.run(click)
    downwards = await page.run(VISIBLE)
    assert downwards[:2] == ["fraud-train", "churn-prod"]
    sorted_by = "document.querySelector('[aria-sort]').dataset.sort"
    assert await page.run(sorted_by) == "overall"


async def test_a_workspace_opens_with_everything_about_it(page, tmp_path):
    await show(page, tmp_path)
    await page.run("document.querySelector('button.open').click()")
    await page.run("document.querySelector('.workspace').scrollIntoView()")
    await page.run("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    text = await page.run("document.querySelector('.workspace').innerText")
    for told in (
        "What stands before level 3",
        "2 online endpoints, none splits or mirrors traffic.",
        "Shift traffic in steps with a second deployment.",
        "What we could not see",
        "Microsoft.Insights/eventtypes/values/read",
        "Attested by Ada Lovelace on 2026-01-15, until 2026-07-15.",
        "Releases by Grace Hopper",
    ):
        assert told in text
    rows = await page.run("document.querySelectorAll('.criteria tbody tr').length")
    assert rows == len(COMPANY.workspaces[4].criteria) == 34
    links = await page.run(
        "document.querySelectorAll('.criteria a[href^=\"https://ml.azure\"]').length"
    )
    assert links == 31
    await page.run("document.querySelector('button.open').click()")
    assert await page.run("document.querySelector('tr.detail').hidden")
    assert page.complaints == []


async def test_what_stands_once_in_the_data_is_shown_with_each(page, tmp_path):
    def seen_in(name: str):
        home = workspace(name)
        seen = Evidence(text="a job that ran twice a day", source=f"{home.id}/jobs/a")
        said = criterion(
            "models-are-managed", "not_met", evidence=(seen,), remedy=f"Register in {name}, please."
        )
        return replace(home, criteria=(said,))

    await show(page, tmp_path, assessment(seen_in("first"), seen_in("second")))
    await page.run("document.getElementById('open-all').click()")
    await page.run("new Promise(done => setTimeout(done, 50))")
    rows = await page.run(
        "[...document.querySelectorAll('.criteria tbody tr')].map(row => row.textContent)"
    )
    for row, name in zip(rows, ("first", "second"), strict=True):
        assert "18 of 40 items decide that it is not met." in row
        assert "a job that ran twice a day" in row
        assert f"/workspaces/{name}/jobs/a" in row
        assert f"Register in {name}, please." in row
    assert page.complaints == []


async def test_an_open_workspace_moves_and_hides_with_its_row(page, tmp_path):
    await show(page, tmp_path)
    await page.run("document.querySelector('button.open').click()")
    await page.run("document.querySelector('[data-sort=name] button').click()")
    after = "document.querySelector('tr.detail').previousElementSibling.innerText"
    assert (await page.run(after)).startswith("churn-prod")
    await choose(page, "text", "sandbox")
    assert await page.run("document.querySelector('tr.detail').hidden")


async def test_the_keyboard_alone_is_enough(page, tmp_path):
    await show(page, tmp_path)
    await page.press("Tab", 9)
    assert await page.run("document.activeElement.textContent") == "Skip to the content"
    await page.run("document.querySelector('button.open').focus()")
    await page.press("Enter", 13)
    expanded = "document.querySelector('button.open').getAttribute('aria-expanded')"
    assert await page.run(expanded) == "true"
    controlled = "document.getElementById(document.activeElement.getAttribute('aria-controls'))"
    assert await page.run(f"{controlled} !== null")


async def test_a_screen_reader_has_names_headers_and_states(page, tmp_path):
    await show(page, tmp_path)
    unnamed = (
        "[...document.querySelectorAll('input, select, button')].filter(control =>"
        " !(control.labels && control.labels.length) && !control.textContent.trim()).length"
    )
    assert await page.run(unnamed) == 0
    assert await page.run("document.querySelectorAll('th:not([scope])').length") == 0
    assert await page.run("document.documentElement.lang") == "en"
    assert await page.run("document.getElementById('shown').getAttribute('role')") == "status"
    cell = "document.querySelectorAll('td.level.l0')[0].textContent"
    assert await page.run(cell) == "0–4 confirmed to possible"


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_texts_stand_out_from_what_is_behind_them(page, tmp_path, scheme):
    await page.prefer(color_scheme=scheme)
    await show(page, tmp_path)
    await page.run("document.querySelector('button.open').click()")
    assert await page.run(CONTRAST) == []


CONTRAST = """
(() => {
  const channel = value => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255)
    + 0.0722 * channel(b / 255);
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const poor = new Set();
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || element.closest('script, noscript') || !element.getClientRects().length) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.add(element.tagName + '.' + element.className + ' ' + ratio.toFixed(2));
  }
  return [...poor];
})()
"""


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
async def test_the_page_never_scrolls_sideways(page, tmp_path, width):
    await page.size(width, 800, mobile=width < 600)
    await show(page, tmp_path)
    await page.run("document.getElementById('open-all').click()")
    await page.run("new Promise(done => setTimeout(done, 50))")
    assert await page.run("document.documentElement.scrollWidth") == width


async def test_print_keeps_what_is_open_and_leaves_controls_out(page, tmp_path):
    await show(page, tmp_path)
    closed = len(await page.pdf())
    await page.run("document.querySelector('button.open').click()")
    printed = await page.pdf()
    assert printed.startswith(b"%PDF-")
    assert len(printed) > closed
    await page.tell("Emulation.setEmulatedMedia", media="print")
    shown = "getComputedStyle(document.getElementById('filters')).display"
    assert await page.run(shown) == "none"
    assert page.complaints == []


async def test_without_scripts_the_overview_and_the_next_steps_are_there(page, tmp_path):
    await page.tell("Emulation.setScriptExecutionDisabled", value=True)
    await show(page, tmp_path)
    text = await page.run("document.body.innerText")
    assert "What blocks most workspaces" in text
    assert "Next steps" in text
    assert "demand-forecast: level 1 → level 2" in text


async def test_a_link_to_a_workspace_opens_it(page, tmp_path):
    await show(page, tmp_path)
    await page.run(f"location.hash = '#w-{COMPANY.workspaces[2].key}'")
    await page.run("new Promise(done => setTimeout(done, 50))")
    opened = "document.querySelector('[aria-expanded=true]').textContent"
    assert await page.run(opened) == COMPANY.workspaces[2].name


async def test_hostile_names_do_nothing(page, tmp_path):
    for number, text in enumerate(CORPUS):
        await show(page, tmp_path, poisoned(text))
        await page.run("document.getElementById('open-all').click()")
        await page.run("new Promise(done => setTimeout(done, 50))")
        assert await page.run("document.querySelectorAll('.workspace').length") == 3, text[:40]
        assert await page.run("document.querySelectorAll('script').length") == 3
        stray = "document.querySelectorAll('img, iframe, object, base, form:not(#filters)').length"
        assert await page.run(stray) == 0
        assert page.complaints == [], text[:40]
        assert len(page.requests) == number + 1


async def test_levels_over_time_are_drawn_and_told(page, tmp_path):
    await show(page, tmp_path, trends=trends())
    assert await page.run("document.querySelectorAll('.card svg.chart').length") == 2
    await page.run("document.querySelector('button.open').click()")
    drawing = "document.querySelector('.workspace svg.chart')"
    assert await page.run(f"{drawing}.getAttribute('role')") == "img"
    assert (await page.run(f"{drawing}.getAttribute('aria-label')")).startswith("Level 0 from")
    await page.run(f"{drawing}.scrollIntoView()")
    await page.run("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    text = await page.run("document.querySelector('.over-time').innerText")
    assert "2 from 2026-03-02; 3 runs" in text
    assert "2026-02-23: policy changed" in text
    box = await page.run(f"{drawing}.querySelector('polyline').getBoundingClientRect().width")
    assert box > 100
    assert (page.complaints, len(page.requests)) == ([], 1)


@pytest.mark.parametrize("width", [320, 375, 1280])
async def test_with_levels_over_time_it_never_scrolls_sideways(page, tmp_path, width):
    await page.size(width, 800, mobile=width < 600)
    await show(page, tmp_path, trends=trends())
    await page.run("document.getElementById('open-all').click()")
    await page.run("new Promise(done => setTimeout(done, 50))")
    assert await page.run("document.documentElement.scrollWidth") == width
    label = "[...document.querySelectorAll('.card > svg text')].pop().getBoundingClientRect()"
    assert await page.run(f"{label}.height") >= 9


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_levels_over_time_stand_out_too(page, tmp_path, scheme):
    await page.prefer(color_scheme=scheme)
    await show(page, tmp_path, trends=trends())
    await page.run("document.querySelector('button.open').click()")
    assert await page.run(CONTRAST) == []


async def test_hostile_runs_do_nothing(page, tmp_path):
    for text in CORPUS[:12]:
        document = poisoned(text)
        await show(page, tmp_path, document, trends=trends(document, run=text))
        await page.run("document.getElementById('open-all').click()")
        assert await page.run("document.querySelectorAll('script').length") == 3
        assert page.complaints == [], text[:40]
