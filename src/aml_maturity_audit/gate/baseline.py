"""The gate against a baseline: only what got worse, and only for the estate's own reasons."""

from aml_maturity_audit.assessment.change import (
    ESTATE,
    OBSCURED,
    WORSE,
    CriterionChange,
    criterion_changes,
    pairs_by_key,
    run_causes,
)
from aml_maturity_audit.assessment.model import NOT_MET, Assessment, WorkspaceAssessment
from aml_maturity_audit.assessment.showing import to_show
from aml_maturity_audit.assessment.words import verdict_word
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.gate.result import FAILED, PASSED, UNDECIDED, Finding, GateResult

_ORDER = (FAILED, UNDECIDED, PASSED)


def judge_baseline(baseline: Assessment, current: Assessment) -> GateResult:
    """What got worse since the baseline.

    Fails on a required criterion that was met and is not met now because the estate changed.
    Undecided is one that is unknown now though as much could be read as then. A change for which
    access, policy or catalogue may be the reason is told and passes, as do workspaces that one of
    the runs does not have. Raises UsageError where the baseline was collected after the current
    run.
    """
    if baseline.run.collected_at > current.run.collected_at:
        raise UsageError(
            "The baseline was collected after the run that is held against it.",
            remedy="Give an earlier assessment as --baseline.",
        )
    before, after = to_show(baseline), to_show(current)
    rules = run_causes(before.run, after.run)
    findings: list[Finding] = []
    judged = 0
    for old, new in pairs_by_key(before, after):
        if old.scored and new.scored:
            judged += 1
            changes = criterion_changes(old, new, rules)
            findings += [_finding(new, one) for one in changes if one.counts and _is_loss(one)]
    findings.sort(key=lambda f: (_ORDER.index(f.outcome), f.workspace.casefold(), f.key))
    return GateResult(findings=tuple(findings), judged=judged)


def _is_loss(change: CriterionChange) -> bool:
    """What was met and is not, or is not known to be."""
    if change.direction == OBSCURED:
        return change.before != NOT_MET
    return change.direction == WORSE


def _finding(workspace: WorkspaceAssessment, change: CriterionChange) -> Finding:
    outcome = PASSED
    if change.causes == (ESTATE,):
        outcome = FAILED if change.direction == WORSE else UNDECIDED
    counts = "" if outcome != PASSED else " It does not count."
    before, after = verdict_word(change.before or ""), verdict_word(change.after or "")
    return Finding(
        outcome=outcome,
        workspace=workspace.name,
        key=workspace.key,
        dimension=change.dimensions[0] if len(change.dimensions) == 1 else "overall",
        sentence=(
            f"{workspace.name}: {change.id} was {before} and is {after}. {change.why}{counts}"
        ),
        changes=() if outcome == PASSED else _needed(change),
    )


def _needed(change: CriterionChange) -> tuple[str, ...]:
    return tuple(text for text in (change.because, change.remedy) if text)
