"""The data that the page's script reads: to filter by, and to show a workspace in full.

What all workspaces share of a criterion (title, levels, remedy) is written once.
"""

from collections.abc import Sequence
from typing import Any

from aml_maturity_audit.assessment.model import (
    DIMENSION_TITLES,
    DIMENSIONS,
    Assessment,
    CriterionResult,
    WorkspaceAssessment,
)
from aml_maturity_audit.assessment.page.chart import SMALL
from aml_maturity_audit.assessment.safe import web_address
from aml_maturity_audit.assessment.trend import Trend
from aml_maturity_audit.assessment.words import STATE_WORDS
from aml_maturity_audit.reports import views
from aml_maturity_audit.reports.formats.html.charts import workspace_charts

Json = dict[str, Any]


def fleet(document: Assessment) -> list[Json]:
    """What the filters and the sorting look at, in the order of the rows."""
    return [
        {
            "key": w.key,
            "role": w.role or "",
            "subscription": w.subscription_id,
            "tags": [f"{name}={value}" for name, value in sorted(w.tags.items())],
            "text": " ".join(
                (w.name, w.resource_group, w.location, w.subscription_id, *w.tags.values())
            ).lower(),
            "levels": {"overall": _bounds(w.level), **{d.id: _bounds(d) for d in w.dimensions}},
        }
        for w in views.scored(document)
    ]


def _bounds(level: Any) -> list[int] | None:  # noqa: ANN401  a level of either kind, or None
    if level is None or level.confirmed is None:
        return None
    return [level.confirmed, level.possible]


def details(document: Assessment, trends: Sequence[Trend] = ()) -> Json:
    """Everything about each scored workspace, with its levels over time where they are known."""
    shared: dict[str, Json] = {}
    workspaces = {w.key: _workspace(w, shared) for w in views.scored(document)}
    for key, drawing in workspace_charts(trends).items():
        if key in workspaces:
            workspaces[key]["chart"] = drawing
    dimensions = [{"id": id, "title": DIMENSION_TITLES[id]} for id in DIMENSIONS]
    own = {"dimensions": dimensions, "criteria": shared, "workspaces": workspaces}
    box = {"width": SMALL.width, "height": SMALL.height, "left": SMALL.left, "right": SMALL.right}
    axes = box | {"top": SMALL.top, "bottom": SMALL.bottom, "grid": SMALL.grid}
    return own | {"chart": axes} if trends else own


def _workspace(workspace: WorkspaceAssessment, shared: dict[str, Json]) -> Json:
    level, steps = views.next_steps(workspace)
    groups = views.together(steps)
    return {
        "id": workspace.id,
        "url": web_address(workspace.url),
        "location": workspace.location,
        "role": workspace.role or "",
        "tags": [f"{name}={value}" for name, value in sorted(workspace.tags.items())],
        "assessed": [d.id for d in workspace.dimensions if d.assessed],
        "next": {"level": level, "groups": [[c.id for c in group] for group in groups]},
        "criteria": [_criterion(c, shared) for c in views.ladder_order(workspace.criteria)],
        "notes": list(workspace.notes),
        "hints": [f"{name}: {value}" for name, value in sorted(workspace.hints.items())],
        "unseen": [
            {
                "signal": reading.signal,
                "state": STATE_WORDS.get(reading.state, reading.state)
                if reading.state != "observed"
                else "read in part",
                "detail": reading.detail,
                "action": reading.action or "",
                "scope": reading.scope,
            }
            for reading in workspace.readings
            if reading.state != "observed" or not reading.complete
        ],
    }


def _criterion(criterion: CriterionResult, shared: dict[str, Json]) -> Json:
    common = {
        "title": criterion.title,
        "dimensions": criterion.dimensions,
        "counts": criterion.counts,
        "remedy": criterion.remedy,
        "docs": web_address(criterion.docs),
    }
    usual = shared.setdefault(criterion.id, common)
    own: Json = {name: value for name, value in common.items() if usual[name] != value}
    own |= {"id": criterion.id, "verdict": criterion.verdict, "because": criterion.because}
    if criterion.evidence:
        own["evidence"] = [
            {"text": seen.text, "source": seen.source, "url": web_address(seen.url)}
            for seen in criterion.evidence
        ]
    if criterion.missing:
        own["missing"] = [
            {"signal": missing.signal, "action": missing.action or "", "hint": missing.hint}
            for missing in criterion.missing
        ]
    if criterion.attested is not None:
        attested = criterion.attested
        own["attested"] = {
            "by": attested.by,
            "on": attested.on,
            "expires": attested.expires,
            "evidence": attested.evidence,
            "url": web_address(attested.evidence),
            "override": attested.override,
            "observed": attested.observed,
            "reason": attested.reason,
        }
    return own
