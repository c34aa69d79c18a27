"""Repositories, with the newest commit in the window and the scripts in the default branch.

Source: azure_facts A.3.
"""

import asyncio
from datetime import datetime

import msgspec

from aml_maturity_audit.azure.problems import Problem
from aml_maturity_audit.collectors.cicd.azure_devops.context import DevOpsContext
from aml_maturity_audit.collectors.cicd.azure_devops.wire import branch_of
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.collectors.wire.plain import text, truth, whole
from aml_maturity_audit.collectors.wire.times import parse_time
from aml_maturity_audit.signals.cicd import REPOSITORIES, Repository
from aml_maturity_audit.signals.origins import canonical
from aml_maturity_audit.signals.reading import Observed, Reading

MOST_LOOKED_INTO = 200
"""Repositories whose commits and files are read; of others only their names are known."""
MOST_PATHS = 100_000
MOST_SCRIPTS = 10_000
_SCOPE, _SIGNAL = "vso.code", REPOSITORIES.name


class _Repository(Wire):
    id: object = None
    name: object = None
    remote_url: object = None
    ssh_url: object = None
    web_url: object = None
    default_branch: object = None
    is_disabled: object = None
    size: object = None


class _Signature(Wire):
    date: object = None


class _Commit(Wire):
    committer: _Signature | None = None
    author: _Signature | None = None


class _Item(Wire):
    path: object = None
    is_folder: object = None
    git_object_type: object = None
    object_id: object = None


async def _fetch(context: DevOpsContext) -> Reading[tuple[Repository, ...]]:
    route = context.route("git/repositories", scope=_SCOPE, source=_SIGNAL)
    listed = await context.listing(route, _Repository, _keep)
    looked_into = await asyncio.gather(
        *(_look_into(context, one) for one in listed.items[:MOST_LOOKED_INTO])
    )
    return Observed(value=(*looked_into, *listed.items[MOST_LOOKED_INTO:]), gaps=listed.gaps)


def _keep(raw: _Repository) -> Repository:
    id_ = text(raw.id)
    if not id_:
        raise ValueError("a repository without an id")
    urls = (text(raw.remote_url), text(raw.ssh_url), text(raw.web_url))
    origins = tuple(dict.fromkeys(origin for url in urls if (origin := canonical(url))))
    branch = branch_of(raw.default_branch)
    empty = not branch and whole(raw.size) == 0
    return Repository(
        id=id_,
        name=text(raw.name),
        origins=origins,
        default_branch=branch,
        disabled=truth(raw.is_disabled) is True,
        commits_read=empty,
        files_complete=empty,
    )


async def _look_into(context: DevOpsContext, repository: Repository) -> Repository:
    """With its newest commit and its scripts; what cannot be read is marked as not read."""
    if repository.disabled or not repository.default_branch:
        return repository
    newest, paths = await asyncio.gather(
        _newest_commit(context, repository), _paths(context, repository)
    )
    scripts = sorted(path for path in paths or () if path.lower().endswith(".py"))
    if paths is not None:
        context.paths[repository.id] = paths
    return msgspec.structs.replace(
        repository,
        last_commit_at=newest[0],
        commits_read=newest[1],
        files=tuple(scripts[:MOST_SCRIPTS]),
        files_complete=paths is not None and len(scripts) <= MOST_SCRIPTS,
    )


async def _newest_commit(
    context: DevOpsContext, repository: Repository
) -> tuple[datetime | None, bool]:
    """When it was made, if in the window, and whether that could be read."""
    route = context.route(
        f"git/repositories/{repository.id}/commits",
        scope=_SCOPE,
        source=_SIGNAL,
        params={
            "searchCriteria.fromDate": f"{context.window_start:%Y-%m-%dT%H:%M:%SZ}",
            "searchCriteria.itemVersion.version": repository.default_branch,
            "searchCriteria.itemVersion.versionType": "branch",
            "searchCriteria.$top": "1",
        },
    )
    try:
        found = await context.listing(route, _Commit, _made_at, enough=lambda _: True)
    except Problem:
        return None, False
    return next(iter(found.items), None), not found.gaps


def _made_at(commit: _Commit) -> datetime:
    made = parse_time(commit.committer.date if commit.committer else None)
    made = made or parse_time(commit.author.date if commit.author else None)
    if made is None:
        raise ValueError("a commit without a date")
    return made


async def _paths(context: DevOpsContext, repository: Repository) -> dict[str, str] | None:
    """All paths of the default branch, with what git calls each; None where not all were read."""
    route = context.route(
        f"git/repositories/{repository.id}/items",
        scope=_SCOPE,
        source=_SIGNAL,
        params={
            "scopePath": "/",
            "recursionLevel": "Full",
            "versionDescriptor.version": repository.default_branch,
            "versionDescriptor.versionType": "branch",
        },
    )
    try:
        found = await context.listing(route, _Item, _path, limit=MOST_PATHS)
    except Problem:
        return None
    return dict(found.items) if not found.gaps else None


def _path(item: _Item) -> tuple[str, str] | None:
    if truth(item.is_folder) or text(item.git_object_type).lower() == "tree":
        return None
    path = text(item.path).strip("/")
    return (path, text(item.object_id).lower()) if path else None


SOURCE = Source(yields=REPOSITORIES, needs=(_SCOPE,), fetch=_fetch)
