"""An attestation file to fill in: what a run left unknown, as questions in plain words.

Every entry is commented out: nothing is vouched for by writing the file. Source: issue "Judgement
in depth", Attestations.
"""

from collections.abc import Iterator
from datetime import timedelta

import msgspec

from aml_maturity_audit.assessment.model import (
    UNKNOWN,
    Assessment,
    CriterionResult,
    WorkspaceAssessment,
)
from aml_maturity_audit.assessment.persons import unmarked
from aml_maturity_audit.mapping.attestations import ATTESTATIONS_SCHEMA
from aml_maturity_audit.mapping.catalogue import catalogue

_VALID = timedelta(days=180)
_WIDTH = 96


def as_yaml(assessment: Assessment) -> str:
    """A commented attestation file for an assessment: People, and all that is unknown."""
    lines = [
        "# Attestations: what people vouch for that no API shows.",
        "# Each question below stands for one criterion of one workspace. To answer it, remove the",
        "# `# ` in front of its entry, and say who vouches, with what evidence, until when.",
        "# Verdicts: met, not_met, not_applicable. `workspaces` is a name, a pattern (churn-*), an",
        "# ARM id or tag:NAME=VALUE. Against what was observed an entry counts only with",
        "# `override: true` and a `reason`.",
        f"schema: {ATTESTATIONS_SCHEMA}",
        "attestations: []   # replace by the entries that you keep:",
    ]
    for workspace in assessment.workspaces:
        if workspace.scored:
            lines += _of_workspace(workspace, assessment)
    return "\n".join(lines) + "\n"


def _of_workspace(workspace: WorkspaceAssessment, assessment: Assessment) -> Iterator[str]:
    unknown = [r for r in workspace.criteria if r.verdict == UNKNOWN and r.attested is None]
    if not unknown:
        return
    yield ""
    yield f"# ---- {_plain(workspace.name)} ({len(unknown)} questions)"
    for result in sorted(unknown, key=lambda r: ("people" not in r.dimensions, r.id)):
        yield from _entry(workspace, result, assessment)


def _entry(
    workspace: WorkspaceAssessment, result: CriterionResult, assessment: Assessment
) -> Iterator[str]:
    made = assessment.run.assessed_at.date()
    yield "#"
    yield f"# {catalogue()[result.id].question}"
    yield f"#   left open: {_plain(unmarked(result.because))}"
    yield f"# - criterion: {result.id}"
    yield f"#   workspaces: {_quoted(workspace.id)}"
    yield "#   verdict: met"
    yield "#   by: "
    yield "#   evidence: "
    yield f"#   date: {made}"
    yield f"#   expires: {made + _VALID}"


def _plain(text: str) -> str:
    """One line without control characters: names come from strangers."""
    cleaned = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(cleaned.split())[: _WIDTH * 3]


def _quoted(text: str) -> str:
    """A YAML double-quoted scalar: JSON's escapes are YAML's."""
    return msgspec.json.encode(text).decode()
