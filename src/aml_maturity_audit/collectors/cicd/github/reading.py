"""A workflow read from its repository: its file, then the actions and reusable workflows it uses.

Local ones are read at the same ref, those of other repositories at the ref that is named. Files
stay in memory only as long as it takes (design.md, section 1).
"""

import asyncio

from aml_maturity_audit.azure.problems import Problem
from aml_maturity_audit.collectors.cicd.github.files import Files, unreadable
from aml_maturity_audit.collectors.cicd.github.flow import Flow, flow_of
from aml_maturity_audit.pipelines import Unreadable, read_pipeline
from aml_maturity_audit.signals.practices import PipelineContent

MOST_ROUNDS = 60
"""Times that files are fetched, each for what those before use."""
MOST_FILES = 300
"""Files that one workflow uses, at most."""
KIND = "github-actions"


async def read_workflow(files: Files, ref: str, path: str) -> tuple[PipelineContent, Flow]:
    """What the workflow at `path` shows, and the jobs of its runs.

    Raises Problem where its own file cannot be read.
    """
    own = await files.get(ref, path)
    if isinstance(own, Problem):
        raise own
    read: dict[str, bytes | Unreadable] = {path: own}
    content = await _read_with_what_it_uses(files, ref, path, read)
    known = {name: file for name, file in read.items() if isinstance(file, bytes)}
    return content, await asyncio.to_thread(flow_of, path, known)


async def _read_with_what_it_uses(
    files: Files, ref: str, path: str, read: dict[str, bytes | Unreadable]
) -> PipelineContent:
    """The content, once nothing is wanted any more; what is beyond a bound is not read, and said.

    A reading that still wants something knows less than its names promise, so it is no end.
    """
    rounds = 0
    while True:
        content = await asyncio.to_thread(read_pipeline, path, dict(read), kind=KIND, is_root=True)
        wanted = [name for name in content.wants if name not in read]
        if not wanted:
            return content
        rounds += 1
        room = max(0, MOST_FILES - len(read)) if rounds <= MOST_ROUNDS else 0
        found = await asyncio.gather(*(files.get(ref, name) for name in wanted[:room]))
        for name, file in zip(wanted, found, strict=False):
            read[name] = unreadable(file) if isinstance(file, Problem) else file
        for name in wanted[room:]:
            read[name] = Unreadable(f"more than {MOST_FILES} files are used")
