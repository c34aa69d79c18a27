"""What each sheet holds, as rows of values under a header."""

from aml_maturity_audit.assessment.model import (
    DIMENSION_TITLES,
    DIMENSIONS,
    NOT_MET,
    UNKNOWN,
    Assessment,
    CriterionResult,
    WorkspaceAssessment,
)
from aml_maturity_audit.assessment.words import dimension_title, interval, verdict_word
from aml_maturity_audit.reports import views
from aml_maturity_audit.reports.rows import CRITERION_COLUMNS, criterion_rows

Cell = str | int | None
Rows = list[list[Cell]]

FLEET = ("Workspace", "Kind", "Role", "Level", "Confirmed", "Possible")
ABOUT = ("Met", "Not met", "Unknown", "Location", "Resource group", "Subscription", "Key")
BLOCKERS = ("Workspace", "Dimension", "Next level", "Step", "Criterion", "Title", "Verdict")
COVERAGE = ("Workspace", "Signal", "Scope", "State", "Complete", "Items", "Detail", "Grant")


def fleet(document: Assessment) -> Rows:
    """A row per workspace, unscored ones with their kind."""
    titles = [DIMENSION_TITLES[dimension] for dimension in DIMENSIONS]
    rows: Rows = [[*FLEET, *titles, *ABOUT]]
    for workspace in views.by_name(document.workspaces):
        level = workspace.level
        rows.append(
            [
                *(workspace.name, workspace.kind, workspace.role, interval(level)),
                *((level.confirmed, level.possible) if level else (None, None)),
                *(interval(views.column(workspace, dimension)) for dimension in DIMENSIONS),
                *_verdicts(workspace),
                *(workspace.location, workspace.resource_group, workspace.subscription_id),
                workspace.key,
            ]
        )
    return rows


def _verdicts(workspace: WorkspaceAssessment) -> list[int]:
    counted = [criterion for criterion in workspace.criteria if criterion.counts]
    met = sum(criterion.verdict not in (NOT_MET, UNKNOWN) for criterion in counted)
    return [met, *(sum(c.verdict == v for c in counted) for v in (NOT_MET, UNKNOWN))]


def criteria(document: Assessment) -> Rows:
    """A row per workspace and criterion: the columns of the CSV."""
    rows: Rows = [list(CRITERION_COLUMNS)]
    for row in criterion_rows(document.run, views.by_name(document.workspaces)):
        rows.append([_plain(row[column]) for column in CRITERION_COLUMNS])
    return rows


def _plain(value: str | int | bool | None) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def blockers(document: Assessment) -> Rows:
    """What keeps each workspace and dimension from its next level, in the order to do it."""
    rows: Rows = [[*BLOCKERS, "Because", "Remedy"]]
    for workspace in views.scored(document):
        known = {criterion.id: criterion for criterion in workspace.criteria}
        for blocker in workspace.blockers:
            column = dimension_title(blocker.dimension)
            steps = [known[id] for id in blocker.criteria if id in known]
            rows += [
                [workspace.name, column, blocker.level, step, *_blocking(criterion)]
                for step, criterion in enumerate(steps, 1)
            ]
    return rows


def _blocking(criterion: CriterionResult) -> list[Cell]:
    verdict = verdict_word(criterion.verdict)
    return [criterion.id, criterion.title, verdict, criterion.because, criterion.remedy]


def coverage(document: Assessment) -> Rows:
    """How each signal of each workspace was read."""
    rows: Rows = [list(COVERAGE)]
    for workspace in views.by_name(document.workspaces):
        for reading in workspace.readings:
            complete = "yes" if reading.complete else "no"
            rows.append(
                [
                    *(workspace.name, reading.signal, reading.scope, reading.state, complete),
                    *(reading.items, reading.detail, reading.action),
                ]
            )
    return rows
