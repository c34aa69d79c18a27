"""A system stands in every report beside its workspaces."""

import csv
import io
import xml.etree.ElementTree as ET
import zipfile

import pytest
from msgspec.structs import replace

from aml_maturity_audit.assessment.model import SystemAssessment
from aml_maturity_audit.reports import FORMATS, render
from assessments import assessment, workspace

KEY = b"k" * 32


def fleet():
    dev, prod = workspace("churn-dev", verdicts="++++++++++"), workspace("churn-prod")
    system = SystemAssessment(
        name="churn",
        roles={dev.key: "dev", prod.key: "prod"},
        level=prod.level,
        dimensions=prod.dimensions,
        criteria=prod.criteria,
        blockers=prod.blockers,
        notes=("Training is judged in churn-dev.",),
    )
    return replace(assessment(dev, prod), systems=(system,))


def text(format: str, **how) -> str:
    report = render(fleet(), format, mask_key=KEY, **how)
    if format != "xlsx":
        return report.decode()
    with zipfile.ZipFile(io.BytesIO(report)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if "sheet" in name)


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_it_stands_in_every_format(format: str) -> None:
    shown = text(format)
    assert "churn-dev" in shown
    assert "Training is judged in churn-dev." in shown or "system" in shown.lower()


def test_its_criteria_are_rows_of_their_own() -> None:
    rows = list(csv.DictReader(io.StringIO(text("csv"))))
    system = [row for row in rows if row["workspace_id"] == "system:churn"]
    assert len(system) == len(fleet().systems[0].criteria)
    assert {row["kind"] for row in system} == {"System"}
    suites = ET.fromstring(text("junit")).findall("testsuite")
    assert [s.get("name") for s in suites][-1] == "churn-prod"
    assert "churn (system of churn-dev, churn-prod)" in {s.get("name") for s in suites}


def test_it_is_not_counted_as_a_workspace() -> None:
    assert "2 workspaces scored" in text("markdown")
    assert "2 workspaces scored" in text("table")


def test_details_show_its_criteria() -> None:
    assert text("table", details=True).count("system:churn") == 1
