"""Assessments for tests: small builders, and levels rolled up from literal verdicts.

`workspace("ml-prod", verdicts="…")` takes one letter per criterion of `CRITERIA`: `+` met,
`-` not met, `?` unknown, `0` not applicable. Anything else of a record can be given by name.
"""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from aml_maturity_audit.assessment.model import (
    DIMENSIONS,
    Assessment,
    Blocker,
    Coverage,
    CriterionResult,
    DimensionLevel,
    Evidence,
    Level,
    Missing,
    ReadingSummary,
    Run,
    Subject,
    Tool,
    WorkspaceAssessment,
)

SUBSCRIPTION = "6f1c2d3e-0a1b-4c2d-8e3f-5a6b7c8d9e0f"

CRITERIA: tuple[tuple[str, str, dict[str, int]], ...] = (
    ("builds-are-automated", "Builds run on their own", {"technology": 1}),
    ("data-gathering-is-automated", "Data is gathered automatically", {"creation": 1}),
    ("scoring-script-is-versioned", "The scoring script is in version control", {"release": 1}),
    ("app-has-unit-tests", "The application has unit tests", {"technology": 1, "application": 1}),
    ("compute-is-managed", "Training runs on managed compute", {"creation": 2}),
    ("models-are-managed", "Models are managed in a registry", {"technology": 2}),
    ("release-is-low-friction", "A release takes little effort", {"highlights": 2}),
    ("release-is-automatic", "Releases are automatic", {"highlights": 3, "release": 3}),
    ("ab-testing-is-integrated", "A/B testing is integrated", {"technology": 3}),
    ("production-informs-improvement", "Production shows what to improve", {"highlights": 4}),
)
"""A few criteria, enough for every dimension that is assessed and for every level."""

VERDICTS = {"+": "met", "-": "not_met", "?": "unknown", "0": "not_applicable"}

ACTION = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments/read"


def criterion(id: str, verdict: str = "met", **given: Any) -> CriterionResult:
    """One result, with the texts that such a verdict has."""
    title, dimensions = next((t, d) for i, t, d in CRITERIA if i == id)
    texts: dict[str, Any] = {
        "title": title,
        "dimensions": dimensions,
        "because": f"{len(id)} of 40 items decide that it is {verdict.replace('_', ' ')}.",
        "remedy": f"Do what {title[0].lower()}{title[1:]} asks for.",
        "docs": "https://learn.microsoft.com/azure/machine-learning/",
        "inputs": sha256(id.encode()).hexdigest()[:12],
    }
    if verdict == "unknown":
        texts["missing"] = (Missing(signal="online-deployments", action=ACTION),)
    return CriterionResult(id=id, verdict=verdict, **(texts | given))


def criterion_of(letter: str, **fields: Any) -> CriterionResult:
    """A result with the verdict of the letter."""
    return CriterionResult(verdict=VERDICTS[letter], **fields)


def arm_id(name: str, subscription: str = SUBSCRIPTION, group: str = "rg-ml") -> str:
    return (
        f"/subscriptions/{subscription}/resourceGroups/{group}/providers/"
        f"Microsoft.MachineLearningServices/workspaces/{name}"
    )


def workspace(
    name: str, verdicts: str = "++++++++++", *, subscription: str = SUBSCRIPTION, **given: Any
) -> WorkspaceAssessment:
    """A scored workspace, its levels rolled up from the verdicts."""
    identity = arm_id(name, subscription)
    criteria = given.pop("criteria", None) or tuple(
        criterion(id, VERDICTS[letter])
        for (id, _, _), letter in zip(CRITERIA, verdicts, strict=True)
    )
    dimensions = dimension_levels(criteria)
    fields: dict[str, Any] = {
        "id": identity,
        "key": sha256(identity.lower().encode()).hexdigest()[:16],
        "name": name,
        "role": "both",
        "subscription_id": subscription,
        "resource_group": "rg-ml",
        "location": "westeurope",
        "kind": "Default",
        "scored": True,
        "level": overall(dimensions),
        "dimensions": dimensions,
        "criteria": criteria,
        "blockers": blockers(criteria, dimensions),
        "readings": (reading("jobs", items=120), reading("workspaces", scope="subscription")),
        "url": f"https://ml.azure.com/?wsid={identity}",
    }
    return WorkspaceAssessment(**(fields | given))


def unscored(name: str, kind: str) -> WorkspaceAssessment:
    """A hub, a project or a feature store."""
    nothing: dict[str, Any] = {"dimensions": (), "criteria": (), "blockers": ()}
    return replace(workspace(name), kind=kind, role=None, scored=False, level=None, **nothing)


def reading(signal: str, state: str = "observed", **given: Any) -> ReadingSummary:
    complete = given.pop("complete", state == "observed")
    return ReadingSummary(signal=signal, state=state, complete=complete, **given)


def run(**given: Any) -> Run:
    fields: dict[str, Any] = {
        "id": "20260302T081500Z-5d1f",
        "collected_at": datetime(2026, 3, 2, 8, 15, tzinfo=UTC),
        "assessed_at": datetime(2026, 3, 2, 8, 16, 30, tzinfo=UTC),
        "edition": "2024",
        "window_days": 90,
        "catalogue_digest": "c0ffee",
        "policy_digest": "f00d",
    }
    return Run(**(fields | given))


def assessment(*workspaces: WorkspaceAssessment, **given: Any) -> Assessment:
    fields: dict[str, Any] = {
        "tool": Tool(version="0.1.0"),
        "run": run(),
        "coverage": Coverage(workspaces=sum(1 for w in workspaces if w.scored)),
        "workspaces": workspaces,
    }
    return Assessment(**(fields | given))


def dimension_levels(criteria: tuple[CriterionResult, ...]) -> tuple[DimensionLevel, ...]:
    return tuple(_dimension(criteria, dimension) for dimension in DIMENSIONS)


def _dimension(criteria: tuple[CriterionResult, ...], dimension: str) -> DimensionLevel:
    required = [c for c in criteria if dimension in c.dimensions and c.counts]
    if dimension == "people" and not required:
        return DimensionLevel(id=dimension, assessed=False)

    def reached(good: set[str]) -> int:
        bad = [c.dimensions[dimension] for c in required if c.verdict not in good]
        return min(bad) - 1 if bad else 4

    sure = {"met", "not_applicable"}
    return DimensionLevel(
        id=dimension, confirmed=reached(sure), possible=reached(sure | {"unknown"})
    )


def overall(dimensions: tuple[DimensionLevel, ...]) -> Level:
    assessed = [d for d in dimensions if d.assessed]
    return Level(
        confirmed=min(d.confirmed or 0 for d in assessed),
        possible=min(d.possible or 0 for d in assessed),
    )


def blockers(
    criteria: tuple[CriterionResult, ...], dimensions: tuple[DimensionLevel, ...]
) -> tuple[Blocker, ...]:
    found = []
    level = overall(dimensions).confirmed + 1
    columns = [("overall", level), *((d.id, (d.confirmed or 0) + 1) for d in dimensions)]
    for column, wanted in columns:
        ids = tuple(
            c.id
            for c in criteria
            if c.verdict in {"not_met", "unknown"} and _is_required(c, column, wanted)
        )
        if ids:
            found.append(Blocker(dimension=column, level=wanted, criteria=ids))
    return tuple(found)


def _is_required(result: CriterionResult, column: str, level: int) -> bool:
    levels = result.dimensions.values() if column == "overall" else [result.dimensions.get(column)]
    return any(at is not None and at <= level for at in levels)


EVIDENCE = Evidence(
    text="job train-2026-02-27 ran on cluster cpu-cluster",
    source=f"{arm_id('ml-prod')}/jobs/train-2026-02-27",
    url="https://ml.azure.com/runs/train-2026-02-27",
)
SUBJECT = Subject(kind="job", id=f"{arm_id('ml-prod')}/jobs/train-2026-02-27", name="train")
