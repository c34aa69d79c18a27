"""Each story of the default estate comes out as it is told in docs/default-estate.md."""

import pytest

from aml_maturity_audit.signals.cicd import PIPELINE_RUNS, PIPELINES
from aml_maturity_audit.signals.reading import Observed
from aml_maturity_audit.signals.snapshot import Snapshot
from estate.auditing import Audit, judged, read

LEVELS = {
    "research": (0, 0),
    "pricing": (0, 0),
    "churn": (2, 2),
    "recs-dev": (1, 1),
    "recs-test": (3, 3),
    "recs-prod": (3, 3),
    "fraud-dev": (1, 1),
    "fraud-prod": (4, 4),
    "credit-test": (0, 0),
    "credit-prod": (0, 4),
    "vision-train": (3, 3),
    "vision-serve": (3, 3),
    "forecast": (2, 2),
    "marketing": (3, 3),
}


@pytest.mark.parametrize("name", LEVELS)
def test_level(audit: Audit, name: str) -> None:
    level = audit.level(name)
    assert level == LEVELS[name], "\n".join(
        f"{c.id}: {c.verdict}: {c.because}"
        for c in audit.workspaces[name].criteria
        if c.verdict in {"not_met", "unknown"}
    )


def test_the_current_edition_asks_more_of_technology(snapshot: Snapshot) -> None:
    current = judged(snapshot, edition="2025-10")
    assert current.level("fraud-prod") == (4, 4)
    assert current.level("churn") == (1, 1)  # no lifecycle events, no feature store
    assert current.level("research") == (0, 0)


@pytest.mark.parametrize("now", ["2027-03-01T00:00:30Z", "2028-02-29T23:59:30Z"])
def test_levels_hold_at_any_hour(now: str) -> None:
    audit = judged(read(now=now))
    assert {name: audit.level(name) for name in audit.workspaces} == LEVELS


def test_every_workspace_has_its_story(audit: Audit) -> None:
    assert set(audit.workspaces) == set(LEVELS)


def test_roles(audit: Audit) -> None:
    roles = {name: workspace.role for name, workspace in audit.workspaces.items()}
    assert roles.pop("vision-train") == "training-only"
    assert roles.pop("vision-serve") == "serving-only"
    assert set(roles.values()) == {"both"}


def test_hub_project_store_and_strangers_are_listed_and_not_scored(audit: Audit) -> None:
    listed = {w.name: w.kind for w in audit.assessment.workspaces if not w.scored}
    assert listed == {
        "aihub-contoso": "Hub",
        "aiproj-support": "Project",
        "fs-contoso": "FeatureStore",
        "agents-trial": "AgentSpace",
    }


def test_nothing_yet_is_not_met_rather_than_unknown(audit: Audit) -> None:
    unknown = {c.id for c in audit.workspaces["research"].criteria if c.verdict == "unknown"}
    people = {c for c in unknown if "engineers" in c or "data-scientists" in c}
    assert unknown - people == {
        "app-release-is-automated",  # no application is mapped
        "data-gathering-is-automated",  # a data factory could do it
        "feature-store-is-adopted",  # there is one, and no use of it is seen
    }


def test_the_data_factory_is_named(audit: Audit) -> None:
    gathering = audit.criterion("research", "data-gathering-is-automated")
    assert "adf-contoso-ingest" in gathering.because


def test_a_pipeline_that_never_ran_does_nothing(audit: Audit) -> None:
    for criterion in ("builds-are-automated", "app-has-unit-tests", "release-is-managed-by-cicd"):
        assert audit.verdict("pricing", criterion) == "not_met"


def test_dead_schedules_and_monitors_prove_nothing(audit: Audit) -> None:
    assert audit.verdict("pricing", "recurring-training-is-scheduled") == "not_met"
    assert audit.verdict("pricing", "production-informs-improvement") == "not_met"


def test_an_engineer_releases_by_hand_through_the_pipeline(audit: Audit) -> None:
    assert audit.verdict("churn", "release-is-automatic") == "not_met"
    assert audit.verdict("churn", "release-is-owned-by-engineering") == "met"
    assert audit.verdict("churn", "release-is-low-friction") == "met"


def test_whoever_trains_and_deploys_is_no_engineer(audit: Audit) -> None:
    assert audit.verdict("pricing", "release-is-owned-by-engineering") == "not_met"


def test_code_out_of_sight_is_unknown_and_named(without_github: Audit) -> None:
    assert without_github.level("marketing") == (0, 3)
    for criterion in ("builds-are-automated", "all-code-is-tested"):
        found = without_github.criterion("marketing", criterion)
        assert found.verdict == "unknown"
        assert "github.com/contoso-marketing/uplift" in found.because


def test_missing_rights_cost_certainty_only(audit: Audit, owners: Audit) -> None:
    assert owners.level("credit-prod") == (4, 4)
    denied = [r for r in audit.workspaces["credit-prod"].readings if r.state == "denied"]
    assert {r.action for r in denied} >= {
        "Microsoft.MachineLearningServices/workspaces/jobs/read",
        "Microsoft.MachineLearningServices/workspaces/models/read",
        "Microsoft.Insights/eventtypes/values/read",
    }


def test_oddities_are_counted_and_cost_nothing_else(audit: Audit) -> None:
    jobs = {r.signal: r for r in audit.workspaces["recs-dev"].readings}["jobs"]
    assert (jobs.state, jobs.complete) == ("observed", False)
    assert "torn" in jobs.detail
    models = {r.signal: r for r in audit.workspaces["pricing"].readings}["models"]
    assert (models.state, models.complete) == ("observed", False)
    assert audit.verdict("recs-dev", "compute-is-managed") == "met"
    assert audit.verdict("marketing", "models-are-versioned") == "met"


def test_github_costs_the_others_nothing(audit: Audit, without_github: Audit) -> None:
    others = {name: without_github.level(name) for name in LEVELS if name != "marketing"}
    assert others == {name: level for name, level in LEVELS.items() if name != "marketing"}


def test_a_release_from_github_is_seen_in_its_runs(audit: Audit) -> None:
    for criterion in (
        "release-is-managed-by-cicd",
        "release-is-automatic",
        "every-model-release-is-tested",
        "environments-are-separated",
        "ab-testing-is-integrated",
        "app-has-unit-tests",
    ):
        assert audit.verdict("marketing", criterion) == "met"


def test_a_run_by_hand_that_skipped_the_release_is_no_release(audit: Audit) -> None:
    runs = next(
        project.readings.get(PIPELINE_RUNS)
        for project in audit.snapshot.projects
        if project.project.name == "contoso-marketing/uplift"
    )
    assert isinstance(runs, Observed)
    by_hand = [run for run in runs.value if run.reason == "manual"]
    assert [(run.skipped, run.result) for run in by_hand] == [(("production",), "succeeded")]


def test_a_shared_workflow_is_read_though_nobody_named_its_repository(audit: Audit) -> None:
    """docs/default-estate.md: the release is a workflow of contoso-platform/mlops-workflows."""
    (released,) = [
        pipeline
        for project in audit.snapshot.projects
        if project.project.name == "contoso-marketing/uplift"
        for pipeline in project.readings.get(PIPELINES).value
        if pipeline.name == "Release"
    ]
    assert released.content is not None
    assert (released.content.unresolved, released.content.unread) == ((), ())
    shared = "contoso-platform/mlops-workflows"
    found = {
        practice: {(one.file, one.stage) for one in released.content.practices[practice]}
        for practice in ("deploys_model", "shifts_traffic", "tests_deployment")
    }
    workflow = f"{shared}/.github/workflows/online-endpoint.yml@v3"
    assert found == {
        "deploys_model": {(workflow, "staging"), (workflow, "production")},
        "shifts_traffic": {(workflow, "staging")},
        "tests_deployment": {
            (f"{shared}/invoke/invoke.sh@v3", "staging"),
            (f"{shared}/invoke/invoke.sh@v3", "production"),
        },
    }
    assert not [one for one in audit.snapshot.projects if one.project.name.startswith(shared)]
    told = audit.criterion("marketing", "release-is-managed-by-cicd").evidence[0].source
    assert told == f"github.com/{workflow}:22"
