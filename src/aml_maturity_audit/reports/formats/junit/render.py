"""JUnit XML: a suite per workspace, a case per criterion.

`met` passes, `not_met` fails, the others are skipped with the reason. Element and attribute names
are those that Azure Pipelines and the common JUnit schema read.
"""

import xml.etree.ElementTree as ET
from collections import Counter

from aml_maturity_audit.assessment.model import (
    MET,
    NOT_MET,
    Assessment,
    CriterionResult,
    Run,
    WorkspaceAssessment,
)
from aml_maturity_audit.assessment.safe import shown
from aml_maturity_audit.assessment.words import headline, verdict_word
from aml_maturity_audit.reports import views
from aml_maturity_audit.reports.format import Options
from aml_maturity_audit.reports.rows import wanted
from aml_maturity_audit.reports.systems import shown_one_by_one

_NUMBERS = ("tests", "failures", "errors", "skipped")
_FIRST = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def render(assessment: Assessment, options: Options) -> bytes:  # noqa: ARG001
    """One `testsuites` document in UTF-8."""
    run, numbers = shown(assessment.run), Counter[str]()
    suites: list[bytes] = []
    for workspace in shown_one_by_one(assessment):
        if workspace.level is not None:
            suite = _suite(workspace, run)
            numbers.update({name: int(suite.get(name, "0")) for name in _NUMBERS})
            suites.append(_written(suite))
    root = ET.Element("testsuites", name="aml-maturity-audit")
    for name in _NUMBERS:
        root.set(name, str(numbers[name]))
    root.text = "\n" if suites else None
    before, _, after = ET.tostring(root).partition(b"\n")
    return b"".join((_FIRST, before, b"\n" if suites else b"", *suites, after, b"\n"))


def _written(suite: ET.Element) -> bytes:
    """A suite as lines of the document."""
    ET.indent(suite, level=1)
    return b"  %b\n" % ET.tostring(suite, encoding="unicode").encode()


def _suite(workspace: WorkspaceAssessment, run: Run) -> ET.Element:
    moment = run.collected_at.strftime("%Y-%m-%dT%H:%M:%S")
    suite = ET.Element("testsuite", name=workspace.name, id=workspace.key)
    properties = ET.SubElement(suite, "properties")
    for name, value in (
        ("workspace", workspace.id),
        ("level", headline(workspace.level)),
        ("role", workspace.role or ""),
        ("edition", run.edition),
    ):
        ET.SubElement(properties, "property", name=name, value=value)
    for criterion in views.ladder_order(workspace.criteria):
        _case(suite, workspace, criterion)
    _count(suite, suite.findall("testcase"))
    suite.set("timestamp", moment)
    return suite


def _case(suite: ET.Element, workspace: WorkspaceAssessment, criterion: CriterionResult) -> None:
    case = ET.SubElement(
        suite, "testcase", classname=workspace.name, name=f"{criterion.id}: {criterion.title}"
    )
    if criterion.verdict == NOT_MET:
        failure = ET.SubElement(case, "failure", type=NOT_MET, message=criterion.because)
        failure.text = criterion.remedy
    elif criterion.verdict != MET:
        asked = "; ".join(wanted(missing) for missing in criterion.missing)
        reason = f"{verdict_word(criterion.verdict)}: {criterion.because} {asked}".strip()
        ET.SubElement(case, "skipped", message=reason)
    seen = "\n".join(evidence.text for evidence in criterion.evidence)
    if seen:
        ET.SubElement(case, "system-out").text = seen


def _count(element: ET.Element, cases: list[ET.Element]) -> None:
    """The numbers that readers show before they look at the cases."""
    element.set("tests", str(len(cases)))
    element.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    element.set("errors", "0")
    element.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
