"""Systems beside their workspaces: as rows of their own, for formats that are lists."""

from collections.abc import Iterator
from hashlib import sha256

from msgspec.structs import replace

from aml_maturity_audit.assessment.kept import Kept
from aml_maturity_audit.assessment.model import Assessment, SystemAssessment, WorkspaceAssessment
from aml_maturity_audit.assessment.safe import text

KIND = "System"


def with_systems(assessment: Assessment) -> Assessment:
    """The same with a row for each system after the workspaces; its id begins with `system:`."""
    if not assessment.systems:
        return assessment
    names = {workspace.key: workspace.name for workspace in assessment.workspaces}
    rows = tuple(_row(system, names) for system in assessment.systems)
    return replace(assessment, workspaces=(*assessment.workspaces, *rows))


def one_by_one(assessment: Assessment) -> Iterator[WorkspaceAssessment]:
    """Workspaces and systems by name; of many, one stands in memory at a time."""
    workspaces = assessment.workspaces
    briefs = workspaces.briefs if isinstance(workspaces, Kept) else workspaces
    called = [(workspace.key, workspace.name) for workspace in briefs]
    names = dict(called)
    rows = tuple(_row(system, names) for system in assessment.systems)
    called += [(row.key, row.name) for row in rows]
    placed = [(text(name).casefold(), key, at) for at, (key, name) in enumerate(called)]
    for _, _, at in sorted(placed):
        yield workspaces[at] if at < len(workspaces) else rows[at - len(workspaces)]


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
