"""Systems beside their workspaces: as rows of their own, for formats that are lists."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from msgspec.structs import replace

from aml_maturity_audit.assessment.kept import in_brief
from aml_maturity_audit.assessment.model import Assessment, SystemAssessment, WorkspaceAssessment
from aml_maturity_audit.assessment.safe import shown, text
from aml_maturity_audit.assessment.showing import to_show

KIND = "System"


def with_systems(assessment: Assessment) -> Assessment:
    """The same with a row for each system after the workspaces; its id begins with `system:`."""
    if not assessment.systems:
        return assessment
    return replace(assessment, workspaces=(*assessment.workspaces, *_rows(assessment)))


def one_by_one(assessment: Assessment) -> Iterator[WorkspaceAssessment]:
    """Workspaces and systems by name; of many, one stands in memory at a time."""
    return _in_order(assessment, assessment.workspaces, _rows(assessment))


def shown_one_by_one(assessment: Assessment) -> Iterator[WorkspaceAssessment]:
    """The same, each for showing."""
    rows = [shown(row) for row in _rows(assessment)]
    return _in_order(assessment, to_show(assessment).workspaces, rows)


def _in_order(
    assessment: Assessment,
    workspaces: Sequence[WorkspaceAssessment],
    rows: Sequence[WorkspaceAssessment],
) -> Iterator[WorkspaceAssessment]:
    called = [*_called(assessment), *((row.key, row.name) for row in rows)]
    placed = [(text(name).casefold(), key, at) for at, (key, name) in enumerate(called)]
    for _, _, at in sorted(placed):
        yield workspaces[at] if at < len(workspaces) else rows[at - len(workspaces)]


def _called(assessment: Assessment) -> list[tuple[str, str]]:
    """Keys and names of the workspaces."""
    return [(workspace.key, workspace.name) for workspace in in_brief(assessment.workspaces)]


def _rows(assessment: Assessment) -> list[WorkspaceAssessment]:
    names = dict(_called(assessment)) if assessment.systems else {}
    return [_row(system, names) for system in assessment.systems]


def _row(system: SystemAssessment, names: dict[str, str]) -> WorkspaceAssessment:
    identity = f"system:{system.name}"
    members = sorted(names.get(key, key) for key in system.roles)
    return WorkspaceAssessment(
        key=sha256(identity.lower().encode("utf-8", "surrogatepass")).hexdigest()[:16],
        id=identity,
        name=f"{system.name} (system of {', '.join(members)})",
        role="system",
        subscription_id="",
        resource_group="",
        location="",
        kind=KIND,
        scored=system.level is not None,
        level=system.level,
        dimensions=system.dimensions,
        criteria=system.criteria,
        blockers=system.blockers,
        notes=system.notes,
    )
