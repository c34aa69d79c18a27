"""Comparisons in every format: reproducible, golden, and inert.

Golden files are written again as those of the reports are: see reports/test_golden.py.
"""

import os
import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace
from rich.cells import cell_len

from aml_maturity_audit.compare import FORMATS, compare_runs, is_masked, render
from aml_maturity_audit.compare.side_by_side import compare_workspaces
from aml_maturity_audit.errors import UsageError
from company import COMPANY
from later import LATER
from reports.hostile import CORPUS, poisoned

GOLDEN = Path(__file__).with_name("golden")
KINDS = {
    "runs": compare_runs(COMPANY, LATER),
    "workspaces": compare_workspaces(COMPANY, ["churn-prod", "demand-forecast", "pricing-lab"]),
}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_comparison_is_the_golden_file(kind, format):
    rendered = render(KINDS[kind], format)
    golden = GOLDEN / f"{kind}.{FORMATS[format].extension}"
    if os.environ.get("AML_MATURITY_AUDIT_REWRITE_GOLDEN"):
        golden.write_bytes(rendered)
    assert rendered == golden.read_bytes()


@pytest.mark.parametrize("width", [80, 120, 200])
@pytest.mark.parametrize("kind", KINDS)
def test_the_table_keeps_its_width(kind, width):
    lines = render(KINDS[kind], "table", width=width).decode().splitlines()
    assert max(map(cell_len, lines)) <= width
    assert b"\x1b" not in render(KINDS[kind], "table")
    assert b"\x1b" in render(KINDS[kind], "table", color=True)


def test_documents_are_masked_and_data_is_not():
    assert {name for name in FORMATS if is_masked(name)} == {"html", "markdown"}
    assert not is_masked("html", False)


def test_an_unknown_format_is_refused():
    with pytest.raises(UsageError, match="no format 'csv'"):
        render(KINDS["runs"], "csv")


def hostile(text: str):
    later = poisoned(text)
    turned = tuple(
        replace(w, criteria=tuple(replace(c, verdict="unknown", inputs="x") for c in w.criteria))
        for w in later.workspaces
    )
    return (
        compare_runs(later, replace(later, workspaces=turned)),
        compare_workspaces(later),
    )


class Kinds(HTMLParser):
    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page.decode())

    def handle_starttag(self, tag, attributes):
        self.found.add(tag)
        self.found.update(name for name, _ in attributes if name.startswith(("on", "style")))


SHORT = [text for text in CORPUS if len(text) < 10_000]


@pytest.mark.parametrize("text", SHORT, ids=lambda text: repr(text[:24]))
def test_hostile_names_do_nothing(text):
    harmless = Kinds(render(KINDS["runs"], "html")).found
    for compared in hostile(text):
        for format in FORMATS:
            shown = render(compared, format).decode()
            acting = {c for c in set(shown) if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"}}
            assert acting <= {"\n"}
            assert not re.search(r"##(vso)?\[", shown, re.IGNORECASE)
            assert not re.search(r"^\s*::[a-z]", shown, re.IGNORECASE | re.MULTILINE)
        assert Kinds(render(compared, "html")).found <= harmless
        parser = MarkdownIt("commonmark").enable("table")
        tokens = parser.parse(render(compared, "markdown").decode())
        inner = [token for block in tokens for token in block.children or []]
        assert not [t for t in inner if t.type in {"link_open", "image", "code_inline"}]
        assert {t.content for t in inner if t.type == "html_inline"} <= {"<!-- -->"}
