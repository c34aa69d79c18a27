"""From two assessments to the message. Pure."""

from collections.abc import Iterator

from msgspec.structs import replace

from aml_maturity_audit.assessment.change import (
    CriterionChange,
    criterion_changes,
    pairs_by_key,
    run_causes,
)
from aml_maturity_audit.assessment.kept import in_brief
from aml_maturity_audit.assessment.model import Assessment, Level, WorkspaceAssessment
from aml_maturity_audit.assessment.showing import to_show
from aml_maturity_audit.notify.model import LevelTold, Notification, RunTold, Unread, VerdictTold

MOST = 200
"""Entries of each list: what is told stays small; the report has the rest."""
_OVERALL = "overall"


def notification(current: Assessment, previous: Assessment | None) -> Notification:
    """What changed from `previous` to `current`, and what `current` could not read.

    Texts in it are plain and inert.
    """
    after = to_show(current)
    before = to_show(previous) if previous is not None else None
    whole = Notification(
        run=_run(after),
        previous=_run(before) if before is not None else None,
        complete=after.coverage.complete,
        unread=tuple(_unread(after)),
    )
    return _bounded(_held_against(whole, before, after) if before is not None else whole)


def _held_against(told: Notification, before: Assessment, after: Assessment) -> Notification:
    rules = run_causes(before.run, after.run)
    levels: list[LevelTold] = []
    changed: list[VerdictTold] = []
    for old, new in pairs_by_key(before, after):
        levels += _levels(old, new)
        changed += [_verdict(new, change) for change in criterion_changes(old, new, rules)]
    return replace(
        told,
        fell=tuple(one for one in levels if one.after.confirmed < one.before.confirmed),
        rose=tuple(one for one in levels if one.after.confirmed > one.before.confirmed),
        changed=tuple(changed),
    )


def _verdict(workspace: WorkspaceAssessment, change: CriterionChange) -> VerdictTold:
    return VerdictTold(
        workspace=workspace.name,
        key=workspace.key,
        criterion=change.id,
        title=change.title,
        before=change.before,
        after=change.after,
        direction=change.direction,
        causes=change.causes,
    )


def _run(assessment: Assessment) -> RunTold:
    run = assessment.run
    scored = sum(workspace.scored for workspace in in_brief(assessment.workspaces))
    return RunTold(id=run.id, collected_at=run.collected_at, edition=run.edition, workspaces=scored)


def _levels(old: WorkspaceAssessment, new: WorkspaceAssessment) -> Iterator[LevelTold]:
    earlier, later = _by_dimension(old), _by_dimension(new)
    for dimension, after in later.items():
        before = earlier.get(dimension)
        if before is not None and before != after:
            yield LevelTold(
                workspace=new.name, key=new.key, dimension=dimension, before=before, after=after
            )


def _by_dimension(workspace: WorkspaceAssessment) -> dict[str, Level]:
    levels = {_OVERALL: workspace.level} if workspace.level is not None else {}
    for one in workspace.dimensions:
        if one.confirmed is not None and one.possible is not None:
            levels[one.id] = Level(confirmed=one.confirmed, possible=one.possible)
    return levels


def _unread(assessment: Assessment) -> Iterator[Unread]:
    for workspace in in_brief(assessment.workspaces):
        for reading in workspace.readings if workspace.scored else ():
            if reading.state in {"denied", "failed"} or (
                reading.state == "observed" and not reading.complete
            ):
                yield Unread(
                    workspace=workspace.name,
                    key=workspace.key,
                    signal=reading.signal,
                    state=reading.state,
                    action=reading.action,
                )


def _bounded(told: Notification) -> Notification:
    lists = (told.fell, told.rose, told.changed, told.unread)
    return replace(
        told,
        fell=told.fell[:MOST],
        rose=told.rose[:MOST],
        changed=told.changed[:MOST],
        unread=told.unread[:MOST],
        left_out=sum(max(0, len(each) - MOST) for each in lists),
    )
