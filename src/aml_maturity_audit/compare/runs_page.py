"""The comparison of two runs in words."""

from collections import Counter

from aml_maturity_audit.assessment.change import (
    ACCESS,
    BETTER,
    CATALOGUE,
    CAUSES,
    ESTATE,
    OBSCURED,
    OTHERWISE,
    POLICY,
    SETTLED,
    WORSE,
)
from aml_maturity_audit.assessment.model import Level
from aml_maturity_audit.assessment.words import (
    VERDICT_SIGNS,
    counted,
    dimension_title,
    interval,
    verdict_word,
)
from aml_maturity_audit.compare.model import (
    APPEARED,
    GONE,
    HIGHER,
    LOWER,
    NARROWER,
    NEW,
    NOT_VISIBLE,
    OUT_OF_SCOPE,
    WIDER,
    Comparison,
    RunFacts,
    VerdictChange,
    WorkspaceChange,
)
from aml_maturity_audit.compare.page import Cell, Grid, Page, Section

CAUSE_WORDS = {
    ESTATE: "estate changed",
    ACCESS: "access changed",
    POLICY: "policy changed",
    CATALOGUE: "catalogue changed",
}
DIRECTION_WORDS = {
    BETTER: "better",
    WORSE: "worse",
    SETTLED: "known now",
    OBSCURED: "no longer known",
    OTHERWISE: "other",
    HIGHER: "higher",
    LOWER: "lower",
    NARROWER: "more is known",
    WIDER: "less is known",
}
PRESENCE_WORDS = {
    NEW: "new",
    GONE: "gone",
    APPEARED: "newly visible",
    NOT_VISIBLE: "not visible",
    OUT_OF_SCOPE: "out of scope",
}
DIRECTIONS = (BETTER, WORSE, SETTLED, OBSCURED, OTHERWISE)


def runs_page(comparison: Comparison) -> Page:
    """Which runs, what changed by cause, then every workspace that changed."""
    sections = [_summary(comparison)]
    if comparison.presence:
        sections.append(_presence(comparison))
    sections += [_workspace(change) for change in comparison.workspaces]
    return Page(
        title="What changed between two runs",
        sentences=_opening(comparison),
        sections=tuple(section for section in sections if section.grid or section.sentences),
    )


def _opening(comparison: Comparison) -> tuple[str, ...]:
    changed = counted(len(comparison.workspaces), "workspace")
    said = [
        f"Earlier: {_run(comparison.before)}.",
        f"Later: {_run(comparison.after)}.",
        f"{changed} changed, {comparison.unchanged} did not.",
    ]
    if comparison.swapped:
        said.append("The files were given the other way round; the runs' own times decide.")
    rules = " and ".join(comparison.rules)
    if rules:
        said.append(
            f"The {rules} differ{'' if len(comparison.rules) > 1 else 's'} between the runs:"
            " judge both snapshots with the same to see the estate alone."
        )
    return tuple(said)


def _run(facts: RunFacts) -> str:
    when = facts.collected_at.strftime("%Y-%m-%d %H:%M UTC")
    return (
        f"{when}, {counted(facts.workspaces, 'workspace')} scored, "
        f"edition {facts.edition} (run {facts.id})"
    )


def _summary(comparison: Comparison) -> Section:
    """How many verdicts changed, by cause and direction."""
    tally = Counter(
        (change.causes, change.direction)
        for workspace in comparison.workspaces
        for change in workspace.criteria
        if change.counts
    )
    causes = sorted({causes for causes, _ in tally}, key=lambda c: (len(c), CAUSES.index(c[0])))
    rows = tuple(
        (Cell(cause_words(c)), *(Cell(str(tally[c, d] or "–")) for d in DIRECTIONS)) for c in causes
    )
    columns = ("Why", *(DIRECTION_WORDS[direction].capitalize() for direction in DIRECTIONS))
    grid = Grid(columns=columns, rows=rows) if rows else None
    return Section(
        title="Verdicts that changed",
        sentences=() if rows else ("No verdict changed.",),
        grid=grid,
    )


def cause_words(causes: tuple[str, ...]) -> str:
    """`estate changed`, or `estate or policy changed` where the files cannot tell."""
    if len(causes) == 1:
        return CAUSE_WORDS[causes[0]]
    return f"{' or '.join(causes)} changed"


def _presence(comparison: Comparison) -> Section:
    rows = tuple(
        (Cell(one.name), Cell(PRESENCE_WORDS[one.status]), Cell(one.why))
        for one in comparison.presence
    )
    return Section(
        title="Workspaces in one run only",
        grid=Grid(columns=("Workspace", "Status", "Why"), rows=rows),
    )


def _workspace(workspace: WorkspaceChange) -> Section:
    levels = [
        f"{dimension_title(change.dimension)}: {interval(change.before)} → "
        f"{interval(change.after)}, {DIRECTION_WORDS[change.direction]}"
        f" ({cause_words(change.causes)})."
        for change in workspace.levels
    ]
    if workspace.lost:
        levels.append(f"Read less of: {', '.join(workspace.lost)}.")
    if workspace.gained:
        levels.append(f"Read more of: {', '.join(workspace.gained)}.")
    rows = tuple(_row(change) for change in workspace.criteria)
    grid = Grid(columns=("Criterion", "Then", "Now", "Change", "Why"), rows=rows) if rows else None
    return Section(title=workspace.name, sentences=tuple(levels), grid=grid)


def _row(change: VerdictChange) -> tuple[Cell, ...]:
    name = change.title if change.counts else f"{change.title} (a signal)"
    why = f"{cause_words(change.causes).capitalize()}: {change.why} {change.because}".strip()
    then, now = verdict_cell(change.before), verdict_cell(change.after)
    return Cell(name), then, now, Cell(DIRECTION_WORDS[change.direction]), Cell(why)


def verdict_cell(verdict: str | None) -> Cell:
    """`✗ not met`; a dash where there is none."""
    if not verdict:
        return Cell("–")
    return Cell(f"{VERDICT_SIGNS.get(verdict, '?')} {verdict_word(verdict)}", verdict)


def level_cell(level: Level | None) -> Cell:
    """`1–3`; a dash where it was not assessed."""
    return Cell(interval(level), f"l{level.confirmed}" if level else "")
