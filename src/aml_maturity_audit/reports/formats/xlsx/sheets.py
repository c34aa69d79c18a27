"""What each sheet holds: rows of values under a header, a workspace at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from aml_maturity_audit.assessment.model import (
    DIMENSION_TITLES,
    DIMENSIONS,
    NOT_MET,
    UNKNOWN,
    CriterionResult,
    Run,
    WorkspaceAssessment,
)
from aml_maturity_audit.assessment.words import dimension_title, interval, verdict_word
from aml_maturity_audit.reports import views
from aml_maturity_audit.reports.formats.xlsx.extent import Cell, Row
from aml_maturity_audit.reports.rows import CRITERION_COLUMNS, criterion_rows

ABOUT = ("Met", "Not met", "Unknown", "Location", "Resource group", "Subscription", "Key")
FLEET = (
    *("Workspace", "Kind", "Role", "Level", "Confirmed", "Possible"),
    *(DIMENSION_TITLES[dimension] for dimension in DIMENSIONS),
    *ABOUT,
)
BLOCKERS = (
    *("Workspace", "Dimension", "Next level", "Step", "Criterion", "Title", "Verdict"),
    *("Because", "Remedy"),
)
COVERAGE = ("Workspace", "Signal", "Scope", "State", "Complete", "Items", "Detail", "Grant")


@dataclass(frozen=True)
class Sheet:
    """A sheet about workspaces."""

    title: str
    header: tuple[str, ...]
    rows: Callable[[WorkspaceAssessment], Iterator[Row]]
    """Those of one workspace."""


def sheets(run: Run) -> tuple[Sheet, ...]:
    """All of them; the first is the fleet's."""
    return (
        Sheet("Fleet", FLEET, fleet),
        Sheet("Criteria", CRITERION_COLUMNS, partial(criteria, run)),
        Sheet("Blockers", BLOCKERS, blockers),
        Sheet("Coverage", COVERAGE, coverage),
    )


def fleet(workspace: WorkspaceAssessment) -> Iterator[Row]:
    """A row per workspace, unscored ones with their kind."""
    level = workspace.level
    yield (
        *(workspace.name, workspace.kind, workspace.role, interval(level)),
        *((level.confirmed, level.possible) if level else (None, None)),
        *(interval(views.column(workspace, dimension)) for dimension in DIMENSIONS),
        *_verdicts(workspace),
        *(workspace.location, workspace.resource_group, workspace.subscription_id),
        workspace.key,
    )


def _verdicts(workspace: WorkspaceAssessment) -> list[int]:
    counted = [criterion for criterion in workspace.criteria if criterion.counts]
    met = sum(criterion.verdict not in (NOT_MET, UNKNOWN) for criterion in counted)
    return [met, *(sum(c.verdict == v for c in counted) for v in (NOT_MET, UNKNOWN))]


def criteria(run: Run, workspace: WorkspaceAssessment) -> Iterator[Row]:
    """A row per workspace and criterion: the columns of the CSV."""
    for row in criterion_rows(run, (workspace,)):
        yield [_plain(row[column]) for column in CRITERION_COLUMNS]


def _plain(value: str | int | bool | None) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def blockers(workspace: WorkspaceAssessment) -> Iterator[Row]:
    """What keeps each workspace and dimension from its next level, in the order to do it."""
    if workspace.level is None:
        return
    known = {criterion.id: criterion for criterion in workspace.criteria}
    for blocker in workspace.blockers:
        column = dimension_title(blocker.dimension)
        steps = [known[id] for id in blocker.criteria if id in known]
        for step, criterion in enumerate(steps, 1):
            yield (workspace.name, column, blocker.level, step, *_blocking(criterion))


def _blocking(criterion: CriterionResult) -> tuple[Cell, ...]:
    verdict = verdict_word(criterion.verdict)
    return (criterion.id, criterion.title, verdict, criterion.because, criterion.remedy)


def coverage(workspace: WorkspaceAssessment) -> Iterator[Row]:
    """How each signal of each workspace was read."""
    for reading in workspace.readings:
        complete = "yes" if reading.complete else "no"
        yield (
            *(workspace.name, reading.signal, reading.scope, reading.state, complete),
            *(reading.items, reading.detail, reading.action),
        )
