"""CI/CD sources beside Azure: those that were named are read, those only seen are proposed."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from aml_maturity_audit.azure.decoding import UNDECODABLE
from aml_maturity_audit.azure.devops.organizations import organizations
from aml_maturity_audit.azure.door import Door
from aml_maturity_audit.azure.github.names import addresses, owners, server
from aml_maturity_audit.collectors.cicd.proposals import proposals
from aml_maturity_audit.collectors.cicd.readings import CicdReadings
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.config import Config
from aml_maturity_audit.signals.cicd import REPOSITORIES
from aml_maturity_audit.signals.jobs import JOBS, GitOrigin
from aml_maturity_audit.signals.reading import Observed
from aml_maturity_audit.signals.snapshot import ProjectReadings, RunWarning, WorkspaceReadings

A = TypeVar("A")
B = TypeVar("B")


_NO_ORIGIN = GitOrigin()


class _Job(msgspec.Struct):
    """What is written of where a job's code comes from."""

    git: GitOrigin = _NO_ORIGIN
    like: int | None = None


class _Jobs(msgspec.Struct):
    value: tuple[_Job, ...] = ()


_JOBS = msgspec.json.Decoder(_Jobs)


@dataclass(frozen=True)
class DevOpsDefaults:
    """What is read of Azure DevOps where the user names nothing: what a sandbox serves."""

    organizations: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()


@dataclass(frozen=True)
class GitHubDefaults:
    """What is read of GitHub where the user names nothing: what a sandbox serves."""

    owners: tuple[str, ...] = ()
    api: str | None = None


class Cicd:
    """The sources of a run, and the git origins that its jobs name."""

    def __init__(
        self,
        config: Config,
        devops: DevOpsDefaults | None = None,
        github: GitHubDefaults | None = None,
    ) -> None:
        """Of what the user does not name, the defaults are read. Raises UsageError."""
        self._config = config
        devops = devops if devops and not config.devops_organization else DevOpsDefaults()
        self._urls = config.devops_organization or devops.organizations
        self._organizations = organizations(self._urls, config.devops_project or devops.projects)
        github = github or GitHubDefaults()
        self._server = server(config.github_api_url or github.api)
        named = bool(config.github_repository or config.github_organization)
        everything = config.github_organization if named else github.owners
        self._owners = owners(config.github_repository, everything, self._server)
        self._origins: Counter[str] = Counter()

    async def read(self, door: Door, plan: Plan, environ: Mapping[str, str]) -> CicdReadings:
        """Every reading of the projects that were named."""
        if not self._organizations and not self._owners:
            return CicdReadings()
        from aml_maturity_audit.azure.devops.door import DevOpsSettings
        from aml_maturity_audit.azure.github.door import GitHubSettings
        from aml_maturity_audit.collectors.cicd.collect import (
            collect_projects,
            collect_repositories,
        )

        github = GitHubSettings(
            server=self._server,
            app_id=self._config.github_app_id,
            app_key=self._config.github_app_key,
            environ=environ,
        )
        azure, beside = await both(
            collect_projects(door, self._organizations, plan, DevOpsSettings(environ=environ)),
            collect_repositories(door, self._owners, plan, github),
        )
        return CicdReadings(
            [*azure.projects, *beside.projects], [*azure.warnings, *beside.warnings]
        )

    def note(self, item: WorkspaceReadings) -> None:
        """Take up where the code of a workspace's jobs comes from."""
        self._origins.update(origins_in(item))

    def proposed(self, found: CicdReadings) -> tuple[RunWarning, ...]:
        """A warning for each source that jobs point to and that was not named."""
        named = (*self._urls, *addresses(self._owners, self._server))
        return proposals(self._origins, named, repositories_of(found.projects))


def named_sources(config: Config) -> tuple[str, ...]:
    """What the user named, as the snapshot's header keeps it. Raises UsageError."""
    at = server(config.github_api_url)
    named = owners(config.github_repository, config.github_organization, at)
    return (*config.devops_organization, *config.devops_project, *addresses(named, at))


def origins_in(item: WorkspaceReadings) -> list[str]:
    """Where the code of a workspace's jobs comes from, once per job that tells.

    Only that is decoded: all that is known of the jobs of a large estate would take as long as
    collecting it. None of a damaged reading, which whoever judges it will hear of.
    """
    raw = item.readings.raw().get(JOBS.name)
    found: list[str | None] = []
    try:
        for job in _JOBS.decode(raw).value if raw is not None else ():
            as_before = job.like is not None and job.git == _NO_ORIGIN
            found.append(found[job.like or 0] if as_before else job.git.repository)
    except (*UNDECODABLE, IndexError):
        return []
    return [repository for repository in found if repository]


def repositories_of(projects: Iterable[ProjectReadings]) -> list[str]:
    """The origins of the repositories that projects have."""
    seen: list[str] = []
    for project in projects:
        reading = project.readings.get(REPOSITORIES)
        if isinstance(reading, Observed):
            seen += [origin for each in reading.value for origin in each.origins]
    return seen


async def both(first: Coroutine[Any, Any, A], second: Coroutine[Any, Any, B]) -> tuple[A, B]:
    """The results of two things done at the same time; where one fails, the other is ended."""
    tasks = asyncio.ensure_future(first), asyncio.ensure_future(second)
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
