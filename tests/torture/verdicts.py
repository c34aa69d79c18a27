"""What trouble may change of an assessment, and what it may not.

Source: criteria.md, section 1, rule 2 and section 4; issue "Unbreakable", Torture.
"""

from aml_maturity_audit.assessment.model import Assessment, WorkspaceAssessment
from aml_maturity_audit.azure.clouds import METADATA_VARIABLE
from aml_maturity_audit.errors import AuditError, ExitCode, UsageError
from aml_maturity_audit.signals.reading import Observed
from aml_maturity_audit.signals.snapshot import WORKSPACES, Snapshot
from torture.rack import Run

GOOD = {"met", "not_applicable"}
DESIGNED = {ExitCode.TOOL_FAILED, ExitCode.ACCESS_REFUSED}
"""How a run may end whose scope itself cannot be read."""


def wrongs(before: Run, after: Run, *, gone: bool = False) -> list[str]:
    """Every promise that the disturbed run breaks, in words; none where all is well.

    Where assets are `gone` (404), what needs them may be not met; nothing may be better for it.
    """
    if after.error is not None:
        return [] if _is_designed(after.error) else [f"ended with {after.error!r}"]
    assert before.assessment and after.assessment and after.snapshot
    return [
        *_lost(before.assessment, after),
        *_flipped(before.assessment, after.assessment, gone=gone),
        *_bugs(after.snapshot),
    ]


def _is_designed(error: AuditError) -> bool:
    """A variable that names an address without cloud metadata is a bad argument (exit code 2)."""
    return error.exit_code in DESIGNED or (
        isinstance(error, UsageError) and METADATA_VARIABLE in error.what
    )


def _lost(before: Assessment, after: Run) -> list[str]:
    """A workspace may be missing only where the list it stands in was not read whole, said so."""
    assert after.assessment and after.snapshot
    there = {workspace.key for workspace in after.assessment.workspaces}
    gone = [workspace for workspace in before.workspaces if workspace.key not in there]
    unread = {
        item.subscription.id
        for item in after.snapshot.subscriptions
        if not isinstance(reading := item.readings.get(WORKSPACES), Observed) or reading.gaps
    }
    warned = {warning.code for warning in after.snapshot.footer.warnings}
    lost = [
        f"{workspace.name} is lost"
        for workspace in gone
        if workspace.subscription_id not in unread and "scope-incomplete" not in warned
    ]
    if gone and after.assessment.coverage.complete:
        lost.append("workspaces are missing and the coverage says complete")
    return lost


def _flipped(before: Assessment, after: Assessment, *, gone: bool) -> list[str]:
    again = {workspace.key: workspace for workspace in after.workspaces}
    found: list[str] = []
    for workspace in before.workspaces:
        now = again.get(workspace.key)
        if now is not None:
            found += _verdicts(workspace, now, gone=gone)
            found += _levels(workspace, now, gone=gone)
    return found


def _verdicts(before: WorkspaceAssessment, after: WorkspaceAssessment, *, gone: bool) -> list[str]:
    now = {result.id: result.verdict for result in after.criteria}
    return [
        f"{before.name}: {result.id} was {result.verdict} and is {now[result.id]}"
        for result in before.criteria
        if now[result.id] not in ({"unknown", "not_met"} if gone else {"unknown"})
        and not _same(result.verdict, now[result.id])
    ]


def _same(before: str, after: str) -> bool:
    return before == after or {before, after} <= GOOD


def _levels(before: WorkspaceAssessment, after: WorkspaceAssessment, *, gone: bool) -> list[str]:
    if (before.level is None) != (after.level is None):
        return [f"{before.name}: scored {before.scored}, then {after.scored}"]
    pairs = [(before.level, after.level), *zip(before.dimensions, after.dimensions, strict=True)]
    found = []
    for was, now in pairs:
        if was is None or now is None or was.confirmed is None or was.possible is None:
            continue
        assert now.confirmed is not None and now.possible is not None
        if now.confirmed > was.confirmed or (now.possible < was.possible and not gone):
            found.append(
                f"{before.name}: {was.confirmed}..{was.possible} became "
                f"{now.confirmed}..{now.possible}"
            )
    return found


def _bugs(snapshot: Snapshot) -> list[str]:
    """Readings that failed for a fault of ours: no answer of Azure may cause one."""
    items = [*snapshot.workspaces, *snapshot.subscriptions, *snapshot.projects]
    return [
        raw
        for item in items
        for name, raw in ((name, bytes(raw).decode()) for name, raw in item.readings.raw().items())
        if "failed inside the tool" in raw
    ]
