"""Files of a repository, each fetched once, in bounds."""

import asyncio
from dataclasses import dataclass, field

from aml_maturity_audit.azure.problems import AccessDenied, Missing, Problem
from aml_maturity_audit.collectors.cicd.github.context import GitHubContext
from aml_maturity_audit.collectors.cicd.github.shared import CONTENTS, Unseen
from aml_maturity_audit.pipelines import Unreadable
from aml_maturity_audit.pipelines.elsewhere import Elsewhere, located
from aml_maturity_audit.signals.cicd import PIPELINES

MOST_FILES = 5_000
"""Files fetched for the workflows of one repository."""


@dataclass
class Files:
    """What was fetched for the workflows of a repository."""

    context: GitHubContext
    fetched: dict[tuple[str, str], "asyncio.Task[bytes | Problem]"] = field(default_factory=dict)

    async def get(self, ref: str, path: str) -> bytes | Problem:
        """A file at a branch or commit, or why there is none.

        One of another repository, as `//contoso/shared/action.yml@v1`, is read at its own ref.
        """
        elsewhere = located(path)
        if elsewhere is not None:
            return await self._shared(*elsewhere)
        if self._is_known_absent(ref, path):
            return Missing(f"{path} is not in {self.context.name} at branch {ref}.")
        key = (ref, path)
        if key not in self.fetched:
            if len(self.fetched) >= MOST_FILES:
                return Problem(f"{path} was not read: more than {MOST_FILES} files were.")
            self.fetched[key] = asyncio.ensure_future(self._fetch(ref, path))
        return await self.fetched[key]

    async def _shared(self, source: Elsewhere, path: str) -> bytes | Problem:
        """A file of another repository; or of this one, at a ref that is named."""
        if source.repository.lower() == self.context.name.lower():
            return await self.get(source.ref or self.context.branch, path)
        return await self.context.shared.get(self.context.github, source, path)

    def _is_known_absent(self, ref: str, path: str) -> bool:
        """Whether the listing of the default branch, read whole, does not have it."""
        known = self.context.paths
        return bool(known) and ref == self.context.branch and path not in known[0]

    async def _fetch(self, ref: str, path: str) -> bytes | Problem:
        route = self.context.route(
            f"contents/{path}",
            permission=CONTENTS,
            source=PIPELINES.name,
            params={"ref": ref} if ref else {},
        )
        try:
            return await self.context.github.file(route)
        except Missing as problem:
            return self._as_listed(ref, path, problem)
        except Problem as problem:
            return problem

    def _as_listed(self, ref: str, path: str, problem: Missing) -> Problem:
        """A file that the listing showed a moment ago was not read, rather than absent."""
        known = self.context.paths
        if known and ref == self.context.branch and path in known[0]:
            return Problem(problem.reason)
        return problem


def unreadable(problem: Problem) -> Unreadable:
    """The clause that says why a file could not be read."""
    if isinstance(problem, Missing):
        return Unreadable("not found")
    if isinstance(problem, Unseen):
        return Unreadable("it does not exist, or may not be seen")
    if isinstance(problem, AccessDenied):
        return Unreadable(f"denied, {problem.action} is missing")
    return Unreadable("it was not answered")
