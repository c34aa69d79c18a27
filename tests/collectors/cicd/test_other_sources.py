"""Repositories, tests, environments, connections, policies, pull requests."""

import json

import pytest

from aml_maturity_audit.collectors.cicd.azure_devops.sources.test_runs import weeks
from aml_maturity_audit.signals.cicd import (
    BRANCH_POLICIES,
    DEPLOYMENT_ENVIRONMENTS,
    DEPLOYMENT_RECORDS,
    PULL_REQUESTS,
    REPOSITORIES,
    SERVICE_CONNECTIONS,
    TEST_RUNS,
)
from aml_maturity_audit.signals.reading import Denied, Observed
from fakes.devops import Reply, page
from fakes.mlops import ADA, BO, NOW, PLAN, REPO, items, mlops, reading

SUBSCRIPTION = "11111111-0000-4000-8000-000000000001"


async def observed(monkeypatch, key, **answers) -> Observed:
    found = await reading(monkeypatch, mlops(**answers), key)
    assert isinstance(found, Observed)
    return found


async def test_a_repository_with_its_newest_commit_and_its_scripts(monkeypatch):
    (one,) = (await observed(monkeypatch, REPOSITORIES)).value
    assert one.origins == ("dev.azure.com/contoso/mlops/_git/churn",)
    assert one.last_commit_at.isoformat() == "2026-11-19T10:00:00+00:00"
    assert one.commits_read
    assert (one.files, one.files_complete) == (("score.py",), True)


async def test_a_repository_without_a_commit_in_the_window(monkeypatch):
    (one,) = (await observed(monkeypatch, REPOSITORIES, **{r"commits$": page()})).value
    assert (one.last_commit_at, one.commits_read) == (None, True)


@pytest.mark.parametrize("reply", [Reply("", 403), Reply("", 404), page({"committer": {}})])
async def test_commits_that_cannot_be_read_are_not_absent(monkeypatch, reply):
    (one,) = (await observed(monkeypatch, REPOSITORIES, **{r"commits$": reply})).value
    assert (one.last_commit_at, one.commits_read) == (None, False)
    assert one.files_complete


async def test_files_that_cannot_all_be_listed_are_not_complete(monkeypatch):
    def half(asked):
        return items(asked) if "path" in asked.query else page({"path": "/a.py"}, [])

    (one,) = (await observed(monkeypatch, REPOSITORIES, **{r"/items$": half})).value
    assert not one.files_complete


async def test_an_empty_repository_holds_nothing_and_a_disabled_one_is_not_asked(monkeypatch):
    empty = {"id": "e", "name": "empty", "size": 0}
    disabled = {"id": "d", "name": "old", "isDisabled": True, "defaultBranch": "refs/heads/x"}
    answers = {r"git/repositories$": page(empty, disabled), r"build/definitions$": page()}
    world = mlops(**answers)
    found = await reading(monkeypatch, world, REPOSITORIES)
    one, other = found.value
    assert (one.files, one.files_complete, one.commits_read) == ((), True, True)
    assert (other.disabled, other.files_complete) == (True, False)
    assert world.to("/items|/commits") == []


async def test_repositories_that_may_not_be_read_are_denied(monkeypatch):
    found = await reading(monkeypatch, mlops(**{r"repositories$": Reply("", 403)}), REPOSITORIES)
    assert isinstance(found, Denied)
    assert found.action == "vso.code"


def published(number: int, build: object = 18, name: str = "unit", total: object = 5, **more):
    return {"id": number, "name": name, "build": {"id": str(build)}, "totalTests": total, **more}


async def test_test_runs_of_builds_of_the_window_one_of_each(monkeypatch):
    stage = {"pipelineReference": {"stageReference": {"stageName": "Integration"}}}
    runs = page(
        published(1),
        published(2, total=9),
        published(3, name="api", **stage),
        published(4, build=999),
        published(5, name="none", total=0),
        {"id": 6, "name": "by hand", "totalTests": 3},
    )
    world = mlops(**{r"test/runs$": [runs, page()]})
    found = await reading(monkeypatch, world, TEST_RUNS)
    assert [
        (one.name, one.pipeline_id, one.run_id, one.total, one.stage) for one in found.value
    ] == [
        ("unit", "yaml:12", "18", 5, ""),
        ("api", "yaml:12", "18", 5, "Integration"),
    ]
    assert found.complete
    assert len(world.to("test/runs")) == 13


async def test_a_week_that_may_not_be_read_is_a_gap_and_the_first_a_denial(monkeypatch):
    found = await observed(monkeypatch, TEST_RUNS, **{r"test/runs$": [page(), Reply("", 403)]})
    assert [(gap.action, gap.resource) for gap in found.gaps] == [("vso.test", "")]
    denied = await reading(monkeypatch, mlops(**{r"test/runs$": Reply("", 403)}), TEST_RUNS)
    assert denied == Denied(action="vso.test", detail=denied.detail)


def test_weeks_cover_the_window_without_a_hole():
    pieces = list(weeks(PLAN.window_start, NOW))
    assert pieces[0][1] == NOW
    assert pieces[-1][0] == PLAN.window_start
    assert all((end - start).days <= 7 for start, end in pieces)
    assert [start for start, _ in pieces[:-1]] == [end for _, end in pieces[1:]]
    assert list(weeks(NOW, NOW)) == []


ENVIRONMENTS = page({"id": 1, "name": "dev"}, {"id": 2, "name": "prod"})
APPROVAL = {"id": "8C6F20A7-a545-4486-9777-f762fafe0d4d"}


def check(number: int, environment: str, kind: object = APPROVAL, **more):
    resource = {"type": "environment", "id": environment}
    return {"id": number, "type": kind, "resource": resource, **more}


async def test_environments_with_their_checks(monkeypatch):
    checks = page(
        check(1, "2"),
        check(2, "2", {"id": "fe1de3ee-a436-41b4-bb20-f6eb4cb879a7"}),
        check(3, "1", isDisabled=True),
    )
    world = mlops(**{r"environments$": ENVIRONMENTS, r"queryconfigurations$": checks})
    found = await reading(monkeypatch, world, DEPLOYMENT_ENVIRONMENTS)
    assert [(one.name, one.checks, one.approvals) for one in found.value] == [
        ("dev", 0, 0),
        ("prod", 2, 1),
    ]
    (asked,) = world.to("queryconfigurations")
    assert asked.method == "POST"
    assert json.loads(asked.body) == [
        {"type": "environment", "id": "1"},
        {"type": "environment", "id": "2"},
    ]
    assert [one.method for one in world.asked if one.method != "GET"] == ["POST"]


async def test_checks_that_may_not_be_read_are_a_gap(monkeypatch):
    answers = {r"environments$": ENVIRONMENTS, r"queryconfigurations$": Reply("", 403)}
    found = await observed(monkeypatch, DEPLOYMENT_ENVIRONMENTS, **answers)
    assert [one.checks for one in found.value] == [0, 0]
    assert [gap.action for gap in found.gaps] == ["vso.build"]


async def test_deployments_of_an_environment(monkeypatch):
    record = {
        "id": 77,
        "stageName": "deploy_prod",
        "definition": {"id": 12},
        "owner": {"id": 18},
        "result": "succeeded",
        "queueTime": "2026-11-18T08:00:00Z",
        "finishTime": "2026-11-18T08:20:00Z",
    }
    old = {
        **record,
        "id": 5,
        "queueTime": "2026-01-01T00:00:00Z",
        "finishTime": "2026-01-01T01:00:00Z",
    }
    records = [page(record, token="a"), page(old, token="b"), page(record)]
    world = mlops(
        **{r"environments$": page({"id": 2, "name": "prod"}), r"deploymentrecords$": records}
    )
    found = await reading(monkeypatch, world, DEPLOYMENT_RECORDS)
    (one,) = found.value
    assert (one.environment, one.pipeline_id, one.run_id) == ("prod", "yaml:12", "18")
    assert (one.stage, one.result) == ("deploy_prod", "succeeded")
    assert found.complete
    assert len(world.to("deploymentrecords")) == 2


async def test_environments_that_may_not_be_read_hide_their_deployments(monkeypatch):
    found = await reading(
        monkeypatch, mlops(**{r"environments$": Reply("", 403)}), DEPLOYMENT_RECORDS
    )
    assert isinstance(found, Denied)


async def test_environments_that_are_not_listed_hide_any_number_of_deployments(monkeypatch):
    world = mlops(**{r"environments$": page({"id": 2, "name": "prod"}, None)})
    found = await reading(monkeypatch, world, DEPLOYMENT_RECORDS)
    assert [gap.bounded for gap in found.gaps] == [False]


async def test_checks_that_may_not_be_read_hide_none(monkeypatch):
    world = mlops(
        **{
            r"environments$": page({"id": 2, "name": "prod"}),
            r"queryconfigurations$": Reply("", 403),
        }
    )
    found = await reading(monkeypatch, world, DEPLOYMENT_RECORDS)
    assert found.complete


def endpoint(scope: str = "", **data):
    parameters = {
        "serviceprincipalid": "c1c1c1c1-0000-4000-8000-000000000001",
        "serviceprincipalkey": "hush-hush",
        "scope": scope,
    }
    return {
        "id": "4b16dc87-22a0-45f9-82d8-2e295c4597c6",
        "name": "ml-prod",
        "type": "azurerm",
        "data": {"subscriptionId": SUBSCRIPTION, **data},
        "authorization": {"scheme": "ServicePrincipal", "parameters": parameters},
    }


GROUP = f"/subscriptions/{SUBSCRIPTION}/resourcegroups/rg-churn"
WORKSPACE = "/providers/Microsoft.MachineLearningServices/workspaces/churn"


@pytest.mark.parametrize(
    ("raw", "groups", "workspace"),
    [
        (endpoint(), (), ""),
        (endpoint(f"/subscriptions/{SUBSCRIPTION}"), (), ""),
        (endpoint(GROUP, scopeLevel="Subscription"), ("rg-churn",), ""),
        (endpoint(f"{GROUP}{WORKSPACE}"), (), f"{GROUP}{WORKSPACE}"),
        (
            endpoint(GROUP, scopeLevel="AzureMLWorkspace", mlWorkspaceName="churn"),
            (),
            f"{GROUP}{WORKSPACE}",
        ),
        (endpoint("something else"), (), ""),
    ],
)  # fmt: skip
async def test_what_a_service_connection_is_limited_to(monkeypatch, raw, groups, workspace):
    found = await observed(monkeypatch, SERVICE_CONNECTIONS, **{r"endpoints$": page(raw)})
    (one,) = found.value
    assert one.subscription_id == SUBSCRIPTION
    assert one.resource_groups == groups
    assert one.workspace.lower() == workspace.lower()
    assert one.service_principal == "c1c1c1c1-0000-4000-8000-000000000001"
    assert "hush" not in repr(found)


async def test_connections_to_elsewhere_are_none_of_ours(monkeypatch):
    github = {"id": "g", "name": "github", "type": "github"}
    found = await observed(monkeypatch, SERVICE_CONNECTIONS, **{r"endpoints$": page(github)})
    assert found.value == ()


async def test_a_connection_that_a_pipeline_uses_and_that_is_not_shown_is_a_gap(monkeypatch):
    shown = await observed(monkeypatch, SERVICE_CONNECTIONS, **{r"endpoints$": page(endpoint())})
    assert shown.complete
    hidden = await observed(monkeypatch, SERVICE_CONNECTIONS)
    assert [(gap.kind, gap.resource) for gap in hidden.gaps] == [("filtered", "ml-prod")]
    assert "which release-model uses" in hidden.gaps[0].reason


async def test_policies_one_for_each_branch(monkeypatch):
    build = {
        "id": 1,
        "type": {"id": "0609b952-1397-4640-95ec-e00a01b2c241"},
        "isEnabled": True,
        "isBlocking": True,
        "settings": {
            "buildDefinitionId": 12,
            "scope": [
                {"refName": "refs/heads/main", "matchKind": "Exact", "repositoryId": REPO},
                {"refName": "refs/heads/release/", "matchKind": "Prefix", "repositoryId": None},
            ],
        },
    }
    deleted = {**build, "id": 2, "isDeleted": True}
    other = {"id": 3, "type": {"id": "40e92b44-2fe1-4dd6-b3d8-74a9c21d0c6e"}, "isEnabled": False}
    answers = {r"policy/configurations$": page(build, deleted, other)}
    found = await observed(monkeypatch, BRANCH_POLICIES, **answers)
    assert [(p.type, p.branch, p.repository_id, p.pipeline_id) for p in found.value] == [
        ("build-validation", "main", REPO, "yaml:12"),
        ("build-validation", "release/*", "", "yaml:12"),
        ("40e92b44-2fe1-4dd6-b3d8-74a9c21d0c6e", "", "", ""),
    ]
    assert [(p.enabled, p.blocking) for p in found.value] == [(True, True)] * 2 + [(False, False)]


async def test_pull_requests_with_who_approved_them(monkeypatch):
    def request(number: int, *reviewers: dict) -> dict:
        return {
            "pullRequestId": number,
            "repository": {"id": REPO},
            "createdBy": ADA,
            "reviewers": list(reviewers),
        }

    requests = page(
        request(1, {**BO, "vote": 10}),
        request(2, {**ADA, "vote": 10}, {**BO, "vote": -5}),
        request(3, {"id": "g", "displayName": "Team", "vote": 10, "isContainer": True}),
        request(4),
    )
    found = await observed(monkeypatch, PULL_REQUESTS, **{r"pullrequests$": requests})
    assert [(p.id, p.self_approved, [a.upn for a in p.approvers]) for p in found.value] == [
        ("1", False, ["bo@contoso.example"]),
        ("2", True, ["ada@contoso.example"]),
        ("3", False, []),
        ("4", False, []),
    ]
