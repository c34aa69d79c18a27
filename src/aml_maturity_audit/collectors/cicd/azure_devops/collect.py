"""Every reading of the projects of Azure DevOps that the user named."""

from typing import Any

from aml_maturity_audit.azure.devops.client import DevOps
from aml_maturity_audit.azure.problems import Problem, reading_of
from aml_maturity_audit.collectors.cicd.azure_devops import sources
from aml_maturity_audit.collectors.cicd.azure_devops.context import DevOpsContext
from aml_maturity_audit.collectors.cicd.azure_devops.projects import (
    ALL,
    Chosen,
    chosen_projects,
)
from aml_maturity_audit.collectors.cicd.engine import read_project, sources_in
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.collectors.together import limited
from aml_maturity_audit.signals.snapshot import Project, ProjectReadings, Readings, RunWarning

PROVIDER = "azure-devops"
AT_ONCE = 4
"""Projects read at the same time."""


async def azure_devops_projects(
    clients: list[DevOps], plan: Plan
) -> tuple[list[ProjectReadings], list[RunWarning]]:
    """The readings of each project, and what the reader of a report must know besides.

    Whatever cannot be read costs its own readings only: a project that is missing has every
    reading failed or denied, with what to do.
    """
    chosen = await chosen_projects(clients)
    found: dict[int, ProjectReadings] = {}

    async def read(position: int) -> None:
        found[position] = await _readings(chosen[position], plan)

    await limited(read, range(len(chosen)), AT_ONCE)
    warnings = [_warning(one, one.problem) for one in chosen if one.problem is not None]
    return [found[position] for position in sorted(found)], warnings


def all_sources() -> tuple[Source[Any, Any], ...]:
    """The sources of a project."""
    return sources_in(sources)


async def _readings(one: Chosen, plan: Plan) -> ProjectReadings:
    organization = one.devops.organization
    context = DevOpsContext(
        window_start=plan.window_start,
        collected_at=plan.collected_at,
        devops=one.devops,
        project=one.name,
    )
    if one.problem is None:
        await read_project(all_sources(), context)
    else:
        for source in all_sources():
            context.put(source.yields, reading_of(one.problem))
    project = Project(
        provider=PROVIDER,
        organization=organization.url,
        name=one.name,
        url=organization.url if one.name == ALL else context.page,
        named=one.named,
    )
    return ProjectReadings(project, Readings.of(context.readings))


def _warning(one: Chosen, problem: Problem) -> RunWarning:
    return RunWarning(
        code="cicd-source-unread",
        text=problem.reason,
        resource=f"{one.devops.organization.url}/{one.name}",
    )
