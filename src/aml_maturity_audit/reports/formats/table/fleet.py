"""The heading, the fleet's table and what must be known about the run."""

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from aml_maturity_audit.assessment.model import DIMENSION_TITLES, DIMENSIONS, Assessment
from aml_maturity_audit.assessment.words import counted, headline
from aml_maturity_audit.reports import views
from aml_maturity_audit.reports.formats.table.look import (
    HEADING,
    QUIET,
    hanging,
    indented,
    level_text,
)

WIDE = 112
"""From this many columns on, the headings fit unabridged."""
SHORT = {
    "technology": "Tech",
    "highlights": "High",
    "people": "Peop",
    "creation": "Crea",
    "release": "Rel",
    "application": "App",
}
SHORT_ROLES = {"training-only": "training", "serving-only": "serving"}


def header(document: Assessment) -> Text:
    """Which run this is and how many workspaces it saw."""
    run = document.run
    text = Text("Azure ML maturity", style=HEADING)
    when = run.collected_at.strftime("%Y-%m-%d %H:%M UTC")
    text.append(
        f"  edition {run.edition} · collected {when} · last {run.window_days} days\n", style=""
    )
    said = [counted(len(views.scored(document)), "workspace") + " scored"]
    others = len(views.listed(document))
    if others:
        said.append(f"{others} listed only")
    unread = document.coverage.incomplete_readings
    said.append(
        "everything asked for could be read"
        if document.coverage.complete
        else f"{counted(unread, 'reading')} incomplete"
    )
    return text.append(" · ".join(said), style=QUIET)


def fleet(document: Assessment, width: int) -> Table:
    """A row per workspace: role, the dimension vector, the level."""
    wide = width >= WIDE
    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 1) if wide else (0, 1, 0, 0),
        header_style=HEADING,
    )
    table.add_column("Workspace", overflow="fold", min_width=16, vertical="bottom")
    table.add_column("Role", no_wrap=True, vertical="bottom")
    for dimension in DIMENSIONS:
        title = DIMENSION_TITLES[dimension].replace(" ", "\n") if wide else SHORT[dimension]
        table.add_column(title, justify="center", no_wrap=True, vertical="bottom")
    table.add_column("Level", justify="center", no_wrap=True, vertical="bottom")
    for workspace in views.scored(document):
        role = workspace.role or "–"
        table.add_row(
            Text(workspace.name),
            Text(role if wide else SHORT_ROLES.get(role, role)),
            *(level_text(views.column(workspace, dimension)) for dimension in DIMENSIONS),
            level_text(workspace.level, style="bold"),
        )
    return table


def legend(document: Assessment, width: int) -> Text:
    """How to read the table."""
    said = ["1–3: level 1 is confirmed, 3 is possible where something could not be read."]
    if any(not d.assessed for w in views.scored(document) for d in w.dimensions):
        said.append("–: not assessed (People needs an attestation).")
    if width < WIDE:
        pairs = (f"{SHORT[d]} {DIMENSION_TITLES[d].lower()}" for d in DIMENSIONS)
        said.append(", ".join(pairs) + ".")
    return Text("\n".join(said), style=QUIET)


def remarks(document: Assessment) -> list[RenderableType]:
    """What is not scored, systems, a loosened policy, warnings."""
    names = {w.key: w.name for w in document.workspaces}
    grid = hanging()
    for system in document.systems:
        inferred = ", inferred" if system.inferred else ""
        roles = views.roles_of(system.roles, names)
        grid.add_row(
            Text("System"), Text(f"{system.name} ({roles}{inferred}): {headline(system.level)}")
        )
    others = views.listed(document)
    if others:
        kinds = ", ".join(f"{w.name} ({w.kind})" for w in others)
        grid.add_row(Text("Not scored"), Text(kinds))
    for loosened in document.run.policy_loosened:
        grid.add_row(Text("Policy", style="yellow3"), Text(f"looser than the default: {loosened}"))
    for warning in document.warnings:
        about = f" ({warning.resource})" if warning.resource else ""
        grid.add_row(Text("Warning", style="yellow3"), Text(f"{warning.text}{about}"))
    return [indented(grid, 0)] if grid.row_count else []
