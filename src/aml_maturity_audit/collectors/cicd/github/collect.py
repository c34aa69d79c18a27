"""Every reading of the repositories of GitHub that the user named."""

from typing import Any

from aml_maturity_audit.azure.github.client import GitHub
from aml_maturity_audit.azure.problems import Problem, reading_of
from aml_maturity_audit.collectors.cicd.engine import read_project, sources_in
from aml_maturity_audit.collectors.cicd.github import sources
from aml_maturity_audit.collectors.cicd.github.chosen import Chosen, chosen_repositories
from aml_maturity_audit.collectors.cicd.github.context import GitHubContext
from aml_maturity_audit.collectors.cicd.github.shared import UNREAD, Shared
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.collectors.together import limited
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.signals.snapshot import Project, ProjectReadings, Readings, RunWarning

PROVIDER = "github"
AT_ONCE = 4
"""Repositories read at the same time."""


async def github_repositories(
    clients: list[GitHub], plan: Plan
) -> tuple[list[ProjectReadings], list[RunWarning]]:
    """The readings of each repository, and what the reader of a report must know besides.

    Whatever cannot be read costs its own readings only: a repository that is missing, or has
    another name now, has every reading failed or denied, with what to do.
    """
    chosen = await chosen_repositories(clients)
    shared = Shared.of(clients)
    found: dict[int, ProjectReadings] = {}

    async def read(position: int) -> None:
        found[position] = await _readings(chosen[position], plan, shared)

    await limited(read, range(len(chosen)), AT_ONCE)
    warnings = [_warning(one, one.problem) for one in chosen if one.problem is not None]
    warnings += [*_not_all(chosen), *shared.warnings()]
    return [found[position] for position in sorted(found)], warnings


def all_sources() -> tuple[Source[Any, Any], ...]:
    """The sources of a repository."""
    return sources_in(sources)


async def _readings(one: Chosen, plan: Plan, shared: Shared) -> ProjectReadings:
    server = one.github.server
    if one.record is None:
        problem = one.problem or Problem(f"{one.name} was not read.")
        readings = {source.yields: reading_of(problem) for source in all_sources()}
        page = f"{server.web}/{one.name}"
        return ProjectReadings(_project(one, page), Readings.of(readings))
    context = GitHubContext(
        window_start=plan.window_start,
        collected_at=plan.collected_at,
        github=one.github,
        record=one.record,
        shared=shared,
    )
    await read_project(all_sources(), context)
    page = text(one.record.html_url) or f"{server.web}/{one.name}"
    return ProjectReadings(_project(one, page), Readings.of(context.readings))


def _project(one: Chosen, page: str) -> Project:
    return Project(
        provider=PROVIDER,
        organization=one.github.server.api,
        name=one.name,
        url=page,
        named=one.named,
    )


def _warning(one: Chosen, problem: Problem) -> RunWarning:
    return RunWarning(code=UNREAD, text=problem.reason, resource=one.name)


def _not_all(chosen: list[Chosen]) -> list[RunWarning]:
    """Owners of which only some repositories are in sight: there no absence counts."""
    partial = dict.fromkeys(one.github.owner.name for one in chosen if not one.named)
    return [
        RunWarning(
            code="cicd-source-partial",
            text=f"Not all repositories of {owner} are seen to be in sight of the token, so an"
            " absence in them does not count. Name those that matter: --github-repository"
            f" {owner}/REPO.",
            resource=owner,
        )
        for owner in partial
    ]
