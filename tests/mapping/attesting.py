"""What every criterion of the People column is held to."""

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from aml_maturity_audit.mapping import read_attestations
from aml_maturity_audit.mapping.estate import Estate
from aml_maturity_audit.mapping.judging import Judged, judge_workspace
from aml_maturity_audit.mapping.policy import Policy
from aml_maturity_audit.mapping.view import View
from mapping.build import NOW, job, snapshot, verdict

FILE = """
schema: aml-maturity-audit/attestations/v1
attestations:
  - criterion: {criterion}
    workspaces: {workspaces}
    verdict: {verdict}
    by: Ines Sample
    evidence: https://wiki.example/ways
    date: {date}
    expires: {expires}
"""


def attested(criterion: str, **told: str) -> Judged:
    """A criterion of a workspace with one attestation."""
    values = {
        "workspaces": "'*'",
        "verdict": "met",
        "date": "2026-03-01",
        "expires": "2026-12-31",
        **told,
    }
    known = read_attestations(FILE.format(criterion=criterion, **values), now=NOW)
    found = snapshot(jobs=[job()])
    view = View(found.workspaces[0], Estate(found), Policy(), known)
    return judge_workspace(view)[criterion]


def is_settled_by_attestation_only(criterion: str) -> None:
    """Unknown whatever was read; met or not met as attested; unknown again once expired."""
    judged = verdict(snapshot(jobs=[job()]), criterion)
    assert judged.verdict == UNKNOWN
    assert "--attestations" in judged.fact.missing[0].hint
    assert attested(criterion).verdict == MET
    assert attested(criterion, verdict="not_met").verdict == NOT_MET
    assert attested(criterion, expires="2026-05-31").verdict == UNKNOWN
    assert attested(criterion, workspaces="other-*").verdict == UNKNOWN
