"""The way in: the CI/CD projects that the user named, read beside Azure Resource Manager.

collected = await collect_projects(door, organizations(urls, projects), plan)
"""

from collections.abc import Sequence

from aml_maturity_audit.azure.devops.door import DevOpsSettings, open_devops
from aml_maturity_audit.azure.devops.organizations import Organization
from aml_maturity_audit.azure.door import Door
from aml_maturity_audit.azure.github.door import GitHubSettings, open_github
from aml_maturity_audit.azure.github.names import Owner
from aml_maturity_audit.collectors.cicd.azure_devops.collect import azure_devops_projects
from aml_maturity_audit.collectors.cicd.github.collect import github_repositories
from aml_maturity_audit.collectors.cicd.readings import CicdReadings
from aml_maturity_audit.collectors.plan import Plan


async def collect_projects(
    door: Door,
    organizations: Sequence[Organization],
    plan: Plan,
    settings: DevOpsSettings | None = None,
) -> CicdReadings:
    """The readings of every project in the named organizations; nothing where none is named.

    Trouble costs its own readings only. Raises UsageError where a bundle of certificate authorities
    cannot be used.
    """
    if not organizations:
        return CicdReadings()
    async with open_devops(organizations, door.tokens, door.account, settings) as clients:
        projects, warnings = await azure_devops_projects(clients, plan)
    return CicdReadings(projects, warnings)


async def collect_repositories(
    door: Door, owners: Sequence[Owner], plan: Plan, settings: GitHubSettings | None = None
) -> CicdReadings:
    """The readings of every repository that is named of GitHub; nothing where none is.

    Trouble costs its own readings only. Raises UsageError where a token, an App's key or a bundle
    of certificate authorities cannot be used.
    """
    if not owners:
        return CicdReadings()
    async with open_github(owners, door.account, settings) as clients:
        projects, warnings = await github_repositories(clients, plan)
    return CicdReadings(projects, warnings)
