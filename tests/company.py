"""One fixed company, as an assessment: what the golden reports are made of.

Six scored workspaces tell six stories, a hub and a feature store are listed; one policy is
loosened, one person is named, one permission is missing.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any

from aml_maturity_audit.assessment.model import (
    Assessment,
    Attested,
    Coverage,
    CriterionResult,
    Evidence,
    Missing,
    Notice,
    ReadingSummary,
    RequestCounts,
    Subject,
    SystemAssessment,
    WorkspaceAssessment,
)
from aml_maturity_audit.assessment.persons import person
from assessments import assessment, criterion_of, reading, run, unscored, workspace

ROWS = [
    line.split(" | ")
    for line in Path(__file__).with_name("company_criteria.txt").read_text().splitlines()
]
"""Id, title, levels, what `met` and `not_met` say, remedy. The texts belong to the tests."""

RESEARCH = "0c9a7b52-3d41-4f6e-9a27-1b5c8d2e7f60"
PRODUCTION = "b7d2e914-58c3-4a0f-8e16-94f3a7c05d21"

DEVOPS = Missing(
    signal="pipelines",
    hint="Name the organization and project with --devops-organization and --devops-project.",
)
DEPLOYMENTS = Missing(
    signal="online-deployments",
    action="Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments/read",
)
ACTIVITY = Missing(signal="activity-log", action="Microsoft.Insights/eventtypes/values/read")


def _judged(letters: str, missing: Missing, at: str) -> tuple[CriterionResult, ...]:
    """The verdicts of one workspace, one letter each."""
    return tuple(
        _result(row, letter, missing, at) for row, letter in zip(ROWS, letters, strict=True)
    )


def _result(row: Any, letter: str, missing: Missing, at: str) -> CriterionResult:
    id, title, levels, met, not_met, remedy = row
    dimensions = {name: int(level) for name, level in (at.split("=") for at in levels.split(","))}
    because = {
        "+": f"{met[0].upper()}{met[1:]}.",
        "-": f"{not_met[0].upper()}{not_met[1:]}.",
        "?": f"{missing.signal} could not be read, and the rest does not decide it.",
        "0": "The workspace only trains; its models are served elsewhere.",
    }[letter]
    source = f"{at}/{id.rsplit('-', 1)[-1]}/{len(title)}"
    seen = Evidence(
        text=met if letter == "+" else not_met, source=source, url=f"https://ml.azure.com{source}"
    )
    return criterion_of(
        letter,
        id=id,
        title=title,
        dimensions=dimensions,
        because=because,
        evidence=(seen,) if letter in "+-" else (),
        missing=(missing,) if letter == "?" else (),
        remedy=remedy,
        docs=f"https://learn.microsoft.com/azure/machine-learning/#{id}",
        subjects=(Subject(kind="job", id=source, name=source.rsplit("/", 1)[-1]),),
        inputs=sha256(f"{id}{letter}".encode()).hexdigest()[:12],
    )


def _story(
    name: str, letters: str, *, subscription: str, group: str, missing: Missing, **given: Any
) -> WorkspaceAssessment:
    at = f"/subscriptions/{subscription}/resourceGroups/{group}/{name}"
    return workspace(
        name,
        subscription=subscription,
        resource_group=group,
        criteria=_judged(letters, missing, at),
        readings=(*_readings(missing), reading("jobs", items=120)),
        **given,
    )


def _readings(missing: Missing) -> tuple[ReadingSummary, ...]:
    state = "denied" if missing.action else "not_collected"
    return (
        reading(missing.signal, state, action=missing.action, detail=missing.hint),
        reading("workspaces", items=4, scope="subscription"),
        reading("models", items=12),
    )


def _attested(results: tuple[CriterionResult, ...]) -> tuple[CriterionResult, ...]:
    """People's first criterion, attested by a named person."""
    given = Attested(
        by="Ada Lovelace", on="2026-01-15", expires="2026-07-15", evidence="https://wiki/raci"
    )
    people = criterion_of(
        "+",
        id="data-scientists-build-jobs-with-data-engineers",
        title="Data scientists build jobs with data engineers",
        dimensions={"people": 2},
        because=f"Attested by {person('Ada Lovelace')} on 2026-01-15.",
        attested=given,
    )
    return (*results, people)


def _churn_prod() -> WorkspaceAssessment:
    story = _story(
        "churn-prod", "++" + "+++-+?+" + "+++" + "+++?++" + "+++++-" + "++++" + "+++++",
        subscription=PRODUCTION, group="rg-churn-prod", missing=ACTIVITY,
        tags={"env": "prod", "team": "churn"},
        notes=(f"Releases by {person('Grace Hopper')} (grace@contoso.example) are by hand.",),
    )  # fmt: skip
    return workspace(
        "churn-prod",
        **{name: getattr(story, name) for name in ("tags", "notes", "readings", "resource_group")},
        subscription=PRODUCTION,
        criteria=_attested(story.criteria),
    )


STORIES = (
    _story("sandbox-ds", "-" * 33, subscription=RESEARCH, group="rg-research", missing=DEVOPS),
    _story(
        "pricing-lab", "??---????" + "---??--??" + "-++-+-" + "????" + "?????",
        subscription=RESEARCH, group="rg-research", missing=DEVOPS, tags={"env": "dev"},
    ),
    _story(
        "fraud-train", "+++++?0+?" + "+++000+00" + "++++++" + "0000" + "0000+",
        subscription=RESEARCH, group="rg-fraud", missing=DEVOPS, role="training-only",
        notes=("Training only: what is about serving does not count here.",),
    ),
    _story(
        "demand-forecast", "+++++--+-" + "+++-+--+-" + "+++++-" + "++--" + "++---",
        subscription=PRODUCTION, group="rg-demand", missing=ACTIVITY,
    ),
    _churn_prod(),
    _story(
        "claims-blind", "?" * 33, subscription=PRODUCTION, group="rg-claims", missing=DEPLOYMENTS,
    ),
)  # fmt: skip

COMPANY: Assessment = assessment(
    *STORIES,
    unscored("ai-hub", "Hub"),
    unscored("features-shared", "FeatureStore"),
    run=run(
        scope={"subscriptions": [RESEARCH, PRODUCTION], "cloud": "AzureCloud"},
        policy_loosened=("share_automatic_releases is 0.7; the default is 0.8",),
        requests=RequestCounts(arm=212, devops=31, throttled=2, by_source={"jobs": 60}),
    ),
    coverage=Coverage(workspaces=6, complete=False, incomplete_readings=6),
    systems=(
        SystemAssessment(
            name="churn",
            roles={STORIES[4].key: "prod", STORIES[1].key: "dev"},
            inferred=True,
            level=STORIES[4].level,
            dimensions=STORIES[4].dimensions,
            notes=("Inferred from the tag env of pricing-lab and churn-prod.",),
        ),
    ),
    warnings=(
        Notice(
            code="subscription-disabled",
            text="Subscription Legacy is disabled and was left out.",
            resource="/subscriptions/3f0d6c1a-7b24-4e58-a9c3-62d8f1e05b47",
        ),
        Notice(
            code="attestation-expired",
            text=f"An attestation by {person('Alan Turing')} expired on 2026-02-01.",
        ),
    ),
)
