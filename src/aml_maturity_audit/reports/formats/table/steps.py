"""What stands between each workspace and its next level."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from aml_maturity_audit.assessment.model import (
    UNKNOWN,
    Assessment,
    CriterionResult,
    WorkspaceAssessment,
)
from aml_maturity_audit.assessment.words import TOP_LEVEL, counted, headline
from aml_maturity_audit.reports import views
from aml_maturity_audit.reports.formats.table.look import (
    HEADING,
    QUIET,
    hanging,
    heading,
    indented,
    verdict_text,
)

MOST = 100
"""So many workspaces are told of unless details are asked for: nobody reads a thousand."""


def steps(document: Assessment, *, every: bool) -> list[RenderableType]:
    """A heading, then a section per workspace: of very many, the lowest ones."""
    workspaces = views.scored(document)
    if not workspaces:
        return []
    title = heading("What stands between each workspace and its next level")
    told = workspaces if every else sorted(workspaces, key=views.need)[:MOST]
    sections = [_section(workspace) for workspace in views.by_name(told)]
    left = len(workspaces) - len(told)
    return [title, *sections, *([_left_out(left)] if left else [])]


def _left_out(count: int) -> Text:
    more = f"{count} more workspace{'s' if count > 1 else ''}, none of a lower level"
    return Text(f"{more}: --details or another --format tells of them too.", style=QUIET)


def _section(workspace: WorkspaceAssessment) -> Group:
    level, criteria = views.next_steps(workspace)
    title = Text(workspace.name, style=HEADING)
    title.append(f" · {headline(workspace.level)}", style="")
    if not criteria:
        return Group(title, indented(Text(_nothing(workspace))), *_notes(workspace))
    title.append(f" → level {level}", style="")
    grid = hanging()
    for group in views.together(criteria):
        _add(grid, group)
    return Group(title, indented(grid), *_wanted(criteria), *_notes(workspace))


def _wanted(criteria: list[CriterionResult]) -> list[RenderableType]:
    """What to grant or configure for the unknowns; an action stands on a line of its own."""
    wanted: list[RenderableType] = []
    for grant in views.grants(criteria):
        helps = counted(len(grant.criteria), "criterion", "criteria")
        text = Text(f"To settle {helps} (reads {', '.join(grant.signals)}):", style=QUIET)
        asked = f"grant {grant.action}" if grant.action else grant.hint
        wanted += [indented(text), indented(Text(asked, overflow="fold"), by=4)]
    return wanted


def _add(grid: Table, group: list[CriterionResult]) -> None:
    """One criterion, or several that are unknown for one reason, and why."""
    text = Text()
    for criterion in group:
        text.append(criterion.title, style=HEADING)
        text.append(f"  {criterion.id}\n", style=f"not bold {QUIET}")
    first = group[0]
    text.append(first.because, style="not bold")
    if first.verdict != UNKNOWN and first.remedy:
        text.append(f"\n→ {first.remedy}", style="not bold")
    grid.add_row(verdict_text(first), text)


def _nothing(workspace: WorkspaceAssessment) -> str:
    if workspace.level is not None and workspace.level.confirmed == TOP_LEVEL:
        return "Nothing: the highest level is confirmed."
    return "Nothing is named."


def _notes(workspace: WorkspaceAssessment) -> list[RenderableType]:
    return [indented(Text(note, style=QUIET)) for note in workspace.notes]
