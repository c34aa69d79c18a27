"""The token goes to one host, and reads only what was named there."""

import pytest

from aml_maturity_audit.azure.github.guard import MOST_ADMITTED, GitHubGuard
from aml_maturity_audit.azure.github.names import Owner, Server
from aml_maturity_audit.azure.problems import GuardRefused

API = "https://api.github.com"
GUARD = GitHubGuard(Server(), [Owner("contoso", ("shop",)), Owner("labs", whole=True)])
ENTERPRISE = GitHubGuard(
    Server("https://git.corp.example/api/v3", "https://git.corp.example"), [Owner("a", ("b",))]
)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/repos/contoso/shop"),
        ("GET", "/repos/Contoso/Shop/actions/runs?page=2"),
        ("HEAD", "/repos/labs/anything/contents/a.yml"),
        ("GET", "/orgs/labs/repos"),
        ("GET", "/users/labs/repos"),
        ("GET", "/orgs/contoso/installation"),
        ("GET", "/repos/contoso/shop/installation"),
        ("POST", "/app/installations/4711/access_tokens"),
    ],
)
def test_passes(method, path):
    GUARD.check(method, API + path)


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", "https://api.github.com.evil.example/repos/contoso/shop"),
        ("GET", "https://github.com/repos/contoso/shop"),
        ("GET", "http://api.github.com/repos/contoso/shop"),
        ("GET", "https://api.github.com:8443/repos/contoso/shop"),
        ("GET", "https://token@api.github.com/repos/contoso/shop"),
        ("GET", f"{API}/repos/contoso/shop-secrets"),
        ("GET", f"{API}/repos/contoso/shop/../other"),
        ("GET", f"{API}/repos/contoso/shop/%2e%2e/other"),
        ("GET", f"{API}/repos/stranger/shop"),
        ("GET", f"{API}/repositories/1/actions/runs"),
        ("GET", f"{API}/orgs/contoso/repos"),
        ("GET", f"{API}/user/repos"),
        ("POST", f"{API}/repos/contoso/shop/issues"),
        ("POST", f"{API}/app/installations/4711/access_tokens/x"),
        ("DELETE", f"{API}/repos/contoso/shop"),
        ("PATCH", f"{API}/repos/contoso/shop"),
    ],
)
def test_is_refused(method, url):
    with pytest.raises(GuardRefused):
        GUARD.check(method, url)


def test_a_server_of_ones_own_is_asked_below_its_api_only():
    ENTERPRISE.check("GET", "https://git.corp.example/api/v3/repos/a/b")
    for path in ("/repos/a/b", "/api/v3x/repos/a/b", "/api/v3"):
        with pytest.raises(GuardRefused):
            ENTERPRISE.check("GET", f"https://git.corp.example{path}")


def test_of_a_repository_that_a_workflow_uses_files_pass_and_nothing_else():
    guard = GitHubGuard(Server(), [Owner("contoso", ("shop",))])
    file = f"{API}/repos/Platform/shared/contents/.github/workflows/deploy.yml?ref=v2"
    with pytest.raises(GuardRefused):
        guard.check("GET", file)
    guard.admit("platform/Shared")
    guard.check("GET", file)
    for method, path in (
        ("HEAD", "/repos/platform/shared/contents/a.yml"),
        ("PUT", "/repos/platform/shared/contents/a.yml"),
        ("GET", "/repos/platform/shared/contents"),
        ("GET", "/repos/platform/shared/contents/../actions/secrets"),
        ("GET", "/repos/platform/shared"),
        ("GET", "/repos/platform/shared/actions/runs"),
        ("GET", "/repos/platform/shared-too/contents/a.yml"),
        ("GET", "/repos/platform/shared/installation"),
    ):
        with pytest.raises(GuardRefused):
            guard.check(method, API + path)


@pytest.mark.parametrize("name", ["platform", "../shared", "a/..", "a/b/c", "a b/c", "", "a/b?x"])
def test_what_is_no_repository_is_not_admitted(name):
    with pytest.raises(GuardRefused):
        GUARD.admit(name)


def test_not_any_number_is_admitted():
    guard = GitHubGuard(Server(), [])
    for number in range(MOST_ADMITTED):
        guard.admit(f"platform/{number}")
    guard.admit("platform/0")
    with pytest.raises(GuardRefused):
        guard.admit("platform/more")
