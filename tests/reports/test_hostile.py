"""Every hostile string, in every field, in every format: it is shown and does nothing."""

import csv
import io
import json
import re
import unicodedata
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from zipfile import ZipFile

import openpyxl
import pytest
from defusedxml import ElementTree
from markdown_it import MarkdownIt
from rich.cells import cell_len

from aml_maturity_audit.reports import FORMATS, render
from reports.hostile import BASE, CORPUS, poisoned

TEXTS = sorted(name for name, format in FORMATS.items() if format.text)
DETAILED = {"markdown": {"details": True}, "table": {"details": True, "width": 120}}
KEY = b"a key for tests only"

every = pytest.mark.parametrize("text", CORPUS, ids=lambda text: repr(text[:24]))


@cache
def rendered(format: str, text: str | None) -> bytes:
    document = BASE if text is None else poisoned(text)
    return render(document, format, masked=False, **DETAILED.get(format, {}))


@every
@pytest.mark.parametrize("format", TEXTS)
def test_nothing_acts_on_a_terminal_or_a_pipeline_agent(format, text):
    shown = rendered(format, text).decode()
    acting = {c for c in set(shown) if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"}}
    assert acting <= {"\n", "\r"} if format == "csv" else acting <= {"\n"}
    assert not re.search(r"##(vso)?\[", shown, re.IGNORECASE)
    assert not re.search(r"^\s*::[a-z]", shown, re.IGNORECASE | re.MULTILINE)


class Shape(HTMLParser):
    """The elements and attributes of a page, and the addresses that it leads to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.kinds: set[tuple[str, tuple[str, ...]]] = set()
        self.addresses: set[str] = set()
        self.scripts: list[str] = []
        self.comments: list[str] = []
        self._in_script = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.kinds.add((tag, tuple(sorted(name for name, _ in attributes))))
        self._in_script = tag == "script"
        for name, value in attributes:
            if name in {"href", "src", "action", "formaction", "srcset", "xlink:href"}:
                self.addresses.add(value)

    def handle_data(self, data):
        if self._in_script:
            self.scripts.append(data)
            self._in_script = False

    def handle_comment(self, data):
        self.comments.append(data)


@every
def test_html_has_the_elements_of_a_harmless_report_and_no_others(text):
    harmless = Shape(rendered("html", None).decode())
    hostile = Shape(rendered("html", text).decode())
    assert hostile.kinds <= harmless.kinds
    assert hostile.addresses <= {"#main", "data:,"}
    assert hostile.scripts[-1] == harmless.scripts[-1]
    assert hostile.comments == []
    for data in hostile.scripts[:-1]:
        assert not set("<>&") & set(data)
        json.loads(data)


def addresses(value):
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in {"url", "docs"} and isinstance(inner, str) and inner:
                yield inner
            yield from addresses(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from addresses(inner)


@every
def test_links_that_scripts_make_lead_to_the_web_only(text):
    for data in Shape(rendered("html", text).decode()).scripts[:-1]:
        for address in addresses(json.loads(data)):
            assert re.match(r"https?://[^\s\"'<>`()\[\]\\]*$", address)


@every
def test_markdown_has_the_structure_of_a_harmless_report(text):
    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(rendered("markdown", text).decode())
    inner = [token for block in tokens for token in block.children or []]
    assert {t.content for t in inner if t.type == "html_inline"} <= {"<!-- -->"}
    assert not [t for t in tokens if t.type in {"html_block", "fence", "code_block"}]
    assert not [t for t in inner if t.type == "image"]
    for link in (t for t in inner if t.type == "link_open"):
        assert re.match(r"https?://", str(link.attrs["href"]))
    expected = parser.parse(rendered("markdown", None).decode())
    assert table_shape(tokens) == table_shape(expected)


@every
def test_no_name_adds_a_bar_to_a_markdown_table(text):
    header = None
    for line in rendered("markdown", text).decode().splitlines():
        bars = len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) if line.startswith("|") else None
        assert bars is None or header is None or bars == header
        header = bars


def table_shape(tokens) -> list[int]:
    """The number of cells of every row; a stray bar would add one."""
    rows: list[int] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append(0)
        elif token.type in {"td_open", "th_open"}:
            rows[-1] += 1
    return rows


@every
def test_markdown_has_no_address_that_becomes_a_link_by_itself(text):
    source = rendered("markdown", text).decode()
    outside = re.sub(r"\]\(https?://[^)\s]*\)", "]", re.sub(r"`[^`\n]*`", "", source))
    assert not re.search(r"(https?|ftp)://|www\.|[@#]\w|:rocket:", outside)


@every
@pytest.mark.parametrize("separator", [",", ";"])
def test_no_cell_of_the_csv_is_a_formula(separator, text):
    csv.field_size_limit(10_000_000)
    rows = list(csv.reader(io.StringIO(rendered("csv", text).decode()), delimiter=separator))
    cells = {cell for row in rows for cell in row}
    assert not [cell for cell in cells if re.match(r"\s*[=+\-@\t\r]", cell)]
    if separator == ",":
        harmless = list(csv.reader(io.StringIO(rendered("csv", None).decode())))
        assert [len(row) for row in rows] == [len(row) for row in harmless]


@every
def test_no_cell_of_the_workbook_is_a_formula_an_error_or_a_link(text):
    book = openpyxl.load_workbook(io.BytesIO(rendered("xlsx", text)))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n", "inlineStr"}
                assert not re.match(r"\s*[=+\-@]", str(cell.value or ""))
                assert cell.hyperlink is None


@every
def test_every_part_of_the_workbook_and_the_junit_file_are_well_formed(text):
    with ZipFile(io.BytesIO(rendered("xlsx", text))) as book:
        for name in book.namelist():
            ElementTree.fromstring(book.read(name))
    root = ElementTree.fromstring(rendered("junit", text))
    harmless = ElementTree.fromstring(rendered("junit", None))
    assert Counter(e.tag for e in root.iter()) == Counter(e.tag for e in harmless.iter())


@every
def test_the_table_keeps_its_width(text):
    lines = rendered("table", text).decode().splitlines()
    assert max(cell_len(line) for line in lines) <= 120


@every
def test_json_gives_back_what_was_put_in(text):
    written = json.loads(rendered("json", text))
    storable = re.sub("[\ud800-\udfff]", "�", text)
    assert {w["name"] for w in written["workspaces"]} == {storable}
