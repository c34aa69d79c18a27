"""An assessment as rows: what CSV and the workbook have in common."""

from collections.abc import Iterable, Iterator

from aml_maturity_audit.assessment.model import (
    CriterionResult,
    Missing,
    Run,
    WorkspaceAssessment,
)
from aml_maturity_audit.reports import views

Row = dict[str, str | int | bool | None]
"""Column to value."""


def criterion_rows(run: Run, workspaces: Iterable[WorkspaceAssessment]) -> Iterator[Row]:
    """A row per workspace and criterion, criteria from the lowest level up."""
    told = {
        "run": run.id,
        "collected_at": run.collected_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "edition": run.edition,
    }
    for workspace in workspaces:
        shared = told | workspace_row(workspace)
        for criterion in views.ladder_order(workspace.criteria):
            yield shared | criterion_row(criterion)


def workspace_row(workspace: WorkspaceAssessment) -> Row:
    """Who the workspace is and how it stands."""
    return {
        "workspace_key": workspace.key,
        "workspace": workspace.name,
        "workspace_id": workspace.id,
        "subscription_id": workspace.subscription_id,
        "resource_group": workspace.resource_group,
        "location": workspace.location,
        "kind": workspace.kind,
        "role": workspace.role,
        "level_confirmed": workspace.level.confirmed if workspace.level else None,
        "level_possible": workspace.level.possible if workspace.level else None,
    }


def criterion_row(criterion: CriterionResult) -> Row:
    """One criterion, its lists joined into texts."""
    attested = criterion.attested
    return {
        "criterion": criterion.id,
        "title": criterion.title,
        "required_by": views.required_by(criterion),
        "counts": criterion.counts,
        "verdict": criterion.verdict,
        "because": criterion.because,
        "evidence": " | ".join(evidence.text for evidence in criterion.evidence),
        "missing": " | ".join(wanted(missing) for missing in criterion.missing),
        "attested_by": attested.by if attested else None,
        "attested_until": attested.expires if attested else None,
        "remedy": criterion.remedy,
        "docs": criterion.docs,
        "inputs": criterion.inputs,
    }


def wanted(missing: Missing) -> str:
    """`jobs: grant a/b/read`."""
    asked = f"grant {missing.action}" if missing.action else missing.hint
    return f"{missing.signal}: {asked}"


CRITERION_COLUMNS = (
    *("run", "collected_at", "edition"),
    *("workspace_key", "workspace", "workspace_id", "subscription_id", "resource_group"),
    *("location", "kind", "role", "level_confirmed", "level_possible"),
    *("criterion", "title", "required_by", "counts", "verdict", "because", "evidence", "missing"),
    *("attested_by", "attested_until", "remedy", "docs", "inputs"),
)
"""The published columns; more may be added at the end."""
