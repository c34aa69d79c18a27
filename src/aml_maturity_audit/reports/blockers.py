"""What keeps most workspaces from their next level."""

from dataclasses import dataclass, field

from aml_maturity_audit.assessment.model import (
    NOT_MET,
    Assessment,
    CriterionResult,
    WorkspaceAssessment,
)
from aml_maturity_audit.reports.views import briefly, next_steps, scored

_NAMED = 3
_DIFFERENT = 2
"""So many remedies are not one."""


@dataclass(frozen=True, kw_only=True)
class FleetBlocker:
    """A criterion that keeps workspaces from their next level."""

    id: str
    title: str
    remedy: str
    """Where it is the same for all of them; else empty, as remedies name what is theirs."""
    docs: str
    not_met: tuple[str, ...]
    """Names of the workspaces that it surely keeps back."""
    unknown: tuple[str, ...]
    """Names of those that it may keep back."""

    @property
    def where(self) -> str:
        """`a, b, c and 4 more`."""
        names = (*self.not_met, *self.unknown)
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        return ", ".join(names[:_NAMED]) + more


def fleet_blockers(assessment: Assessment) -> list[FleetBlocker]:
    """The criteria that keep most workspaces from their next level, the most frequent first."""
    seen: dict[str, _Back] = {}
    for workspace in scored(briefly(assessment)):
        for criterion in next_steps(workspace)[1]:
            seen.setdefault(criterion.id, _Back(criterion)).add(workspace, criterion)
    blockers = [back.blocker() for back in seen.values()]
    return sorted(blockers, key=lambda b: (-len(b.not_met) - len(b.unknown), -len(b.not_met), b.id))


@dataclass
class _Back:
    """Whom a criterion keeps back, as far as they were looked at."""

    first: CriterionResult
    remedies: set[str] = field(default_factory=set)
    not_met: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def add(self, workspace: WorkspaceAssessment, criterion: CriterionResult) -> None:
        if len(self.remedies) < _DIFFERENT:
            self.remedies.add(criterion.remedy)
        names = self.not_met if criterion.verdict == NOT_MET else self.unknown
        names.append(workspace.name)

    def blocker(self) -> FleetBlocker:
        return FleetBlocker(
            id=self.first.id,
            title=self.first.title,
            remedy=self.first.remedy if len(self.remedies) < _DIFFERENT else "",
            docs=self.first.docs,
            not_met=tuple(self.not_met),
            unknown=tuple(self.unknown),
        )
