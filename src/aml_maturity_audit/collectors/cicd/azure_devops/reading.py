"""A pipeline read from its repository: its file, then what that includes or runs, until no more is
wanted. Files stay in memory only as long as it takes (design.md, section 1)."""

import asyncio
from collections.abc import Mapping

from aml_maturity_audit.azure.problems import Missing, Problem
from aml_maturity_audit.collectors.cicd.azure_devops.files import Branch, Files, unreadable
from aml_maturity_audit.collectors.cicd.azure_devops.shape import Shape, shape_of
from aml_maturity_audit.pipelines import Unreadable, read_pipeline
from aml_maturity_audit.signals.practices import PipelineContent

MOST_ROUNDS = 30
MOST_FILES = 300
"""Files that one pipeline includes or runs, at most."""
KIND = "azure-pipelines"
_YAML = (".yml", ".yaml")


class Unread(Exception):
    """The pipeline's own file could not be read; the argument says why, and what to do."""


async def read_yaml(
    files: Files, branch: Branch, path: str, variables: Mapping[str, str]
) -> tuple[PipelineContent, Shape]:
    """What the pipeline at `path` shows, and how far runs may leave out parts of it.

    Raises Unread where its own file cannot be read.
    """
    path = path.replace("\\", "/").strip("/")
    own = await files.get(branch, path)
    if isinstance(own, Problem):
        raise Unread(_why(own, path, branch))
    read: dict[str, bytes | Unreadable] = {path: own}
    for _ in range(MOST_ROUNDS):
        content = await asyncio.to_thread(
            read_pipeline, path, dict(read), kind=KIND, variables=variables, is_root=True
        )
        wanted = [name for name in content.wants if name not in read]
        if not wanted:
            break
        room = max(0, MOST_FILES - len(read))
        found = await asyncio.gather(*(files.get(branch, name) for name in wanted[:room]))
        for name, file in zip(wanted, found, strict=False):
            read[name] = unreadable(file) if isinstance(file, Problem) else file
        for name in wanted[room:]:
            read[name] = Unreadable(f"more than {MOST_FILES} files are included")
    return content, shape_of(
        file for name, file in read.items() if isinstance(file, bytes) and name.endswith(_YAML)
    )


def _why(problem: Problem, path: str, branch: Branch) -> str:
    if isinstance(problem, Missing):
        where = f" at branch {branch.name}" if branch.name else ""
        return (
            f"The YAML file {path} was not found{where}: it, its branch or its repository is gone."
            " Restore it, or delete the definition."
        )
    return problem.reason
