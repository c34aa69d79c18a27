"""Files of a repository, each fetched once, in bounds."""

import asyncio
from dataclasses import dataclass, field

from aml_maturity_audit.azure.devops.api import STABLE
from aml_maturity_audit.azure.devops.client import Route
from aml_maturity_audit.azure.problems import AccessDenied, Missing, Problem
from aml_maturity_audit.collectors.cicd.azure_devops.context import DevOpsContext
from aml_maturity_audit.collectors.cicd.azure_devops.wholeness import whole_file
from aml_maturity_audit.pipelines import Unreadable
from aml_maturity_audit.signals.cicd import PIPELINES

MOST_FILES = 5_000
"""Files fetched for the pipelines of one project."""


@dataclass(frozen=True)
class Branch:
    """A branch of a repository; without a name its default one."""

    repository_id: str
    name: str = ""


@dataclass
class Files:
    """What was fetched for the pipelines of a project."""

    context: DevOpsContext
    defaults: dict[str, str]
    """Repository id to its default branch."""
    fetched: dict[tuple[Branch, str], "asyncio.Task[bytes | Problem]"] = field(default_factory=dict)

    async def get(self, branch: Branch, path: str) -> bytes | Problem:
        """A file, or why there is none."""
        if self._is_known_absent(branch, path):
            return Missing(f"{path} is not in the repository at branch {branch.name}.")
        key = (branch, path)
        if key not in self.fetched:
            if len(self.fetched) >= MOST_FILES:
                return Problem(f"{path} was not read: the project has more than {MOST_FILES} files")
            self.fetched[key] = asyncio.ensure_future(self._fetch(branch, path))
        return await self.fetched[key]

    def _is_known_absent(self, branch: Branch, path: str) -> bool:
        """Whether the listing of the default branch, read whole, does not have it."""
        known = self.context.paths.get(branch.repository_id)
        default = self.defaults.get(branch.repository_id)
        return known is not None and branch.name in {"", default} and path not in known

    def _listed_id(self, branch: Branch, path: str) -> str:
        """What the listing calls the file's content; nothing for files that are not in it."""
        if branch.name not in {"", self.defaults.get(branch.repository_id)}:
            return ""
        return self.context.paths.get(branch.repository_id, {}).get(path, "")

    def _as_listed(self, branch: Branch, path: str, problem: Missing) -> Problem:
        """A file that the listing showed a moment ago was not read, rather than absent."""
        listed = self.context.paths.get(branch.repository_id) or ()
        if branch.name in {"", self.defaults.get(branch.repository_id)} and path in listed:
            return Problem(problem.reason)
        return problem

    def _route(self, repository_id: str, params: dict[str, str]) -> Route:
        """In the project where the repository is listed there; else its id says enough."""
        path = f"_apis/git/repositories/{repository_id}/items"
        home = f"/{self.context.project}" if repository_id in self.defaults else ""
        return Route(
            path=f"{home}/{path}",
            scope="vso.code",
            source=PIPELINES.name,
            api=STABLE,
            params=params,
        )

    async def _fetch(self, branch: Branch, path: str) -> bytes | Problem:
        version = {
            "versionDescriptor.version": branch.name,
            "versionDescriptor.versionType": "branch",
        }
        params = {
            "path": f"/{path}",
            "$format": "octetStream",
            **(version if branch.name else {}),
        }
        try:
            route = self._route(branch.repository_id, params)
            id_ = self._listed_id(branch, path)
            return await whole_file(self.context.devops, route, branch.repository_id, id_)
        except Missing as problem:
            return self._as_listed(branch, path, problem)
        except Problem as problem:
            return problem


def unreadable(problem: Problem) -> Unreadable:
    """The clause that says why a file could not be read."""
    if isinstance(problem, Missing):
        return Unreadable("not found")
    if isinstance(problem, AccessDenied):
        return Unreadable(f"denied, {problem.action} is missing")
    return Unreadable("it was not answered")
