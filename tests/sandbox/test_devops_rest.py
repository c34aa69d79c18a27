"""Azure DevOps over plain REST: sign-in, scopes, pages, filters, and what is not there."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from aml_maturity_audit.sandbox import Sandbox
from sandbox.arm import credential
from sandbox.conftest import Start, documented_yaml

DEVOPS = "499b84ac-1321-427f-aa17-267ca6975798/.default"
Get = Callable[..., requests.Response]


@pytest.fixture
def sandbox(start: Start) -> Sandbox:
    return start(documented_yaml(1))


@pytest.fixture
def get(sandbox: Sandbox) -> Get:
    return getter(sandbox, basic("sandbox-pat"))


def basic(pat: str) -> str:
    return "Basic " + base64.b64encode(f":{pat}".encode()).decode()


def getter(sandbox: Sandbox, authorization: str | None) -> Get:
    def ask(path: str, method: str = "GET", **options: Any) -> requests.Response:
        headers = dict(options.pop("headers", {}))
        if authorization:
            headers["Authorization"] = authorization
        return requests.request(
            method,
            f"{sandbox.url}/contoso{path}",
            headers=headers,
            timeout=10,
            allow_redirects=False,
            **options,
        )

    return ask


def bearer(sandbox: Sandbox, scope: str = DEVOPS) -> Get:
    return getter(sandbox, f"Bearer {credential(sandbox).get_token(scope).token}")


def identity(**devops: Any) -> str:
    """The documented estate with another way in."""
    text = documented_yaml(1)
    head, rest = text.split("    devops:\n", 1)
    tail = rest[rest.index("\nprincipals:") :]
    lines = "".join(f"      {key}: {value}\n" for key, value in devops.items())
    return f"{head}    devops:\n      pat: sandbox-pat\n{lines}{tail}"


def test_no_token(sandbox: Sandbox) -> None:
    get = getter(sandbox, None)
    redirected = get("/_apis/projects")
    assert (redirected.status_code, "/_signin" in redirected.headers["Location"]) == (302, True)
    told = get("/_apis/projects", headers={"X-TFS-FedAuthRedirect": "Suppress"})
    assert told.status_code == 401
    assert told.headers["WWW-Authenticate"].startswith("Bearer authorization_uri=https://127")


def test_a_token_of_nobodys_gets_a_sign_in_page(sandbox: Sandbox) -> None:
    answer = getter(sandbox, basic("wrong"))("/_apis/projects")
    assert (answer.status_code, answer.headers["Content-Type"]) == (203, "text/html; charset=utf-8")
    assert "Sign In" in answer.text


def test_an_expired_token(start: Start) -> None:
    answer = getter(start(identity(expired="true")), basic("sandbox-pat"))("/_apis/projects")
    assert answer.status_code == 401
    assert "The Personal Access Token used has expired" in answer.text


@pytest.mark.parametrize("status", [401, 403])
def test_a_missing_scope(start: Start, status: int) -> None:
    estate = identity(scopes="[vso.project, vso.code_write]", missingScopeStatus=status)
    get = getter(start(estate), basic("sandbox-pat"))
    assert get("/_apis/projects").status_code == 200
    assert get("/ml/_apis/git/repositories").status_code == 200
    answer = get("/ml/_apis/build/builds")
    assert (answer.status_code, answer.json()["typeKey"]) == (
        status,
        "UnauthorizedRequestException",
    )
    assert answer.json()["message"].startswith("TF400813: The user '")


def test_entra_tokens_for_devops_only(sandbox: Sandbox) -> None:
    assert bearer(sandbox)("/_apis/projects").json()["count"] == 1
    wrong = bearer(sandbox, f"{sandbox.url}/.default")("/_apis/projects")
    assert wrong.status_code == 401
    audiences = [one.audience for one in sandbox.requests.to("/_apis/projects")]
    assert audiences == [DEVOPS.removesuffix("/.default"), sandbox.url]


def test_entra_tokens_expire(sandbox: Sandbox) -> None:
    get = bearer(sandbox)
    sandbox.cloud.tokens.expire_all()
    assert get("/_apis/projects").status_code == 401


def test_who_is_no_member_is_let_in_by_no_token(start: Start) -> None:
    answer = bearer(start(identity(member="false")))("/_apis/projects")
    assert (answer.status_code, answer.json()["typeKey"]) == (401, "UnauthorizedRequestException")


def test_projects_that_may_not_be_seen_do_not_exist(start: Start) -> None:
    get = getter(start(identity(projects="[other]")), basic("sandbox-pat"))
    assert get("/_apis/projects").json() == {"count": 0, "value": []}
    assert get("/ml/_apis/build/builds").json()["typeKey"] == "ProjectDoesNotExistWithNameException"
    assert get("/_apis/git/repositories").json()["count"] == 0


def test_an_unknown_organization(sandbox: Sandbox) -> None:
    answer = requests.get(f"{sandbox.url}/nobody/_apis/projects", timeout=10)
    assert (answer.status_code, answer.headers["Content-Type"][:9]) == (404, "text/html")


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/nobody/_apis/build/builds", 404, "ProjectDoesNotExistWithNameException"),
        ("/_apis/projects/nobody", 404, "ProjectDoesNotExistWithNameException"),
        ("/ml/_apis/git/repositories/x", 404, "GitRepositoryNotFoundException"),
        ("/ml/_apis/git/repositories/x/items", 404, "GitRepositoryNotFoundException"),
        ("/ml/_apis/git/repositories/churn/items?path=/no", 404, "GitItemNotFoundException"),
        (
            "/ml/_apis/git/repositories/churn/items?versionDescriptor.version=no",
            404,
            "GitUnresolvableToCommitException",
        ),
        (
            "/ml/_apis/git/repositories/churn/commits/0123",
            404,
            "GitObjectDoesNotExistException",
        ),
        ("/ml/_apis/build/definitions/99", 404, "DefinitionNotFoundException"),
        ("/ml/_apis/build/builds/99/timeline", 404, "BuildNotFoundException"),
        ("/ml/_apis/pipelines/environments/99", 404, "EnvironmentNotFoundException"),
        ("/ml/_apis/release/definitions/99", 404, "ReleaseDefinitionNotFoundException"),
        ("/ml/_apis/what/is/this", 404, "HttpException"),
        ("/_apis/build/builds", 400, "ArgumentException"),
        ("/ml/_apis/build/builds?minTime=soon", 400, "ArgumentException"),
        ("/ml/_apis/test/runs?minLastUpdatedDate=2026-01-01", 400, "ArgumentException"),
        (
            "/ml/_apis/test/runs?minLastUpdatedDate=2026-01-01&maxLastUpdatedDate=2026-01-09",
            400,
            "ArgumentException",
        ),
    ],
)
def test_what_is_not_there(get: Get, path: str, status: int, kind: str) -> None:
    answer = get(path)
    assert (answer.status_code, answer.json()["typeKey"]) == (status, kind)


def pages(get: Get, path: str, **query: str) -> Iterator[list[Any]]:
    token: str | None = None
    while True:
        more = {"continuationToken": token} if token else {}
        answer = get(path, params={**query, **more})
        yield answer.json()["value"]
        token = answer.headers.get("x-ms-continuationtoken")
        if not token:
            return


@pytest.mark.parametrize(
    ("path", "query", "lengths"),
    [
        ("/ml/_apis/build/builds", {"$top": "4"}, [4, 4, 2]),
        ("/ml/_apis/build/builds", {"$top": "5"}, [5, 5]),
        ("/ml/_apis/build/builds", {}, [10]),
        ("/ml/_apis/release/deployments", {"$top": "2"}, [2, 1]),
        ("/ml/_apis/build/definitions", {"$top": "1"}, [1]),
        ("/ml/_apis/policy/configurations", {"$top": "1"}, [1, 1]),
        ("/ml/_apis/git/repositories/churn/refs", {"$top": "1"}, [1, 1]),
    ],
)
def test_pages_go_on_with_a_token(
    get: Get, path: str, query: dict[str, str], lengths: list[int]
) -> None:
    found = list(pages(get, path, **query))
    assert [len(page) for page in found] == lengths
    keys = [one.get("id", one.get("name")) for page in found for one in page]
    assert len(set(keys)) == sum(lengths)


def test_pages_go_on_by_leaving_out(get: Get) -> None:
    runs = "/ml/_apis/test/runs"
    numbers = [
        [run["id"] for run in get(runs, params={"$top": "4", "$skip": skip}).json()["value"]]
        for skip in ("0", "4", "8", "12")
    ]
    assert [len(page) for page in numbers] == [4, 4, 2, 0]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ({"reasonFilter": "individualCI,schedule"}, 10),
        ({"reasonFilter": "manual"}, 0),
        ({"resultFilter": "succeeded", "statusFilter": "completed"}, 10),
        ({"definitions": "7"}, 0),
        ({"branchName": "refs/heads/main"}, 10),
        ({"branchName": "refs/heads/other"}, 0),
        ({"buildIds": "2,3"}, 2),
    ],
)
def test_build_filters(get: Get, query: dict[str, str], number: int) -> None:
    assert get("/ml/_apis/build/builds", params=query).json()["count"] == number


def test_builds_within_times(get: Get) -> None:
    builds = get("/ml/_apis/build/builds").json()["value"]
    middle = builds[4]["finishTime"]
    since = get("/ml/_apis/build/builds", params={"minTime": middle}).json()["value"]
    assert [one["id"] for one in since] == [one["id"] for one in builds[:5]]
    oldest = get("/ml/_apis/build/builds", params={"queryOrder": "finishTimeAscending"}).json()
    assert [one["id"] for one in oldest["value"]] == list(range(1, 11))


def test_files_at_a_commit(get: Get) -> None:
    items = "/ml/_apis/git/repositories/churn/items"
    version = {
        "versionDescriptor.version": "8f14e45fceea167a5a36dedd4bea2543b1b0e7d1",
        "versionDescriptor.versionType": "commit",
    }
    answer = get(items, params={"path": "/src/score.py", **version})
    assert answer.text == "def run(data): return data\n"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    one = get(items, params={"scopePath": "/src", "recursionLevel": "OneLevel"}).json()
    assert [item["path"] for item in one["value"]] == ["/src", "/src/score.py"]


def test_environments_by_the_preview_route(get: Get) -> None:
    listed = get("/ml/_apis/pipelines/environments", params={"api-version": "7.2-preview.1"})
    assert [one["name"] for one in listed.json()["value"]] == ["prod"]
    records = get("/ml/_apis/pipelines/environments/1/environmentdeploymentrecords").json()
    assert records["value"][0]["owner"]["id"] == 9


def test_the_check_query_is_the_only_post(get: Get) -> None:
    query = "/ml/_apis/pipelines/checks/queryconfigurations"
    asked = [{"type": "environment", "id": "1"}, {"type": "queue", "id": "1"}]
    found = get(query, "POST", json=asked, params={"$expand": "settings"}).json()
    assert [one["type"]["name"] for one in found["value"]] == ["Approval"]
    assert get(query, "POST", data="nonsense").status_code == 400
    assert get("/ml/_apis/build/builds", "POST", json={}).status_code == 405
    assert get("/ml/_apis/build/builds/1", "DELETE").status_code == 405


def test_the_summary_of_a_builds_tests(get: Get) -> None:
    path = "/ml/_apis/testresults/resultsummarybybuild"
    summary = get(path, params={"buildId": "10"}).json()
    assert (summary["aggregatedResultsAnalysis"]["totalTests"], summary["totalRunsCount"]) == (
        40,
        1,
    )
    none = get(path, params={"buildId": "999"}).json()
    assert none["totalRunsCount"] == 0


def test_retry_after_on_a_200(sandbox: Sandbox, get: Get) -> None:
    sandbox.faults.add("/builds", kind="delay", headers={"Retry-After": "2"})
    answer = get("/ml/_apis/build/builds")
    assert (answer.status_code, answer.headers["Retry-After"]) == (200, "2")
    assert answer.json()["count"] == 10


def test_resource_areas_lead_back_here(sandbox: Sandbox, get: Get) -> None:
    areas = get("/_apis/ResourceAreas").json()["value"]
    assert {area["locationUrl"] for area in areas} == {f"{sandbox.url}/contoso/"}
    assert get(f"/_apis/ResourceAreas/{areas[0]['id']}").json()["name"] == areas[0]["name"]
    assert get("/_apis/ResourceAreas/nobody").json() is None
