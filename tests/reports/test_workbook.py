"""The workbook's long sheets: as openpyxl would write them, and as many as their rows take."""

import io
import re
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aml_maturity_audit.assessment.cells import cell
from aml_maturity_audit.assessment.safe import inert
from aml_maturity_audit.reports import render
from aml_maturity_audit.reports.formats.xlsx import render as workbook
from aml_maturity_audit.reports.formats.xlsx.body import body
from aml_maturity_audit.reports.formats.xlsx.extent import Extent
from aml_maturity_audit.reports.rows import CRITERION_COLUMNS
from company import COMPANY

texts = st.text(st.sampled_from(list(" <>&\"'=+-@;|#é字a1")) | st.characters(codec="utf-8")).map(
    inert
)
values = st.none() | st.integers(-5, 10**9) | texts | texts.map(lambda text: text * 200)
rows = st.lists(st.tuples(values, values, values), max_size=5)


def by_openpyxl(written: list[tuple]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("A")
    sheet.append(["a", "b", "c"])
    for row in written:
        sheet.append([cell(value) if isinstance(value, str) else value for value in row])
    saved = io.BytesIO()
    book.save(saved)
    with ZipFile(saved) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    inner = xml.partition(b"</row>")[2].partition(b"</sheetData>")[0]
    return re.sub(rb'<c r="[A-Z]+\d+" t="inlineStr" />', b"", inner)


@settings(max_examples=200, deadline=None)
@given(rows)
def test_rows_are_what_openpyxl_writes(written: list[tuple]) -> None:
    assert b"".join(body(3, iter(written))) == by_openpyxl(written)


def test_a_row_with_a_value_too_many_is_no_row() -> None:
    with pytest.raises(ValueError, match="zip"):
        list(body(1, [("a", "b")]))


def test_rows_that_are_too_many_stand_on_further_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = openpyxl.load_workbook(io.BytesIO(render(COMPANY, "xlsx", masked=False)))
    monkeypatch.setattr(workbook, "MOST_ROWS", 80)
    split = openpyxl.load_workbook(io.BytesIO(render(COMPANY, "xlsx", masked=False)))
    several = [name for name in split.sheetnames if name.startswith("Criteria")]
    assert several == ["Criteria", "Criteria 2", "Criteria 3"]
    assert [split[name].max_row for name in several[:-1]] == [81, 81]
    found = []
    for name in several:
        header, *below = split[name].iter_rows(values_only=True)
        assert header == CRITERION_COLUMNS
        assert split[name].freeze_panes == "B2"
        assert split[name].auto_filter.ref == split[name].dimensions
        found += below
    assert found == list(whole["Criteria"].iter_rows(values_only=True, min_row=2))


def test_an_extent_is_that_of_the_longest_text_of_each_column() -> None:
    extent = Extent(("name", "n"), [("a", 1), ("abcdefg", None), ("abc", 12345)])
    assert (extent.rows, extent.longest) == (3, [7, 5])
    assert [part.rows for part in extent.parts(2)] == [2, 1]
    assert [part.rows for part in Extent(("a",)).parts(2)] == [0]


def test_a_column_that_is_as_wide_as_any_stays_so() -> None:
    extent = Extent(("a", "b"), [("x" * 70, n) for n in range(250)] + [("y" * 99, "z" * 9)])
    assert extent.longest[0] >= 60
    assert extent.longest[1] == 9
