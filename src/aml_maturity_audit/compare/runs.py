"""Two runs: what changed, and for which reason."""

from aml_maturity_audit.assessment.change import (
    ESTATE,
    POLICY,
    CriterionChange,
    criterion_changes,
    in_order,
    pairs_by_key,
    run_causes,
)
from aml_maturity_audit.assessment.kept import in_brief
from aml_maturity_audit.assessment.model import (
    DIMENSIONS,
    Assessment,
    Level,
    WorkspaceAssessment,
)
from aml_maturity_audit.assessment.showing import to_show
from aml_maturity_audit.assessment.sight import sight_of
from aml_maturity_audit.compare.model import (
    HIGHER,
    LOWER,
    NARROWER,
    WIDER,
    Comparison,
    LevelChange,
    RunFacts,
    VerdictChange,
    WorkspaceChange,
)
from aml_maturity_audit.compare.presence import presence

OVERALL = "overall"


def compare_runs(a: Assessment, b: Assessment) -> Comparison:
    """What changed from the earlier of the two runs to the later, by the runs' own times.

    Workspaces are joined by key. Texts in the result are plain and inert.
    """
    swapped = _moment(b) < _moment(a)
    before, after = map(to_show, (b, a) if swapped else (a, b))
    rules = run_causes(before.run, after.run)
    changed, unchanged = list[WorkspaceChange](), 0
    for old, new in pairs_by_key(before, after):
        change = _workspace(old, new, rules)
        if change.levels or change.criteria or change.lost or change.gained:
            changed.append(change)
        else:
            unchanged += 1
    return Comparison(
        before=facts(before),
        after=facts(after),
        swapped=swapped,
        rules=rules,
        workspaces=tuple(sorted(changed, key=lambda c: (c.name.casefold(), c.key))),
        unchanged=unchanged,
        presence=presence(before, after),
    )


def facts(assessment: Assessment) -> RunFacts:
    """Which run this is."""
    return RunFacts(
        id=assessment.run.id,
        collected_at=assessment.run.collected_at,
        edition=assessment.run.edition,
        window_days=assessment.run.window_days,
        workspaces=sum(w.scored for w in in_brief(assessment.workspaces)),
    )


def level_of(workspace: WorkspaceAssessment, dimension: str) -> Level | None:
    """The level overall or of a dimension; None where it was not assessed."""
    if dimension == OVERALL:
        return workspace.level
    for column in workspace.dimensions:
        if column.id == dimension and column.confirmed is not None and column.possible is not None:
            return Level(confirmed=column.confirmed, possible=column.possible)
    return None


def _moment(assessment: Assessment) -> tuple[float, float]:
    return (assessment.run.collected_at.timestamp(), assessment.run.assessed_at.timestamp())


def _workspace(
    old: WorkspaceAssessment, new: WorkspaceAssessment, rules: tuple[str, ...]
) -> WorkspaceChange:
    criteria = criterion_changes(old, new, rules)
    sight = sight_of(old.readings, new.readings)
    levels = [
        LevelChange(
            dimension=dimension,
            before=before,
            after=after,
            direction=_direction(before, after),
            causes=_causes(dimension, criteria, rules),
        )
        for dimension in (OVERALL, *DIMENSIONS)
        if (before := level_of(old, dimension)) != (after := level_of(new, dimension))
    ]
    return WorkspaceChange(
        key=new.key,
        name=new.name,
        levels=tuple(levels),
        criteria=tuple(_verdict(change) for change in criteria),
        lost=sight.lost,
        gained=sight.gained,
    )


def _direction(before: Level | None, after: Level | None) -> str:
    """Which way an interval moved; one inside the other means more or less is known."""
    if before is None:
        return NARROWER
    if after is None:
        return WIDER
    if after.confirmed >= before.confirmed and after.possible <= before.possible:
        return NARROWER
    if after.confirmed <= before.confirmed and after.possible >= before.possible:
        return WIDER
    return (
        HIGHER if after.confirmed + after.possible > before.confirmed + before.possible else LOWER
    )


def _causes(
    dimension: str, criteria: list[CriterionChange], rules: tuple[str, ...]
) -> tuple[str, ...]:
    """The causes of the verdicts that moved the level; without one, the rules that differ."""
    moving = [
        change
        for change in criteria
        if change.counts and (dimension == OVERALL or dimension in change.dimensions)
    ]
    causes = in_order(cause for change in moving for cause in change.causes)
    if causes:
        return causes
    return rules or ((POLICY,) if dimension == "people" else (ESTATE,))


def _verdict(change: CriterionChange) -> VerdictChange:
    return VerdictChange(
        id=change.id,
        title=change.title,
        before=change.before,
        after=change.after,
        direction=change.direction,
        causes=change.causes,
        why=change.why,
        because=change.because,
        remedy=change.remedy,
        counts=change.counts,
    )
