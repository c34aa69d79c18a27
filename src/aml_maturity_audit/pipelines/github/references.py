"""What `uses` names: an action or workflow of this repository, of another, or an image.

Sources: GitHub, "Workflow syntax", `jobs.<job_id>.uses` and `steps[*].uses`; "Reusable workflows
reference": a repository that was renamed is not followed.
"""

import re
from dataclasses import dataclass

from aml_maturity_audit.pipelines.elsewhere import Elsewhere, key_in
from aml_maturity_audit.pipelines.repository import normal_path

_USES = re.compile(
    r"(?P<repository>[A-Za-z0-9._-]{1,100}/[A-Za-z0-9._-]{1,100})(?:/(?P<path>[^@]+))?@(?P<ref>[^@]+)"
)


@dataclass(frozen=True)
class Reference:
    """A place in a repository."""

    source: Elsewhere | None
    """None for the repository that the run belongs to."""
    path: str
    """A file of a workflow, the folder of an action; empty for the root."""

    def key(self, name: str = "") -> str:
        """The key of the file, or of one in the folder."""
        path = "/".join(part for part in (self.path, name) if part)
        return key_in(self.source, path)


def workflow_named(uses: str, caller: Elsewhere | None) -> Reference | None:
    """The workflow a job calls; a local one lies in the caller's repository at the caller's ref.

    None where the name is none.
    """
    if uses.startswith("./"):
        path = normal_path(uses)
        return Reference(caller, path) if path else None
    found = _elsewhere(uses)
    return found if found is not None and found.path else None


def action_named(uses: str) -> Reference | None:
    """The action of another repository a step uses; None where the name is none."""
    return _elsewhere(uses)


def stage_within(stage: str | None, job: str | None) -> str | None:
    """How the jobs of a called workflow name the call: by the jobs on the way to it."""
    return "/".join(part for part in (stage, job) if part) or None


def _elsewhere(uses: str) -> Reference | None:
    found = _USES.fullmatch(uses.strip())
    if found is None or {".", ".."} & set(found["repository"].split("/")):
        return None
    given = (found["path"] or "").strip("/")
    path = normal_path(given) if given else ""
    if path is None:
        return None
    return Reference(Elsewhere(found["repository"], found["ref"].strip()), path)
