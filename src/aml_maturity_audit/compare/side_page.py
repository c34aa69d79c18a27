"""Workspaces side by side in words."""

from collections import Counter

from aml_maturity_audit.assessment.model import DIMENSIONS, MET, NOT_APPLICABLE, NOT_MET, UNKNOWN
from aml_maturity_audit.assessment.words import counted, dimension_title
from aml_maturity_audit.compare.model import SideBySide
from aml_maturity_audit.compare.page import Cell, Grid, Page, Section
from aml_maturity_audit.compare.runs_page import level_cell, verdict_cell

_WIDE = 6
"""With more workspaces than this, verdicts are counted rather than shown one by one."""


def side_page(side: SideBySide) -> Page:
    """Levels by dimension, criteria that differ, what the best does."""
    when = side.run.collected_at.strftime("%Y-%m-%d %H:%M UTC")
    sections = [_levels(side), _differences(side)]
    if side.leads:
        sections.append(_leads(side))
    return Page(
        title="Workspaces side by side",
        sentences=(
            f"{counted(len(side.columns), 'workspace')}, collected {when}, "
            f"edition {side.run.edition}.",
            f"{counted(len(side.differences), 'criterion', 'criteria')} differ, "
            f"{side.alike} are judged the same everywhere.",
        ),
        sections=tuple(sections),
    )


def _levels(side: SideBySide) -> Section:
    columns = ("overall", *DIMENSIONS)
    rows = tuple(
        (
            Cell(one.label),
            *(level_cell(one.levels.get(dimension)) for dimension in columns),
        )
        for one in side.columns
    )
    heads = ("Workspace", "Level", *(dimension_title(d) for d in DIMENSIONS))
    return Section(title="Levels by dimension", grid=Grid(columns=heads, rows=rows))


def _differences(side: SideBySide) -> Section:
    if not side.differences:
        return Section(title="Criteria that differ", sentences=("None.",))
    grid = _one_by_one(side) if len(side.columns) <= _WIDE else _by_number(side)
    return Section(title="Criteria that differ", grid=grid)


def _one_by_one(side: SideBySide) -> Grid:
    rows = tuple(
        (Cell(one.title), *(verdict_cell(one.verdicts.get(w.key)) for w in side.columns))
        for one in side.differences
    )
    return Grid(columns=("Criterion", *(one.label for one in side.columns)), rows=rows)


def _by_number(side: SideBySide) -> Grid:
    verdicts = (MET, NOT_MET, UNKNOWN, NOT_APPLICABLE)
    rows = []
    for one in side.differences:
        tally = Counter(one.verdicts.values())
        rows.append((Cell(one.title), *(Cell(str(tally[verdict])) for verdict in verdicts)))
    return Grid(
        columns=("Criterion", "Met", "Not met", "Unknown", "Not applicable"), rows=tuple(rows)
    )


def _leads(side: SideBySide) -> Section:
    rows = tuple(
        (
            Cell(lead.title),
            Cell(lead.because),
            Cell(_among(lead.lacking)),
            Cell(_among(lead.unknown)),
            Cell(lead.remedy),
        )
        for lead in side.leads
    )
    return Section(
        title=f"What {side.best} does that others do not",
        grid=Grid(columns=("Criterion", "How", "Not met in", "Unknown in", "To do"), rows=rows),
    )


def _among(labels: tuple[str, ...]) -> str:
    if len(labels) > _WIDE:
        return f"{', '.join(labels[:_WIDE])} and {len(labels) - _WIDE} more"
    return ", ".join(labels) or "–"
