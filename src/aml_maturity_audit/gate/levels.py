"""The gate by level: `--fail-under`, overall and per dimension."""

from collections.abc import Mapping

from aml_maturity_audit.assessment.kept import in_brief
from aml_maturity_audit.assessment.model import (
    DIMENSIONS,
    NOT_MET,
    UNKNOWN,
    Assessment,
    CriterionResult,
    DimensionLevel,
    WorkspaceAssessment,
)
from aml_maturity_audit.assessment.showing import to_show
from aml_maturity_audit.assessment.words import TOP_LEVEL, dimension_title
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.gate.result import FAILED, UNDECIDED, Finding, GateResult

OVERALL = "overall"


def judge_gate(
    assessment: Assessment, *, minimum: int = 0, per_dimension: Mapping[str, int] | None = None
) -> GateResult:
    """Whether every scored workspace reaches `minimum`, and each dimension its own.

    A workspace fails where it cannot reach the level (possible < N), and is undecided where it
    may have (confirmed < N). Raises UsageError for a level or dimension that does not exist.
    """
    wanted = {OVERALL: minimum, **(per_dimension or {})}
    _refuse_unknown(wanted)
    workspaces = to_show(assessment).workspaces
    scored = [(at, w) for at, w in enumerate(in_brief(workspaces)) if w.level is not None]
    short = sorted((w.name.casefold(), w.key, at) for at, w in scored if _falls_short(w, wanted))
    findings = [
        finding
        for workspace in (workspaces[at] for _, _, at in short)
        for dimension in (OVERALL, *DIMENSIONS)
        if dimension in wanted
        and (finding := _judged(workspace, dimension, wanted[dimension])) is not None
    ]
    findings.sort(key=lambda finding: finding.outcome != FAILED)
    return GateResult(findings=tuple(findings), judged=len(scored))


def _falls_short(workspace: WorkspaceAssessment, wanted: Mapping[str, int]) -> bool:
    return any(_reached(workspace, dimension)[0] < wanted[dimension] for dimension in wanted)


def _refuse_unknown(wanted: Mapping[str, int]) -> None:
    for dimension, level in wanted.items():
        if dimension not in (OVERALL, *DIMENSIONS):
            raise UsageError(
                f"The gate names a dimension that does not exist: {dimension!r}.",
                remedy=f"The dimensions are {', '.join(DIMENSIONS)}.",
            )
        if not 0 <= level <= TOP_LEVEL:
            raise UsageError(f"The gate asks for level {level}; levels go from 0 to {TOP_LEVEL}.")


def _judged(workspace: WorkspaceAssessment, dimension: str, minimum: int) -> Finding | None:
    low, high = _reached(workspace, dimension)
    if low >= minimum:
        return None
    fails = high < minimum
    where = "" if dimension == OVERALL else f" in {dimension_title(dimension)}"
    if fails:
        said = f"cannot reach level {minimum}{where}: it is at level {low}, at most {high}."
    else:
        said = f"is not confirmed at level {minimum}{where}: it is at level {low}, possibly {high}."
    return Finding(
        outcome=FAILED if fails else UNDECIDED,
        workspace=workspace.name,
        key=workspace.key,
        dimension=dimension,
        sentence=f"{workspace.name} {said}",
        changes=_needed(workspace, dimension, minimum),
    )


def _reached(workspace: WorkspaceAssessment, dimension: str) -> tuple[int, int]:
    """The confirmed and the possible level; what was not assessed may be anything."""
    level = workspace.level if dimension == OVERALL else _column(workspace, dimension)
    if level is None or level.confirmed is None or level.possible is None:
        return 0, TOP_LEVEL
    return level.confirmed, level.possible


def _column(workspace: WorkspaceAssessment, dimension: str) -> DimensionLevel | None:
    return next((d for d in workspace.dimensions if d.id == dimension and d.assessed), None)


def _needed(workspace: WorkspaceAssessment, dimension: str, minimum: int) -> tuple[str, ...]:
    """What keeps the workspace under the level: first what is not met, then what is unknown."""
    if dimension != OVERALL and _column(workspace, dimension) is None:
        return (f"{dimension_title(dimension)} is not assessed: it takes an attestation.",)
    columns = {d.id for d in workspace.dimensions if d.assessed}
    if dimension != OVERALL:
        columns = {dimension}
    required = [
        criterion
        for criterion in workspace.criteria
        if criterion.counts and _is_required(criterion, columns, minimum)
    ]
    first = {id: place for place, id in enumerate(_blocked(workspace))}
    required.sort(key=lambda c: (c.verdict != NOT_MET, first.get(c.id, len(first)), c.id))
    return tuple(_change(c) for c in required if c.verdict in (NOT_MET, UNKNOWN))


def _is_required(criterion: CriterionResult, columns: set[str], minimum: int) -> bool:
    return any(criterion.dimensions.get(column, TOP_LEVEL + 1) <= minimum for column in columns)


def _blocked(workspace: WorkspaceAssessment) -> list[str]:
    """The criteria of all blockers, in the order a team would do them."""
    return list(dict.fromkeys(id for blocker in workspace.blockers for id in blocker.criteria))


def _change(criterion: CriterionResult) -> str:
    if criterion.verdict == NOT_MET:
        return f"{criterion.id} is not met: {criterion.because} {criterion.remedy}".strip()
    asked = "; ".join(
        f"grant {missing.action}" if missing.action else missing.hint or f"read {missing.signal}"
        for missing in criterion.missing
    )
    return f"{criterion.id} is unknown: {asked or criterion.because}"
