"""CI/CD sources beside Azure: those that were named are read, those only seen are proposed."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from aml_maturity_audit.azure.devops.door import DevOpsSettings
from aml_maturity_audit.azure.devops.organizations import organizations
from aml_maturity_audit.azure.door import Door
from aml_maturity_audit.collectors.cicd.collect import CicdReadings, collect_projects
from aml_maturity_audit.collectors.cicd.proposals import proposals
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.config import Config
from aml_maturity_audit.signals.cicd import REPOSITORIES
from aml_maturity_audit.signals.jobs import JOBS
from aml_maturity_audit.signals.reading import Observed
from aml_maturity_audit.signals.snapshot import ProjectReadings, RunWarning, WorkspaceReadings

A = TypeVar("A")
B = TypeVar("B")


class _Git(msgspec.Struct):
    repository: str | None = None


class _Job(msgspec.Struct):
    git: _Git = msgspec.field(default_factory=_Git)


class _Jobs(msgspec.Struct):
    value: list[_Job] = []


_JOBS = msgspec.json.Decoder(_Jobs)


class Cicd:
    """The sources of a run, and the git origins that its jobs name."""

    def __init__(self, config: Config, default: tuple[str, ...] = ()) -> None:
        """`default` are the organizations where none is named. Raises UsageError."""
        self._urls = config.devops_organization or default
        self._organizations = organizations(self._urls, config.devops_project)
        self._origins: Counter[str] = Counter()

    async def read(self, door: Door, plan: Plan, environ: Mapping[str, str]) -> CicdReadings:
        """Every reading of the projects that were named."""
        settings = DevOpsSettings(environ=environ)
        return await collect_projects(door, self._organizations, plan, settings)

    def note(self, item: WorkspaceReadings) -> None:
        """Take up where the code of a workspace's jobs comes from."""
        self._origins.update(origins_in(item))

    def proposed(self, found: CicdReadings) -> tuple[RunWarning, ...]:
        """A warning for each source that jobs point to and that was not named."""
        return proposals(self._origins, self._urls, repositories_of(found.projects))


def origins_in(item: WorkspaceReadings) -> Iterator[str]:
    """Where the code of a workspace's jobs comes from, once per job that tells."""
    raw = item.readings.raw().get(JOBS.name)
    for job in _JOBS.decode(raw).value if raw is not None else ():
        if job.git.repository:
            yield job.git.repository


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
