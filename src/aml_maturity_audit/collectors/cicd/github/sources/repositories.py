"""The repository, with its newest commit in the window and the scripts in its default branch."""

import asyncio
from datetime import datetime

import msgspec

from aml_maturity_audit.azure.github.answers import EmptyRepository
from aml_maturity_audit.azure.problems import Problem
from aml_maturity_audit.collectors.cicd.github.context import GitHubContext
from aml_maturity_audit.collectors.cicd.github.shared import CONTENTS
from aml_maturity_audit.collectors.cicd.github.wire import Wire
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.collectors.wire.plain import text, truth
from aml_maturity_audit.collectors.wire.times import parse_time
from aml_maturity_audit.signals.cicd import REPOSITORIES, Repository
from aml_maturity_audit.signals.reading import Observed, Reading

MOST_SCRIPTS = 10_000
_SIGNAL = REPOSITORIES.name


class _Signature(Wire):
    date: object = None


class _Inner(Wire):
    committer: _Signature | None = None
    author: _Signature | None = None


class _Commit(Wire):
    commit: _Inner | None = None


class _Entry(Wire):
    path: object = None
    type: object = None


class _Tree(Wire):
    tree: list[_Entry] | None = None
    truncated: object = None


async def _fetch(context: GitHubContext) -> Reading[tuple[Repository, ...]]:
    record = context.record
    repository = Repository(
        id=text(record.id),
        name=text(record.name),
        origins=record.origins,
        default_branch=context.branch,
        disabled=truth(record.disabled) is True,
    )
    (newest, commits_read), paths = await asyncio.gather(_newest(context), _paths(context))
    if paths is not None:
        context.paths.append(paths)
    scripts = sorted(path for path in paths or () if path.lower().endswith(".py"))
    looked_into = msgspec.structs.replace(
        repository,
        last_commit_at=newest,
        commits_read=commits_read,
        files=tuple(scripts[:MOST_SCRIPTS]),
        files_complete=paths is not None and len(scripts) <= MOST_SCRIPTS,
    )
    return Observed(value=(looked_into,))


async def _newest(context: GitHubContext) -> tuple[datetime | None, bool]:
    """When the newest commit was made, if in the window, and whether that could be read."""
    route = context.route(
        "commits",
        permission=CONTENTS,
        source=_SIGNAL,
        params={
            "sha": context.branch,
            "since": f"{context.window_start:%Y-%m-%dT%H:%M:%SZ}",
            "per_page": "1",
        },
    )
    try:
        found = await context.listing(route, _Commit, _made_at, enough=lambda _: True)
    except EmptyRepository:
        return None, True
    except Problem:
        return None, False
    return next(iter(found.items), None), not found.gaps


def _made_at(commit: _Commit) -> datetime:
    inner = commit.commit or _Inner()
    made = parse_time(inner.committer.date if inner.committer else None)
    made = made or parse_time(inner.author.date if inner.author else None)
    if made is None:
        raise ValueError("a commit without a date")
    return made


async def _paths(context: GitHubContext) -> frozenset[str] | None:
    """All paths of the default branch; None where they could not all be read."""
    route = context.route(
        f"git/trees/{context.branch}",
        permission=CONTENTS,
        source=_SIGNAL,
        params={"recursive": "1"},
    )
    try:
        found = await context.github.item(route, _Tree)
    except EmptyRepository:
        return frozenset()
    except Problem:
        return None
    if found.tree is None or truth(found.truncated) is not False:
        return None
    return frozenset(text(one.path) for one in found.tree if text(one.type) == "blob")


SOURCE = Source(yields=REPOSITORIES, needs=(CONTENTS,), fetch=_fetch)
