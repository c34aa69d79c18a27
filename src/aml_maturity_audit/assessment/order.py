"""The one order of a published assessment: lists by key, times in UTC (design.md, section 4).

Blockers keep the order of their criteria, which is the order to do them in; evidence keeps the
order in which it decided.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from aml_maturity_audit.assessment.kept import Kept
from aml_maturity_audit.assessment.model import (
    DIMENSIONS,
    Assessment,
    Blocker,
    CriterionResult,
    DimensionLevel,
    SystemAssessment,
    WorkspaceAssessment,
)


def in_order(assessment: Assessment) -> Assessment:
    """The same assessment in its published order."""
    run = replace(
        assessment.run,
        collected_at=_utc(assessment.run.collected_at),
        assessed_at=_utc(assessment.run.assessed_at),
    )
    return replace(
        assessment,
        run=run,
        workspaces=_workspaces(assessment.workspaces),
        systems=tuple(_system(s) for s in sorted(assessment.systems, key=lambda s: s.name)),
        warnings=tuple(
            sorted(assessment.warnings, key=lambda w: (w.code, w.resource or "", w.text))
        ),
    )


def _workspaces(workspaces: Sequence[WorkspaceAssessment]) -> Sequence[WorkspaceAssessment]:
    if isinstance(workspaces, Kept):
        return workspaces
    return tuple(workspace_in_order(w) for w in sorted(workspaces, key=lambda w: w.key))


def workspace_in_order(workspace: WorkspaceAssessment) -> WorkspaceAssessment:
    """The same workspace in its published order."""
    return replace(
        workspace,
        dimensions=_dimensions(workspace.dimensions),
        criteria=_criteria(workspace.criteria),
        blockers=_blockers(workspace.blockers),
        readings=tuple(sorted(workspace.readings, key=lambda r: (r.signal, r.scope, r.detail))),
    )


def _system(system: SystemAssessment) -> SystemAssessment:
    return replace(
        system,
        dimensions=_dimensions(system.dimensions),
        criteria=_criteria(system.criteria),
        blockers=_blockers(system.blockers),
    )


def _criteria(criteria: Iterable[CriterionResult]) -> tuple[CriterionResult, ...]:
    return tuple(map(_criterion, sorted(criteria, key=lambda c: c.id)))


def _criterion(criterion: CriterionResult) -> CriterionResult:
    if len(criterion.missing) < 2 and len(criterion.subjects) < 2:  # as most
        return criterion
    return replace(
        criterion,
        missing=tuple(sorted(criterion.missing, key=lambda m: (m.signal, m.action or "", m.hint))),
        subjects=tuple(sorted(criterion.subjects, key=lambda s: (s.kind, s.id, s.name))),
    )


def _dimensions(levels: Iterable[DimensionLevel]) -> tuple[DimensionLevel, ...]:
    return tuple(sorted(levels, key=lambda level: _place(level.id)))


def _blockers(blockers: Iterable[Blocker]) -> tuple[Blocker, ...]:
    return tuple(sorted(blockers, key=lambda b: (_place(b.dimension), b.level)))


def _place(dimension: str) -> tuple[int, str]:
    """Overall first, then the columns in the model's order, then what is not known."""
    if dimension == "overall":
        return (-1, "")
    known = dimension in DIMENSIONS
    return (DIMENSIONS.index(dimension) if known else len(DIMENSIONS), dimension)


def _utc(moment: datetime) -> datetime:
    """The moment in UTC; a time without a zone is one already."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC)
