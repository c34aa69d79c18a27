"""CSV, JUnit, Markdown and the workbook: what is in them."""

import csv
import io
from collections import Counter

import openpyxl
import pytest
from defusedxml import ElementTree
from msgspec.structs import replace

from aml_maturity_audit.reports import render
from aml_maturity_audit.reports.rows import CRITERION_COLUMNS
from assessments import CRITERIA, assessment, criterion, unscored, workspace
from company import COMPANY

ONE = assessment(workspace("a", "+-?0+-?0+-"), unscored("hub", "Hub"))


def rows_of(document) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render(document, "csv").decode(), newline="")))


def test_csv_has_a_row_per_workspace_and_criterion():
    rows = rows_of(ONE)
    assert {row["criterion"] for row in rows} == {id for id, _, _ in CRITERIA}
    assert len(rows) == len(CRITERIA)
    first = next(row for row in rows if row["criterion"] == "app-has-unit-tests")
    assert tuple(first) == CRITERION_COLUMNS
    assert (first["required_by"], first["verdict"]) == (
        "technology 1, application 1",
        "not_applicable",
    )
    assert (first["level_confirmed"], first["level_possible"]) == ("0", "0")


@pytest.mark.parametrize("text", ["a,b", 'say "x"', "a\nb", "ünï"])
def test_csv_keeps_texts_whole(text):
    rows = rows_of(assessment(replace(workspace("a"), name=text)))
    assert rows[0]["workspace"] == text.replace("\n", " ")


def test_junit_passes_fails_and_skips_by_verdict():
    suite = ElementTree.fromstring(render(ONE, "junit")).find("testsuite")
    assert suite.attrib["name"] == "a"
    counted = {name: suite.attrib[name] for name in ("tests", "failures", "errors", "skipped")}
    assert counted == {"tests": "10", "failures": "3", "errors": "0", "skipped": "4"}
    cases = {case.attrib["name"].split(":")[0]: case for case in suite.iter("testcase")}
    assert [child.tag for child in cases["builds-are-automated"]] == []
    failure = cases["data-gathering-is-automated"].find("failure")
    assert "not met" in failure.attrib["message"]
    assert failure.text == "Do what data is gathered automatically asks for."
    skipped = cases["scoring-script-is-versioned"].find("skipped").attrib["message"]
    assert skipped.startswith("unknown: ")
    assert "grant Microsoft.MachineLearningServices/" in skipped


def test_workbook_has_its_sheets_with_frozen_headers_and_filters():
    report = render(COMPANY, "xlsx", masked=False)
    book = openpyxl.load_workbook(io.BytesIO(report))
    assert book.sheetnames == ["Fleet", "Criteria", "Blockers", "Coverage", "Run"]
    for name in book.sheetnames[:4]:
        sheet = book[name]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
    assert book["Fleet"].max_row == 1 + len(COMPANY.workspaces) + len(COMPANY.systems)
    assert book["Criteria"].max_row == 1 + sum(len(w.criteria) for w in COMPANY.workspaces)
    verdicts = Counter(row[-3] for row in book["Blockers"].iter_rows(values_only=True))
    assert set(verdicts) == {"Verdict", "not met", "unknown"}


def test_the_date_of_the_workbook_is_the_assessment_s():
    book = openpyxl.load_workbook(io.BytesIO(render(COMPANY, "xlsx", masked=False)))
    moment = COMPANY.run.assessed_at.replace(tzinfo=None)
    assert (book.properties.created, book.properties.modified) == (moment, moment)


def test_markdown_fits_a_comment_and_says_what_did_not():
    long = criterion("builds-are-automated", "not_met", because="x" * 300)
    fleet = assessment(*(workspace(f"w{n:03}", criteria=(long,)) for n in range(600)))
    text = render(fleet, "markdown", masked=False).decode()
    assert 50_000 < len(text) <= 60_500
    assert text.count("more workspaces did not fit") == 2
    whole = render(fleet, "markdown", masked=False, details=True).decode()
    assert "did not fit" not in whole
    assert whole.count("### w") == 600


def test_markdown_puts_the_neediest_first():
    document = assessment(workspace("a"), workspace("z", "-+++++++++"))
    text = render(document, "markdown", masked=False).decode()
    assert text.index("### z") < text.index("### a: level 4")


def test_markdown_details_link_evidence_only_when_not_masked():
    plain = render(COMPANY, "markdown", masked=False, details=True).decode()
    masked = render(COMPANY, "markdown", mask_key=b"a key", details=True).decode()
    assert "](https://ml.azure.com" in plain
    assert "ml.azure.com" not in masked


@pytest.mark.parametrize("format", ["table", "csv", "markdown", "html", "xlsx", "junit", "json"])
def test_an_empty_assessment_is_a_report_too(format):
    assert render(assessment(), format, masked=False)
