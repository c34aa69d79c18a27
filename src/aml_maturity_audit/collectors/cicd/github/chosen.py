"""Which repositories are read, and whether the user named them.

A repository named one by one is; those of an organization are where all of them are seen: a token
is shown only what it may see, so the list is compared with how many the organization says it has
(an App's installation says whether it covers all). Source: criteria.md, section 1, rule 3.
"""

import asyncio
from dataclasses import dataclass

from aml_maturity_audit.azure.github.client import GitHub, Route
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Missing, Problem
from aml_maturity_audit.collectors.cicd.github.context import Record
from aml_maturity_audit.collectors.cicd.github.wire import Wire
from aml_maturity_audit.collectors.wire.plain import text, whole

MOST = 300
"""Repositories of an organization."""
ALL = "(all repositories)"
"""Stands for the repositories of an owner that does not tell them."""
_METADATA, _SOURCE = "metadata: read", "projects"


@dataclass(frozen=True)
class Chosen:
    """A repository to be read, or why it cannot be."""

    github: GitHub
    name: str
    """Owner and name."""
    record: Record | None = None
    named: bool = True
    problem: Problem | None = None


class _Organization(Wire):
    public_repos: object = None
    total_private_repos: object = None


async def chosen_repositories(clients: list[GitHub]) -> list[Chosen]:
    """The repositories of all owners, those that cannot be read with the reason."""
    found = await asyncio.gather(*(_of(github) for github in clients))
    return [one for group in found for one in group]


async def _of(github: GitHub) -> list[Chosen]:
    owner = github.owner
    named = list(await asyncio.gather(*(_named(github, name) for name in owner.repositories)))
    if not owner.whole:
        return named
    try:
        listed, whole_ = await _listed(github)
    except Problem as problem:
        return [*named, Chosen(github, f"{owner.name}/{ALL}", problem=problem)]
    known = {one.name.lower() for one in named}
    more = [
        Chosen(github, text(record.full_name), record, named=whole_)
        for record in listed.items
        if text(record.full_name).lower() not in known
    ]
    return [*named, *more]


async def _named(github: GitHub, name: str) -> Chosen:
    full = f"{github.owner.name}/{name}"
    try:
        record = _valid(await github.item(_route(f"/repos/{full}"), Record))
    except Problem as problem:
        return Chosen(github, full, problem=problem)
    except ValueError:
        return Chosen(github, full, problem=Problem(f"{full}: its record is none."))
    return Chosen(github, text(record.full_name), record)


async def _listed(github: GitHub) -> tuple[Listing[Record], bool]:
    """The repositories in sight, and whether these are all. Raises Problem."""
    name = github.owner.name
    try:
        listed = await github.listing(_route(f"/orgs/{name}/repos"), Record, _valid, limit=MOST)
    except Missing:
        listed = await github.listing(_route(f"/users/{name}/repos"), Record, _valid, limit=MOST)
        return listed, False
    if listed.gaps:
        return listed, False
    return listed, await _are_all(github, len(listed.items))


async def _are_all(github: GitHub, seen: int) -> bool:
    try:
        told = await github.item(_route(f"/orgs/{github.owner.name}"), _Organization)
    except Problem:
        return False
    public, private = whole(told.public_repos), whole(told.total_private_repos)
    return public is not None and private is not None and seen >= public + private


def _valid(record: Record) -> Record:
    if not text(record.id) or text(record.full_name).count("/") != 1:
        raise ValueError("a repository without an id or name")
    return record


def _route(path: str) -> Route:
    return Route(path=path, permission=_METADATA, source=_SOURCE)
