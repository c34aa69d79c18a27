"""GitHub as githubkit reads it: every answer decodes as the library's own models have it."""

import base64
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from githubkit import AppAuthStrategy, GitHub, TokenAuthStrategy
from githubkit.exception import RequestFailed

from aml_maturity_audit.sandbox import Sandbox, load_estate, parse_estate
from sandbox.conftest import documented_yaml

ESTATE = Path(__file__).parent / "github.yaml"
SHOP = ("contoso", "shop")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(load_estate(ESTATE)) as running:
        yield running


def client(sandbox: Sandbox, auth: Any = "ghp_sandbox") -> Any:
    return GitHub(
        TokenAuthStrategy(auth) if isinstance(auth, str) else auth,
        base_url=f"{sandbox.url}/api/v3",
        ssl_verify=ssl.create_default_context(cafile=str(sandbox.ca_file)),
        trust_env=False,
        http_cache=False,
        auto_retry=False,
        follow_redirects=False,
    )


READS: dict[str, Callable[[Any], Any]] = {
    "organization": lambda kit: kit.rest.orgs.get("contoso"),
    "its repositories": lambda kit: kit.rest.repos.list_for_org("contoso"),
    "repository": lambda kit: kit.rest.repos.get(*SHOP),
    "workflows": lambda kit: kit.rest.actions.list_repo_workflows(*SHOP),
    "runs": lambda kit: kit.rest.actions.list_workflow_runs_for_repo(*SHOP),
    "variables": lambda kit: kit.rest.actions.list_repo_variables(*SHOP),
    "its variables": lambda kit: kit.rest.actions.list_environment_variables(*SHOP, "production"),
    "environments": lambda kit: kit.rest.repos.get_all_environments(*SHOP),
    "deployments": lambda kit: kit.rest.repos.list_deployments(*SHOP, environment="production"),
    "commits": lambda kit: kit.rest.repos.list_commits(*SHOP),
    "files": lambda kit: kit.rest.git.get_tree(*SHOP, "main", recursive="1"),
    "file": lambda kit: kit.rest.repos.get_content(*SHOP, "README.md"),
    "branch": lambda kit: kit.rest.repos.get_branch(*SHOP, "main"),
    "protection": lambda kit: kit.rest.repos.get_branch_protection(*SHOP, "main"),
    "rules": lambda kit: kit.rest.repos.get_branch_rules(*SHOP, "main"),
    "pull requests": lambda kit: kit.rest.pulls.list(*SHOP, state="closed"),
    "reviews": lambda kit: kit.rest.pulls.list_reviews(*SHOP, 1),
}


@pytest.mark.parametrize("name", READS)
def test_decodes(sandbox: Sandbox, name: str) -> None:
    assert READS[name](client(sandbox)).parsed_data


def test_what_hangs_on_a_run(sandbox: Sandbox) -> None:
    kit = client(sandbox)
    runs = kit.rest.actions.list_workflow_runs_for_repo(*SHOP).parsed_data.workflow_runs
    assert [(run.event, run.conclusion, run.run_attempt) for run in runs] == [
        ("pull_request", "success", 1),
        ("push", "success", 1),
        ("push", "failure", 2),
    ]
    assert [runs[2].actor.login, runs[2].triggering_actor.login] == ["mei", "kofi"]
    jobs = kit.rest.actions.list_jobs_for_workflow_run(*SHOP, runs[0].id).parsed_data.jobs
    assert [(job.name, job.conclusion, len(job.steps)) for job in jobs] == [
        ("test", "success", 1),
        ("Release to production", "skipped", 0),
    ]
    checks = kit.rest.checks.list_for_ref(*SHOP, runs[1].head_sha).parsed_data.check_runs
    assert [check.output.title for check in checks] == ["12 passed, 0 failed and 0 skipped"]
    deployment = kit.rest.repos.list_deployments(*SHOP).parsed_data[0]
    statuses = kit.rest.repos.list_deployment_statuses(*SHOP, deployment.id).parsed_data
    assert [status.state for status in statuses] == ["success", "in_progress"]
    assert f"/actions/runs/{runs[1].id}/job/" in statuses[0].log_url


def test_the_attempts_of_a_run(sandbox: Sandbox) -> None:
    kit = client(sandbox)
    runs = kit.rest.actions.list_workflow_runs_for_repo(*SHOP).parsed_data.workflow_runs
    (again,) = [run for run in runs if run.run_attempt == 2]
    assert again.previous_attempt_url.endswith(f"/actions/runs/{again.id}/attempts/1")
    first = kit.rest.actions.get_workflow_run_attempt(*SHOP, again.id, 1).parsed_data
    last = kit.rest.actions.get_workflow_run_attempt(*SHOP, again.id, 2).parsed_data
    assert [first.run_attempt, last.run_attempt] == [1, 2]
    assert [first.triggering_actor.login, last.triggering_actor.login] == ["mei", "kofi"]
    assert again.created_at == first.run_started_at < first.updated_at < last.run_started_at
    jobs = kit.rest.actions.list_jobs_for_workflow_run_attempt(*SHOP, again.id, 1)
    assert [job.run_attempt for job in jobs.parsed_data.jobs] == [1]
    every = kit.rest.actions.list_jobs_for_workflow_run(*SHOP, again.id, filter_="all")
    assert [job.run_attempt for job in every.parsed_data.jobs] == [2, 1]
    assert len({job.id for job in every.parsed_data.jobs}) == 2
    with pytest.raises(RequestFailed):
        kit.rest.actions.get_workflow_run_attempt(*SHOP, again.id, 3)


@pytest.mark.parametrize(
    ("ref", "tells"),
    [
        ("main", "smoke"),
        ("v2", "smoke"),
        ("refs/tags/v1", "pytest"),
        ("9d8c7b6a5f4e3d2c1b0a99887766554433221100", "smoke"),
        ("3b0c1d2e4f5061728394a5b6c7d8e9f001122334", "smoke"),
    ],
)
def test_files_at_a_branch_a_tag_and_a_commit(sandbox: Sandbox, ref: str, tells: str) -> None:
    kit = client(sandbox)
    file = kit.rest.repos.get_content("platform", "shared", ".github/workflows/deploy.yml", ref=ref)
    assert tells in base64.b64decode(file.parsed_data.content).decode()


def test_files_of_a_repository_that_a_token_does_not_see(sandbox: Sandbox) -> None:
    for token, path, ref in (
        ("ghp_narrow", "smoke/action.yaml", "v2"),
        ("ghp_sandbox", "smoke/action.yaml", "v1"),
        ("ghp_sandbox", "smoke/action.yaml", "v9"),
    ):
        kit = client(sandbox, token)
        with pytest.raises(RequestFailed) as refused:
            kit.rest.repos.get_content("platform", "shared", path, ref=ref)
        assert refused.value.response.status_code == 404


def test_runs_of_a_time_and_an_event(sandbox: Sandbox) -> None:
    kit = client(sandbox)
    found = kit.rest.actions.list_workflow_runs_for_repo(
        *SHOP, created="2027-02-25T00:00:00Z..2027-02-27T23:00:00Z", event="push"
    ).parsed_data
    assert found.total_count == 1


def test_pages_lead_by_the_repositorys_number(sandbox: Sandbox) -> None:
    kit = client(sandbox)
    answer = kit.rest.actions.list_workflow_runs_for_repo(*SHOP, per_page=2)
    number = kit.rest.repos.get(*SHOP).parsed_data.id
    assert f"/repositories/{number}/actions/runs?per_page=2" in answer.headers["Link"]
    assert len(answer.parsed_data.workflow_runs) == 2


@pytest.mark.parametrize(
    ("token", "read", "status"),
    [
        ("ghp_unknown", "repository", 401),
        ("ghp_expired", "repository", 401),
        ("ghp_narrow", "runs", 403),
        ("ghp_hidden", "runs", 404),
        ("ghp_sandbox", "nothing", 404),
    ],
)
def test_refusals(sandbox: Sandbox, token: str, read: str, status: int) -> None:
    reads = {**READS, "nothing": lambda kit: kit.rest.repos.get("contoso", "nothing")}
    with pytest.raises(RequestFailed) as refused:
        reads[read](client(sandbox, token))
    assert refused.value.response.status_code == status


def test_a_renamed_repository_is_a_redirect(sandbox: Sandbox) -> None:
    kit = client(sandbox)
    answer = kit.rest.repos.get("contoso", "webshop")
    assert answer.status_code == 301
    assert "/api/v3/repositories/" in answer.headers["Location"]


def test_what_a_token_does_not_see_is_not_in_the_list(sandbox: Sandbox) -> None:
    kit = client(sandbox, "ghp_narrow")
    listed = kit.rest.repos.list_for_org("contoso").parsed_data
    assert [one.name for one in listed] == ["shop", "open"]


def test_an_app_asks_for_a_token_of_its_installation(sandbox: Sandbox, app_key: str) -> None:
    app = AppAuthStrategy("4711", app_key)
    outside = client(sandbox, app)
    place = outside.rest.apps.get_repo_installation(*SHOP)
    assert place.json()["repository_selection"] == "all"
    inside = client(sandbox, app.as_installation(4711))
    assert inside.rest.repos.get(*SHOP).parsed_data.name == "shop"


def test_the_documented_estate_is_served() -> None:
    """docs/sandbox.md, "GitHub"."""
    with Sandbox(parse_estate(documented_yaml(2))) as running:
        kit = client(running)
        (run,) = kit.rest.actions.list_workflow_runs_for_repo("contoso", "churn").json()[
            "workflow_runs"
        ]
        assert (run["event"], run["conclusion"]) == ("push", "success")
        assert kit.rest.repos.get("contoso", "old-churn").status_code == 301
