"""Runs: builds and deployments, and a skipped stage that never counts."""

import pytest

from aml_maturity_audit.mapping.derive.practices import carried_out
from aml_maturity_audit.signals.cicd import PIPELINE_RUNS, PIPELINES
from aml_maturity_audit.signals.reading import Denied, Observed
from fakes.devops import Reply, page
from fakes.mlops import build, mlops, reading, timeline


async def runs(monkeypatch, world=None, **answers):
    found = await reading(monkeypatch, world or mlops(**answers), PIPELINE_RUNS)
    assert isinstance(found, Observed)
    return found


async def deploys(monkeypatch, **answers):
    """(the runs that count as having deployed, the gaps)"""
    world = mlops(**answers)
    pipelines = await reading(monkeypatch, world, PIPELINES)
    found = await runs(monkeypatch, world)
    (evidence,) = pipelines.value[0].content.practices["deploys_model"]
    counted = [
        run.id for run in found.value if run.result == "succeeded" and carried_out(run, evidence)
    ]
    return counted, found.gaps


async def test_a_build_becomes_a_run(monkeypatch):
    found = await runs(monkeypatch)
    first, manual, failed = found.value
    assert (first.id, first.pipeline_id, first.reason) == ("18", "yaml:12", "individualCI")
    assert first.requested_for.is_service
    assert (manual.requested_for.upn, manual.requested_for.is_service) == (
        "ada@contoso.example",
        False,
    )
    assert manual.requested_for.id == ""
    assert (first.commit, first.branch) == ("c18", "main")
    assert first.started_at.isoformat() == "2026-11-18T08:00:00.123456+00:00"
    assert failed.result == "failed"
    assert found.complete


async def test_every_run_whose_stage_ran_counts(monkeypatch):
    counted, gaps = await deploys(monkeypatch)
    assert counted == ["18", "17"]
    assert gaps == ()


async def test_a_skipped_stage_never_counts(monkeypatch):
    counted, gaps = await deploys(monkeypatch, **{r"timeline$": timeline("skipped")})
    assert counted == []
    assert gaps == ()


async def test_the_run_that_deployed_is_looked_for(monkeypatch):
    answers = {r"builds/18/timeline$": timeline("skipped"), r"builds/17/timeline$": timeline()}
    counted, _ = await deploys(monkeypatch, **answers)
    assert counted == ["17"]


@pytest.mark.parametrize("reply", [Reply("", 403), Reply("", 404), Reply({}), Reply("[]")])
async def test_a_timeline_that_cannot_be_read_is_a_gap_of_its_pipeline(monkeypatch, reply):
    counted, gaps = await deploys(monkeypatch, **{r"timeline$": reply})
    assert counted == []
    assert [gap.resource for gap in gaps] == ["yaml:12"]


async def test_a_plain_pipeline_needs_no_timeline(monkeypatch):
    from fakes.mlops import FILES

    monkeypatch.setitem(FILES, "azure-pipelines.yml", b"steps:\n- script: pytest\n")
    world = mlops()
    found = await runs(monkeypatch, world)
    assert world.to("timeline") == []
    assert all(run.skipped == () for run in found.value)
    assert found.complete


async def test_builds_of_a_deleted_definition_are_of_no_pipeline(monkeypatch):
    odd = build(18, definition={"id": 99})
    found = await runs(monkeypatch, **{r"build/builds$": page(odd)})
    assert found.value[0].pipeline_id == "unlisted:99"


async def test_deleted_builds_are_asked_for_and_only_completed_ones_of_the_window(monkeypatch):
    world = mlops()
    await runs(monkeypatch, world)
    (asked,) = world.to("build/builds$")
    assert asked.query["deletedFilter"] == "includeDeleted"
    assert asked.query["statusFilter"] == "completed"
    assert asked.query["minTime"] == "2026-08-22T09:00:00Z"


async def test_builds_that_may_not_be_read_are_denied(monkeypatch):
    found = await reading(monkeypatch, mlops(**{r"build/builds$": Reply("", 403)}), PIPELINE_RUNS)
    assert isinstance(found, Denied)
    assert found.action == "vso.build"


async def test_what_hides_in_the_list_may_be_of_any_pipeline(monkeypatch):
    pages = [page(build(18), {"id": None}, token="t"), Reply("", 403)]
    found = await runs(monkeypatch, **{r"build/builds$": pages})
    assert {gap.kind for gap in found.gaps} == {"undecoded", "denied"}
    assert [gap.resource for gap in found.gaps] == ["", ""]


RELEASE = {
    "id": 4,
    "name": "Churn CD",
    "environments": [
        {
            "name": name,
            "deployPhases": [
                {
                    "name": "Agent job",
                    "workflowTasks": [
                        {
                            "taskId": "d9bafed4-0b18-4f58-968d-86655b4d2ce9",
                            "name": "Roll out",
                            "inputs": {"script": f"az ml online-deployment create -w churn-{name}"},
                        }
                    ],
                }
            ],
        }
        for name in ("Dev", "Prod")
    ],
}


def deployment(number: int, stage: str, reason: str = "automated", release: int = 55, **more):
    return {
        "id": number,
        "release": {"id": release, "reason": "none"},
        "releaseDefinition": {"id": 4},
        "releaseEnvironment": {"id": 1, "name": stage},
        "reason": reason,
        "deploymentStatus": "succeeded",
        "startedOn": "2026-11-18T08:00:00Z",
        "completedOn": "2026-11-18T08:10:00Z",
        **more,
    }


async def released(monkeypatch, *deployments, releases=({"id": 55, "reason": "schedule"},)):
    world = mlops(
        **{
            r"release/definitions/4$": Reply(RELEASE),
            r"release/definitions$": page(RELEASE),
            r"release/deployments$": page(*deployments),
            r"release/releases$": page(*releases),
        }
    )
    pipelines = await reading(monkeypatch, world, PIPELINES)
    found = await runs(monkeypatch, world)
    evidence = pipelines.value[-1].content.practices["deploys_model"]
    return [run for run in found.value if run.id.startswith("deployment:")], evidence


async def test_a_deployment_does_what_its_stage_shows_and_no_other(monkeypatch):
    (run,), (dev, prod) = await released(monkeypatch, deployment(79, "Dev"))
    assert (run.id, run.pipeline_id, run.result) == ("deployment:79", "release:4", "succeeded")
    assert (dev.stage, carried_out(run, dev)) == ("Dev", True)
    assert (prod.stage, carried_out(run, prod)) == ("Prod", False)


@pytest.mark.parametrize(
    ("own", "of_release", "expected"),
    [
        ("manual", "continuousIntegration", "manual"),
        ("automated", "continuousIntegration", "individualCI"),
        ("automated", "pullRequest", "pullRequest"),
        ("automated", "schedule", "schedule"),
        ("automated", "manual", "manual"),
        ("automated", "none", ""),
        ("scheduled", "manual", "schedule"),
        ("somethingNew", "manual", "somethingNew"),
    ],
)
async def test_a_deployments_reason_is_its_own_or_its_releases(
    monkeypatch, own, of_release, expected
):
    releases = ({"id": 55, "reason": of_release},)
    (run,), _ = await released(monkeypatch, deployment(1, "Dev", own), releases=releases)
    assert run.reason == expected


async def test_a_release_from_before_the_window_leaves_the_reason_open(monkeypatch):
    (run,), _ = await released(monkeypatch, deployment(1, "Dev", release=7))
    assert run.reason == ""


async def test_deployments_that_did_not_end_are_none(monkeypatch):
    found, _ = await released(
        monkeypatch,
        deployment(1, "Dev", deploymentStatus="inProgress"),
        deployment(2, "Dev", deploymentStatus="notDeployed"),
        deployment(3, "Dev", deploymentStatus="failed", completedOn="0001-01-01T00:00:00"),
    )
    assert [(run.id, run.result, run.finished_at) for run in found] == [
        ("deployment:3", "failed", None)
    ]


async def test_deployments_that_may_not_be_read_are_a_gap(monkeypatch):
    found = await runs(monkeypatch, **{r"release/deployments$": Reply("", 403)})
    assert len(found.value) == 3
    assert [(gap.action, gap.resource) for gap in found.gaps] == [("vso.release", "")]
