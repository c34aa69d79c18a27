"""Attestations at hand: what covers which workspace. Source: criteria.md, section 4."""

from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from aml_maturity_audit.assessment.model import Notice
from aml_maturity_audit.signals.workspaces import Workspace


@dataclass(frozen=True)
class Attestation:
    """One valid attestation."""

    criterion: str
    selector: str
    verdict: str
    by: str
    on: date
    expires: date
    evidence: str = ""
    override: bool = False
    reason: str = ""

    def covers(self, workspace: Workspace) -> bool:
        """Whether the selector names a workspace: by id, by name pattern or by tag."""
        selector = self.selector.strip().lower()
        if selector.startswith("/"):
            return workspace.id.lower().rstrip("/") == selector.rstrip("/")
        if selector.startswith("tag:"):
            name, _, wanted = selector.removeprefix("tag:").partition("=")
            tags = {key.lower(): value.lower() for key, value in workspace.tags.items()}
            return name in tags and fnmatchcase(tags[name], wanted or "*")
        return fnmatchcase(workspace.name.lower(), selector)


@dataclass(frozen=True)
class Attestations:
    """The valid attestations of a file, and what was wrong with the others."""

    valid: tuple[Attestation, ...] = ()
    problems: tuple[Notice, ...] = ()

    def of(self, criterion: str, workspace: Workspace) -> Attestation | None:
        """The attestation of a criterion for a workspace; of several, the newest."""
        if not self.valid:
            return None
        covering = [
            one for one in self.valid if one.criterion == criterion and one.covers(workspace)
        ]
        return max(covering, key=lambda one: (one.on, one.expires, one.verdict), default=None)
