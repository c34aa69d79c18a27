"""The company of `company`, some weeks later: one change of every kind."""

from dataclasses import dataclass
from datetime import UTC, datetime

from msgspec.structs import replace

from aml_maturity_audit.assessment.model import (
    Assessment,
    CriterionResult,
    Missing,
    ReadingSummary,
    WorkspaceAssessment,
)
from assessments import blockers, dimension_levels, overall, reading, run, workspace
from company import COMPANY, PRODUCTION, STORIES


@dataclass(frozen=True, kw_only=True)
class Now:
    """A criterion's new verdict."""

    verdict: str
    because: str = ""
    missing: tuple[Missing, ...] = ()
    inputs: str = "changed"


def changed(
    story: WorkspaceAssessment,
    changes: dict[str, Now],
    readings: tuple[ReadingSummary, ...] | None = None,
) -> WorkspaceAssessment:
    """The workspace with other verdicts, its levels rolled up anew."""
    criteria = tuple(_judged(result, changes.get(result.id)) for result in story.criteria)
    dimensions = dimension_levels(criteria)
    return replace(
        story,
        criteria=criteria,
        dimensions=dimensions,
        level=overall(dimensions),
        blockers=blockers(criteria, dimensions),
        readings=story.readings if readings is None else readings,
    )


def _judged(result: CriterionResult, now: Now | None) -> CriterionResult:
    if now is None:
        return result
    return replace(
        result,
        verdict=now.verdict,
        because=now.because or result.because,
        missing=now.missing,
        inputs=now.inputs,
    )


SANDBOX, PRICING, FRAUD, DEMAND, CHURN, CLAIMS = STORIES
JOBS = Missing(signal="jobs", action="Microsoft.MachineLearningServices/workspaces/jobs/read")

BETTER = changed(
    DEMAND,
    {
        "release-is-owned-by-engineering": Now(
            verdict="met", because="0 of 11 releases were by hand by someone who trains."
        )
    },
)
WORSE = changed(
    CHURN,
    {"release-is-managed-by-cicd": Now(verdict="not_met", because="No linked pipeline deploys.")},
)
BLINDED = changed(
    FRAUD,
    {
        id: Now(verdict="unknown", because="jobs could not be read.", missing=(JOBS,))
        for id in ("compute-is-managed", "experiments-are-tracked")
    },
    (*FRAUD.readings[:-1], reading("jobs", "denied", action=JOBS.action)),
)
SEEING = changed(
    CLAIMS,
    {"models-are-versioned": Now(verdict="met", because="4 registered models.")},
    tuple(reading(one.signal, items=3) for one in CLAIMS.readings),
)

LATER: Assessment = replace(
    COMPANY,
    run=run(
        id="20260401T081500Z-77aa",
        collected_at=datetime(2026, 4, 1, 8, 15, tzinfo=UTC),
        assessed_at=datetime(2026, 4, 1, 8, 16, tzinfo=UTC),
        scope=COMPANY.run.scope,
    ),
    workspaces=(
        *(BETTER, WORSE, BLINDED, SEEING, PRICING),
        workspace("newcomer", subscription=PRODUCTION),
        *COMPANY.workspaces[-2:],
    ),
)
"""`sandbox-ds` is gone, `newcomer` is new, `pricing-lab` did not change."""
