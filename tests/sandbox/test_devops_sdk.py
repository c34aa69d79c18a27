"""The sandbox answers as the azure-devops SDK expects."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aml_maturity_audit.sandbox import Sandbox
from sandbox.arm import credential
from sandbox.conftest import Start, documented_yaml

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:msrest")

PROJECT = "ml"


@pytest.fixture
def sandbox(start: Start) -> Sandbox:
    return start(documented_yaml(1))


@pytest.fixture
def connect(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """Make connections whose file caches lie in a folder of the test's own."""
    monkeypatch.setenv("AZURE_DEVOPS_CACHE_DIR", str(tmp_path))
    from azure.devops._file_cache import get_cache
    from msrest.authentication import BasicAuthentication, BasicTokenAuthentication

    from azure.devops import client, connection

    options = get_cache("options", cache_dir=str(tmp_path))
    areas = get_cache("resources", cache_dir=str(tmp_path))
    monkeypatch.setattr(client, "OPTIONS_FILE_CACHE", options)
    monkeypatch.setattr(connection, "RESOURCE_FILE_CACHE", areas)
    monkeypatch.setattr(client.Client, "_locations_cache", {})

    def make(pat: str | None = "sandbox-pat", token: str | None = None) -> Any:
        signed = BasicTokenAuthentication({"access_token": token}) if token else None
        creds = signed or BasicAuthentication("", pat)
        return connection.Connection(base_url=f"{sandbox.url}/contoso", creds=creds)

    yield make


def test_projects_and_repositories(connect: Any) -> None:
    clients = connect().clients
    assert [one.name for one in clients.get_core_client().get_projects()] == ["ml"]
    git = clients.get_git_client()
    repositories = git.get_repositories(PROJECT)
    assert [(one.name, one.default_branch) for one in repositories] == [
        ("churn", "refs/heads/main")
    ]
    assert repositories[0].web_url == "https://dev.azure.com/contoso/ml/_git/churn"
    assert git.get_repository("churn", PROJECT).id == repositories[0].id


def test_files(connect: Any) -> None:
    from azure.devops.released.git import GitVersionDescriptor

    git = connect().clients.get_git_client()
    paths = [one.path for one in git.get_items("churn", PROJECT, "/", recursion_level="Full")]
    assert paths == ["/", "/azure-pipelines.yml", "/src", "/src/score.py"]
    text = b"".join(git.get_item_text("churn", "/azure-pipelines.yml", PROJECT)).decode()
    assert text.startswith("trigger: [main]\n")
    release = GitVersionDescriptor(version="release", version_type="branch")
    item = git.get_item(
        "churn", "/azure-pipelines.yml", PROJECT, include_content=True, version_descriptor=release
    )
    assert item.content == "trigger: none"
    assert item.object_id == "464b16771b745fc75178dde27d2fa2bfeb70a481"
    assert git.get_blob("churn", item.object_id, PROJECT).size == len("trigger: none")
    content = b"".join(git.get_blob_content("churn", item.object_id, PROJECT))
    assert content == b"trigger: none"


def test_commits_and_pull_requests(connect: Any) -> None:
    from azure.devops.released.git import GitPullRequestSearchCriteria, GitQueryCommitsCriteria

    git = connect().clients.get_git_client()
    commits = git.get_commits("churn", GitQueryCommitsCriteria(), PROJECT)
    assert [(one.comment, one.author.name) for one in commits] == [("Score faster", "Ada Example")]
    assert git.get_commit(commits[0].commit_id, "churn", PROJECT).comment == "Score faster"
    completed = GitPullRequestSearchCriteria(status="completed")
    requests = git.get_pull_requests("churn", completed, PROJECT)
    assert [one.created_by.unique_name for one in requests] == ["ada@contoso.example"]
    assert [(one.display_name, one.vote) for one in requests[0].reviewers] == [("Ben Example", 10)]
    assert git.get_pull_requests("churn", GitPullRequestSearchCriteria(), PROJECT) == []


def test_policies(connect: Any) -> None:
    clients = connect().clients
    policies = clients.get_policy_client().get_policy_configurations(PROJECT)
    assert [one.type.display_name for one in policies] == ["Build", "Minimum number of reviewers"]
    definition = clients.get_build_client().get_definitions(PROJECT)[0]
    assert policies[0].settings["buildDefinitionId"] == definition.id
    found = clients.get_git_client().get_policy_configurations(PROJECT, ref_name="refs/heads/none")
    assert found.policy_configurations == []


def test_definitions_and_builds(connect: Any) -> None:
    build = connect().clients.get_build_client()
    definition = build.get_definitions(PROJECT, include_all_properties=True)[0]
    assert definition.additional_properties["process"]["yamlFilename"] == "azure-pipelines.yml"
    assert definition.path == "\\ml"
    builds = build.get_builds(PROJECT, definitions=[definition.id], status_filter="completed")
    assert [one.id for one in builds] == list(range(10, 0, -1))
    assert {one.reason for one in builds} == {"individualCI"}
    assert builds[0].requested_for.display_name == "Ada Example"
    assert builds[0].source_branch == "refs/heads/main"
    assert build.get_build(PROJECT, 3).build_number.endswith(".3")
    assert build.get_builds(PROJECT, reason_filter="manual") == []


def test_timelines(connect: Any) -> None:
    records = connect().clients.get_build_client().get_build_timeline(PROJECT, 10).records
    shown = [(one.type, one.name, one.result) for one in records]
    assert shown == [
        ("Stage", "Test", "succeeded"),
        ("Phase", "test", "succeeded"),
        ("Job", "test", "succeeded"),
        ("Task", "pytest tests", "succeeded"),
        ("Task", "Publish results", "succeeded"),
        ("Stage", "Deploy", "skipped"),
    ]
    parents = {one.id: one for one in records}
    assert parents[records[3].parent_id].name == "test"
    assert records[4].task.name == "PublishTestResults"


def test_test_runs(connect: Any) -> None:
    test = connect().clients.get_test_client()
    runs = test.get_test_runs(PROJECT, build_uri="vstfs:///Build/Build/10")
    assert [(one.name, one.total_tests, one.passed_tests) for one in runs] == [
        ("unit tests", 40, 40)
    ]


def test_environments_records_and_checks(connect: Any) -> None:
    connection = connect(token=None)
    checks = connection.clients_v7_1.get_pipelines_checks_client()
    found = checks.query_check_configurations_on_resources(
        [{"type": "environment", "id": "1"}], PROJECT, expand="settings"
    )
    assert [one.type.name for one in found] == ["Approval"]
    assert (
        found[0].additional_properties["settings"]["approvers"][0]["displayName"] == "Ben Example"
    )
    bare = checks.get_check_configurations_on_resource(PROJECT, "environment", "1")
    assert [one.additional_properties.get("settings") for one in bare] == [None]


def test_the_manage_route_of_environments_takes_more(connect: Any, sandbox: Sandbox) -> None:
    from azure.devops.exceptions import AzureDevOpsServiceError

    agents = connect().clients.get_task_agent_client()
    with pytest.raises(AzureDevOpsServiceError, match="TF400813"):
        agents.get_environments(PROJECT)
    token = credential(sandbox).get_token("499b84ac-1321-427f-aa17-267ca6975798/.default").token
    agents = connect(token=token).clients.get_task_agent_client()
    assert [one.name for one in agents.get_environments(PROJECT)] == ["prod"]
    records = agents.get_environment_deployment_execution_records(PROJECT, 1)
    assert [(one.stage_name, one.result, one.owner.id) for one in records] == [
        ("Deploy", "succeeded", 9)
    ]


def test_service_connections(connect: Any) -> None:
    endpoints = connect().clients.get_service_endpoint_client()
    found = endpoints.get_service_endpoints(PROJECT, type="azurerm")
    assert [one.name for one in found] == ["sc-churn"]
    assert found[0].data["subscriptionId"] == "11111111-0000-4000-8000-000000000001"
    assert found[0].authorization.parameters["scope"].endswith("/rg-churn")


def test_classic_releases(connect: Any) -> None:
    release = connect().clients.get_release_client()
    definitions = release.get_release_definitions(PROJECT, expand="environments")
    assert [one.name for one in definitions] == ["churn-release"]
    environment = release.get_release_definition(PROJECT, definitions[0].id).environments[0]
    assert environment.pre_deploy_approvals.approvals[0].approver.display_name == "Ben Example"
    assert environment.deploy_phases[0]["workflowTasks"][0]["name"].startswith("az ml")
    deployments = release.get_deployments(PROJECT, definition_id=definitions[0].id)
    assert [one.deployment_status for one in deployments] == ["succeeded"] * 3
    assert deployments[0].started_on > deployments[1].started_on


def test_a_missing_project_and_a_missing_build(connect: Any) -> None:
    from azure.devops.exceptions import AzureDevOpsServiceError

    build = connect().clients.get_build_client()
    with pytest.raises(AzureDevOpsServiceError, match="TF200016: The following project does not"):
        build.get_definitions("nobody")
    with pytest.raises(AzureDevOpsServiceError, match="Build 99 was not found"):
        build.get_build(PROJECT, 99)


def test_a_token_of_nobodys_gets_the_sign_in_page(connect: Any) -> None:
    from msrest.exceptions import DeserializationError

    with pytest.raises(DeserializationError, match="text/html"):
        connect("wrong").clients.get_core_client().get_projects()


def test_nothing_but_reads_was_sent(connect: Any, sandbox: Sandbox) -> None:
    connect().clients.get_core_client().get_projects()
    assert sandbox.requests.writes() == []
    assert sandbox.requests.methods() == {"GET", "OPTIONS"}
