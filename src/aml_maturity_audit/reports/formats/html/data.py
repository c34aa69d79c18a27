"""The data that the page's script reads: to filter by, and to show a workspace in full.

What workspaces share (a criterion's title, levels and remedy, and texts) is written once. A text
may stand for itself or be a number: its place among the texts.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markupsafe import Markup

from aml_maturity_audit.assessment.model import (
    DIMENSION_TITLES,
    DIMENSIONS,
    Assessment,
    Attested,
    CriterionResult,
    Evidence,
    ReadingSummary,
    WorkspaceAssessment,
)
from aml_maturity_audit.assessment.page import data_block, data_list, data_object
from aml_maturity_audit.assessment.page.chart import SMALL
from aml_maturity_audit.assessment.safe import web_address
from aml_maturity_audit.assessment.trend import FLEET, Trend
from aml_maturity_audit.assessment.words import STATE_WORDS
from aml_maturity_audit.reports import views
from aml_maturity_audit.reports.formats.html.charts import drawing
from aml_maturity_audit.reports.formats.html.shared import Shared

Json = dict[str, Any]


def fleet(workspaces: Iterable[WorkspaceAssessment]) -> Iterator[Json]:
    """What the filters and the sorting look at, in the order of the rows."""
    for w in workspaces:
        yield {
            "key": w.key,
            "role": w.role or "",
            "subscription": w.subscription_id,
            "tags": [f"{name}={value}" for name, value in sorted(w.tags.items())],
            "text": " ".join(
                (w.name, w.resource_group, w.location, w.subscription_id, *w.tags.values())
            ).lower(),
            "levels": {"overall": _bounds(w.level), **{d.id: _bounds(d) for d in w.dimensions}},
        }


def _bounds(level: Any) -> list[int] | None:  # noqa: ANN401  a level of either kind, or None
    if level is None or level.confirmed is None:
        return None
    return [level.confirmed, level.possible]


def details(document: Assessment, trends: Sequence[Trend] = ()) -> Iterator[Markup]:
    """Everything about each scored workspace, with its levels over time where they are known.

    As JSON, a workspace at a time; what they share comes after them.
    """
    shared, over_time = Shared(), {t.key: t for t in trends if t.key != FLEET}
    workspaces = views.scored(document)
    yield Markup('{"workspaces":')
    yield from data_object((w.key, _workspace(w, shared, over_time.get(w.key))) for w in workspaces)
    dimensions = [{"id": id, "title": DIMENSION_TITLES[id]} for id in DIMENSIONS]
    rest: Json = {"criteria": shared.criteria, "dimensions": dimensions}
    if trends:
        rest["chart"] = _axes()
    for name, value in rest.items():
        yield Markup(",") + data_block(name) + Markup(":") + data_block(value)
    yield Markup(',"texts":')
    yield from data_list(shared.texts)
    yield Markup("}")


def _axes() -> Json:
    box = {"width": SMALL.width, "height": SMALL.height, "left": SMALL.left, "right": SMALL.right}
    return box | {"top": SMALL.top, "bottom": SMALL.bottom, "grid": SMALL.grid}


def _workspace(workspace: WorkspaceAssessment, shared: Shared, over_time: Trend | None) -> Json:
    level, steps = views.next_steps(workspace)
    groups = views.together(steps)
    told = {
        "id": workspace.id,
        "url": web_address(workspace.url),
        "location": workspace.location,
        "role": workspace.role or "",
        "tags": [f"{name}={value}" for name, value in sorted(workspace.tags.items())],
        "assessed": [d.id for d in workspace.dimensions if d.assessed],
        "next": {"level": level, "groups": [[c.id for c in group] for group in groups]},
        "criteria": [
            _criterion(criterion, workspace, shared)
            for criterion in views.ladder_order(workspace.criteria)
        ],
        "notes": [shared.text(note) for note in workspace.notes],
        "hints": [f"{name}: {value}" for name, value in sorted(workspace.hints.items())],
        "unseen": [
            _unseen(reading, shared)
            for reading in workspace.readings
            if reading.state != "observed" or not reading.complete
        ],
    }
    return told | {"chart": drawing(over_time)} if over_time else told


def _unseen(reading: ReadingSummary, shared: Shared) -> Json:
    state = STATE_WORDS.get(reading.state, reading.state)
    return {
        "signal": reading.signal,
        "state": state if reading.state != "observed" else "read in part",
        "detail": shared.text(reading.detail),
        "action": reading.action or "",
        "scope": reading.scope,
    }


def _criterion(criterion: CriterionResult, workspace: WorkspaceAssessment, shared: Shared) -> Json:
    own = shared.own(criterion)
    own |= {"id": criterion.id, "verdict": criterion.verdict}
    own["because"] = shared.text(criterion.because)
    if criterion.evidence:
        own["evidence"] = [_seen(seen, workspace, shared) for seen in criterion.evidence]
    if criterion.missing:
        own["missing"] = [
            {
                "signal": missing.signal,
                "action": missing.action or "",
                "hint": shared.text(missing.hint),
            }
            for missing in criterion.missing
        ]
    if criterion.attested is not None:
        own["attested"] = _attested(criterion.attested)
    return own


def _seen(seen: Evidence, workspace: WorkspaceAssessment, shared: Shared) -> Json:
    """Evidence; where it is of the workspace or something in it, `at` says what follows its id."""
    told: Json = {"text": shared.text(seen.text)}
    if seen.source.startswith(workspace.id):
        told["at"] = seen.source.removeprefix(workspace.id)
    elif seen.source:
        told["source"] = shared.text(seen.source)
    address = web_address(seen.url) if seen.url else ""
    return told | {"url": address} if address else told


def _attested(attested: Attested) -> Json:
    return {
        "by": attested.by,
        "on": attested.on,
        "expires": attested.expires,
        "evidence": attested.evidence,
        "url": web_address(attested.evidence),
        "override": attested.override,
        "observed": attested.observed,
        "reason": attested.reason,
    }
