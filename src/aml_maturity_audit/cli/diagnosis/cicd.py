"""What a token may read of Azure DevOps and GitHub: one small question for each scope."""

from aml_maturity_audit.azure.devops.api import RELEASES, STABLE
from aml_maturity_audit.azure.devops.client import DevOps, Route
from aml_maturity_audit.azure.devops.door import DevOpsSettings, open_devops
from aml_maturity_audit.azure.devops.organizations import organizations
from aml_maturity_audit.azure.door import Door
from aml_maturity_audit.azure.github.client import GitHub
from aml_maturity_audit.azure.github.client import Route as GitHubRoute
from aml_maturity_audit.azure.github.door import GitHubSettings, open_github
from aml_maturity_audit.azure.github.names import owners, server
from aml_maturity_audit.azure.problems import AccessDenied, Problem
from aml_maturity_audit.cli.collecting import Where
from aml_maturity_audit.cli.diagnosis.model import BROKEN, GOOD, LIMITED, Check
from aml_maturity_audit.collectors.cicd.azure_devops.projects import chosen_projects
from aml_maturity_audit.config import Config

_SCOPES: tuple[tuple[str, str, tuple[str, str] | None], ...] = (
    ("vso.code", "git/repositories", None),
    ("vso.build", "build/definitions", None),
    ("vso.release", "release/definitions", RELEASES),
    ("vso.test", "test/runs", None),
    ("vso.serviceendpoint", "serviceendpoint/endpoints", None),
)
_PERMISSIONS = (
    ("metadata: read", ""),
    ("contents: read", "/contents"),
    ("actions: read", "/actions/workflows"),
    ("deployments: read", "/deployments"),
)


async def devops_checks(door: Door, config: Config, where: Where) -> list[Check]:
    """One for each organization that was named. Raises UsageError for names that are none."""
    urls = config.devops_organization or where.organizations
    named = organizations(urls, config.devops_project)
    if not named:
        return []
    settings = DevOpsSettings(environ=where.environ)
    async with open_devops(named, door.tokens, door.account, settings) as clients:
        return [await _organization(client) for client in clients]


async def _organization(client: DevOps) -> Check:
    name = f"Azure DevOps: {client.organization.name}"
    chosen = await chosen_projects([client])
    there = [one for one in chosen if one.problem is None]
    if not there:
        said = next((one.problem.reason for one in chosen if one.problem), "It shows no project.")
        return Check(name=name, state=BROKEN, said=said, remedy="See docs/azure-devops.md.")
    refused = [
        scope
        for scope, path, area in _SCOPES
        if not await _may(client, scope, f"/{there[0].name}/_apis/{path}", area)
    ]
    if refused:
        return Check(
            name=name,
            state=LIMITED,
            said=f"{len(there)} projects; in the first, {', '.join(refused)} is not granted.",
            remedy="Create a token with these scopes, or add the identity to Readers.",
        )
    return Check(name=name, state=GOOD, said=f"{len(there)} projects, every scope that is needed.")


async def _may(client: DevOps, scope: str, path: str, area: tuple[str, str] | None) -> bool:
    route = Route(
        path=path, scope=scope, source="doctor", api=STABLE, params={"$top": "1"}, area=area
    )
    try:
        await client.document(route)
    except Problem:
        return False
    return True


async def github_checks(door: Door, config: Config, where: Where) -> list[Check]:
    """One for each owner that was named. Raises UsageError for names that are none."""
    at = server(config.github_api_url or where.github_api)
    named_some = bool(config.github_repository or config.github_organization)
    whole = config.github_organization if named_some else where.owners
    named = owners(config.github_repository, whole, at)
    if not named:
        return []
    settings = GitHubSettings(
        server=at,
        app_id=config.github_app_id,
        app_key=config.github_app_key,
        environ=where.environ,
    )
    async with open_github(named, door.account, settings) as clients:
        return [await _owner(client) for client in clients]


async def _owner(client: GitHub) -> Check:
    name = f"GitHub: {client.owner.name}"
    if not client.owner.repositories:
        return Check(
            name=name,
            state=LIMITED,
            said="Its permissions were not tried: it is named as a whole.",
            remedy="Name one of its repositories, too: --github-repository.",
        )
    repository = client.owner.repositories[0].rsplit("/", 1)[-1]
    refused = []
    for permission, path in _PERMISSIONS:
        asked = f"/repos/{client.owner.name}/{repository}{path}"
        try:
            await client.file(GitHubRoute(path=asked, permission=permission, source="doctor"))
        except AccessDenied as problem:
            refused.append(problem.action)
        except Problem as problem:
            return Check(name=name, state=BROKEN, said=problem.reason, remedy="See docs/github.md.")
    if refused:
        said = f"{repository}: {', '.join(refused)} is not granted."
        return Check(name=name, state=LIMITED, said=said, remedy="Grant the token these.")
    return Check(name=name, state=GOOD, said=f"{repository}: every permission that is needed.")
