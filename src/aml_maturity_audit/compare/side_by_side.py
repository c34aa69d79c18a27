"""Workspaces of one run side by side: levels, what differs, what the best does."""

from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches

import pandas as pd

from aml_maturity_audit.assessment.model import (
    DIMENSIONS,
    MET,
    NOT_MET,
    UNKNOWN,
    Assessment,
    WorkspaceAssessment,
)
from aml_maturity_audit.assessment.showing import to_show
from aml_maturity_audit.compare.model import Column, Difference, Lead, SideBySide
from aml_maturity_audit.compare.runs import OVERALL, facts, level_of
from aml_maturity_audit.errors import NotFoundError, UsageError

_FEWEST = 2


def compare_workspaces(assessment: Assessment, names: Sequence[str] = ()) -> SideBySide:
    """The named workspaces (by name, key or ARM id), or all that are scored.

    Raises NotFoundError for one that the assessment does not have, UsageError for one that is
    not scored, for a name that several have, and where there are fewer than two.
    """
    document = to_show(assessment)
    chosen = _chosen(document, names)
    if len(chosen) < _FEWEST:
        raise UsageError(
            "It takes two scored workspaces to compare.", remedy="Name two or more that are scored."
        )
    labels = _labels(chosen)
    verdicts = verdict_table(chosen)
    differing = verdicts[verdicts.nunique(axis=1) > 1]
    best = _best(chosen)
    return SideBySide(
        run=facts(document),
        columns=tuple(_column(workspace, labels[workspace.key]) for workspace in chosen),
        differences=tuple(
            Difference(id=str(id), title=titles(chosen)[str(id)], verdicts=_named(row))
            for id, row in differing.iterrows()
        ),
        alike=len(verdicts) - len(differing),
        best=labels[best.key] if best else "",
        leads=_leads(best, differing, labels) if best else (),
    )


def verdict_table(workspaces: Sequence[WorkspaceAssessment]) -> pd.DataFrame:
    """Criteria by workspace key, in the order of the criteria's ids."""
    columns = {
        workspace.key: pd.Series(
            {criterion.id: criterion.verdict for criterion in workspace.criteria}, dtype=str
        )
        for workspace in workspaces
    }
    return pd.DataFrame(columns).fillna("").sort_index()


def titles(workspaces: Sequence[WorkspaceAssessment]) -> dict[str, str]:
    """The title of each criterion."""
    return {c.id: c.title for workspace in workspaces for c in workspace.criteria}


def _chosen(document: Assessment, names: Sequence[str]) -> list[WorkspaceAssessment]:
    if names:
        found = {w.key: w for w in (_found(document, name.strip()) for name in names)}
        return list(found.values())
    scored = [w for w in document.workspaces if w.level is not None]
    return sorted(scored, key=lambda w: (w.name.casefold(), w.key))


def _found(document: Assessment, name: str) -> WorkspaceAssessment:
    wanted = name.lower()
    found = [
        w for w in document.workspaces if wanted in (w.name.lower(), w.key.lower(), w.id.lower())
    ]
    if not found:
        known = [w.name for w in document.workspaces]
        near = get_close_matches(name, known, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else "See the report for those it has."
        raise NotFoundError(f"The assessment has no workspace {name!r}.", remedy=hint)
    if len(found) > 1:
        keys = ", ".join(sorted(w.key for w in found))
        raise UsageError(
            f"{len(found)} workspaces are called {name!r}.", remedy=f"Name one by its key: {keys}."
        )
    if found[0].level is None:
        raise UsageError(f"{name!r} is a {found[0].kind} workspace, which is not scored.")
    return found[0]


def _labels(workspaces: Sequence[WorkspaceAssessment]) -> dict[str, str]:
    """The name of each, with the key where several share it."""
    shared = Counter(workspace.name.casefold() for workspace in workspaces)
    return {
        w.key: w.name if shared[w.name.casefold()] == 1 else f"{w.name} ({w.key[:6]})"
        for w in workspaces
    }


def _column(workspace: WorkspaceAssessment, label: str) -> Column:
    return Column(
        key=workspace.key,
        name=workspace.name,
        label=label,
        role=workspace.role or "",
        levels={d: level_of(workspace, d) for d in (OVERALL, *DIMENSIONS)},
    )


def _named(row: "pd.Series[str] | pd.DataFrame") -> dict[str, str]:
    return {str(key): str(verdict) for key, verdict in row.items()}


def _rank(workspace: WorkspaceAssessment) -> tuple[int, int, int]:
    level = workspace.level
    met = sum(criterion.verdict == MET and criterion.counts for criterion in workspace.criteria)
    return (level.confirmed, level.possible, met) if level else (0, 0, 0)


def _best(workspaces: Sequence[WorkspaceAssessment]) -> WorkspaceAssessment | None:
    """The one at the highest level; among equals the one that meets most; None if all are equal."""
    ranks = {_rank(workspace) for workspace in workspaces}
    if len(ranks) == 1:
        return None
    return min(
        (w for w in workspaces if _rank(w) == max(ranks)), key=lambda w: (w.name.casefold(), w.key)
    )


def _leads(
    best: WorkspaceAssessment, differing: pd.DataFrame, labels: dict[str, str]
) -> tuple[Lead, ...]:
    leads = []
    for criterion in best.criteria:
        if criterion.verdict != MET or criterion.id not in differing.index:
            continue
        verdicts = _named(differing.loc[criterion.id])
        lacking = tuple(labels[key] for key, verdict in verdicts.items() if verdict == NOT_MET)
        unknown = tuple(labels[key] for key, verdict in verdicts.items() if verdict == UNKNOWN)
        if lacking or unknown:
            leads.append(
                Lead(
                    id=criterion.id,
                    title=criterion.title,
                    because=criterion.because,
                    remedy=criterion.remedy,
                    lacking=lacking,
                    unknown=unknown,
                )
            )
    return tuple(sorted(leads, key=lambda lead: (-len(lead.lacking), lead.id)))
