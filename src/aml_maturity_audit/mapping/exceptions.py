"""Exceptions: criteria that somebody has accepted not to meet for a while.

An exception explains; it never raises a level. Source: issue "Judgement in depth", Policy.

::

    [[exceptions]]
    workspace = "churn-prod"        # name, ARM id or name pattern
    criterion = "ab-testing-is-integrated"
    reason = "one model per country, nothing to split"
    owner = "the platform team"
    expires = 2027-01-31
"""

from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import fnmatchcase

from aml_maturity_audit.assessment.model import MET, NOT_APPLICABLE, Notice
from aml_maturity_audit.assessment.persons import person
from aml_maturity_audit.signals.workspaces import Workspace


@dataclass(frozen=True)
class Accepted:
    """One exception."""

    workspace: str
    criterion: str
    reason: str
    owner: str
    expires: date

    def covers(self, criterion: str, workspace: Workspace) -> bool:
        """Whether it is about a criterion of a workspace."""
        wanted = self.workspace.lower()
        named = workspace.id.lower() if wanted.startswith("/") else workspace.name.lower()
        return criterion == self.criterion and fnmatchcase(named, wanted)

    def sentence(self) -> str:
        """What it explains."""
        return f"Accepted by {person(self.owner)} until {self.expires}: {self.reason}."


@dataclass(frozen=True)
class Exceptions:
    """All exceptions of a configuration."""

    entries: tuple[Accepted, ...] = ()

    def explain(self, criterion: str, verdict: str, workspace: Workspace, at: datetime) -> str:
        """The sentences that explain a verdict which is not met; empty for one that is."""
        if not self.entries or verdict in {MET, NOT_APPLICABLE}:
            return ""
        valid = (e for e in self.entries if e.expires >= at.date())
        return " ".join(e.sentence() for e in valid if e.covers(criterion, workspace))

    def expired(self, at: datetime) -> tuple[Notice, ...]:
        """A warning for each that is over."""
        return tuple(
            Notice(
                code="exception-expired",
                text=f"The exception of {e.criterion} for {e.workspace} expired on {e.expires}.",
            )
            for e in self.entries
            if e.expires < at.date()
        )
