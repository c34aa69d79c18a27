"""Which projects of an organization are read, and whether the user named them.

An organization named without projects means all that its list shows, which leaves out those that
the identity may not see: an absence counts only in projects named one by one (criteria.md, section
1, rule 3).
"""

import asyncio
from dataclasses import dataclass

from aml_maturity_audit.azure.devops.api import STABLE
from aml_maturity_audit.azure.devops.client import DevOps, Route
from aml_maturity_audit.azure.devops.paging import Paging
from aml_maturity_audit.azure.problems import Missing, Problem
from aml_maturity_audit.collectors.cicd.azure_devops.wire import Ref
from aml_maturity_audit.collectors.wire.plain import text

MOST = 1_000
"""Projects of an organization."""
ALL = "(all projects)"
"""Stands for the projects of an organization that does not tell them."""
_SCOPE, _SOURCE = "vso.project", "projects"
_PAGES = Paging(size=100, skips=True)


@dataclass(frozen=True)
class Chosen:
    """A project to be read, or why it cannot be."""

    devops: DevOps
    name: str
    named: bool = True
    problem: Problem | None = None


async def chosen_projects(clients: list[DevOps]) -> list[Chosen]:
    """The projects of all organizations, those that cannot be read with the reason.

    A project named for several organizations is looked for in each, and need be in one only.
    """
    found = await asyncio.gather(*(_of(devops) for devops in clients))
    every = [one for group in found for one in group]
    there = {one.name.lower() for one in every if one.problem is None}
    return [one for one in every if not (_is_absent(one) and one.name.lower() in there)]


def _is_absent(one: Chosen) -> bool:
    return isinstance(one.problem, Missing)


async def _of(devops: DevOps) -> list[Chosen]:
    if devops.organization.projects:
        named = (_named(devops, name) for name in devops.organization.projects)
        return list(await asyncio.gather(*named))
    try:
        listed = await devops.listing(_route(), Ref, _name, paging=_PAGES, limit=MOST)
    except Problem as problem:
        return [Chosen(devops, ALL, problem=problem)]
    projects = [Chosen(devops, name, named=False) for name in listed.items]
    if not projects and listed.gaps:
        return [Chosen(devops, ALL, problem=Problem(listed.gaps[0].reason))]
    return projects


async def _named(devops: DevOps, name: str) -> Chosen:
    """A named project; where only its own record may not be read, the rest of it may."""
    try:
        project = await devops.item(_route(f"/{name}"), Ref)
    except Missing as problem:
        return Chosen(devops, name, problem=problem)
    except Problem:
        return Chosen(devops, name)
    return Chosen(devops, text(project.name) or name)


def _name(project: Ref) -> str:
    name = text(project.name)
    if not name:
        raise ValueError("a project without a name")
    return name


def _route(rest: str = "") -> Route:
    return Route(path=f"/_apis/projects{rest}", scope=_SCOPE, source=_SOURCE, api=STABLE)
