"""Files of other repositories that workflows use: shared workflows, actions, scripts beside them.

Nobody named these repositories, so nothing is asked of them but the very files that a workflow
names, at the API that the token is for, by whoever reads the workflow. Each is fetched once a run,
however many workflows use it. Where it may not be read that is no absence: GitHub answers 404 for
what may not be seen, and what was renamed it no longer runs either.
Source: issue "GitHub", Collectors; GitHub, "Reusable workflows reference", access and redirects.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from aml_maturity_audit.azure.github.client import GitHub
from aml_maturity_audit.azure.problems import Missing, Problem
from aml_maturity_audit.pipelines.elsewhere import Elsewhere
from aml_maturity_audit.pipelines.limits import MAX_FILE_BYTES
from aml_maturity_audit.signals.cicd import PIPELINES
from aml_maturity_audit.signals.snapshot import RunWarning

MOST_FILES = 2_000
"""Files of other repositories that one run fetches."""
MOST_BYTES = 64 * 1024 * 1024
"""Kept of them at a time, which is until the run ends."""
MOST_WARNINGS = 20
CONTENTS = "contents: read"
UNREAD = "cicd-source-unread"


class Unseen(Problem):
    """Not there, or not to be seen; where a workflow uses it and runs, it was there."""


@dataclass
class Shared:
    """What was fetched of repositories that nobody named."""

    clients: dict[str, GitHub] = field(default_factory=dict)
    """The owners that were named, by lower-case name."""
    _fetched: dict[tuple[str, str, str, str], "asyncio.Task[bytes | Problem]"] = field(
        default_factory=dict
    )
    _seen: set[tuple[str, str]] = field(default_factory=set)
    """Repositories of which something could be read, and by which identity."""
    _unread: dict[str, str] = field(default_factory=dict)
    """Repositories of which something could not, with the reason."""
    _bytes: int = 0

    @staticmethod
    def of(clients: Iterable[GitHub]) -> "Shared":
        """For a run that has these owners open."""
        return Shared({one.owner.name.lower(): one for one in clients})

    async def get(self, asker: GitHub, source: Elsewhere, path: str) -> bytes | Problem:
        """A file, or why there is none; `asker` is the owner whose workflow uses it."""
        owner, repository = source.repository.lower().split("/", 1)
        client = self.clients.get(owner, asker)
        key = (_identity(client), f"{owner}/{repository}", source.ref, path)
        if key not in self._fetched:
            if len(self._fetched) >= MOST_FILES or self._bytes > MOST_BYTES:
                return Problem(f"{path} was not read: this run has read enough shared files.")
            self._fetched[key] = asyncio.ensure_future(self._fetch(client, source, path))
        return await self._fetched[key]

    def warnings(self) -> list[RunWarning]:
        """A warning for each repository that is used and of which nothing could be read."""
        seen = {repository for _, repository in self._seen}
        unread = sorted(name for name in self._unread if name.lower() not in seen)
        return [
            RunWarning(
                code=UNREAD,
                text=f"Workflows use {name}, which was not read, so what it does stays open:"
                f" {self._unread[name]}",
                resource=name,
            )
            for name in unread[:MOST_WARNINGS]
        ]

    async def _fetch(self, client: GitHub, source: Elsewhere, path: str) -> bytes | Problem:
        place = (_identity(client), source.repository.lower())
        try:
            found = await client.file_elsewhere(
                source.repository, path, source.ref, permission=CONTENTS, source=PIPELINES.name
            )
        except Problem as problem:
            self._unread.setdefault(source.repository, problem.reason)
            return Unseen(problem.reason) if isinstance(problem, Missing) else problem
        self._seen.add(place)
        if len(found) > MAX_FILE_BYTES:
            return Problem(f"{path} of {source.repository} is too large to be read.")
        self._bytes += len(found)
        return found


def _identity(client: GitHub) -> str:
    """As whom is asked: an App differs from owner to owner, a token is the same for all."""
    return client.owner.name.lower() if client.is_app else ""
