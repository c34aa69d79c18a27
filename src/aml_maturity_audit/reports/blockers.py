"""What keeps most workspaces from their next level."""

from dataclasses import dataclass

from aml_maturity_audit.assessment.model import NOT_MET, Assessment, CriterionResult
from aml_maturity_audit.reports.views import next_steps, scored

_NAMED = 3


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
    seen: dict[str, list[tuple[str, CriterionResult]]] = {}
    for workspace in scored(assessment):
        for criterion in next_steps(workspace)[1]:
            seen.setdefault(criterion.id, []).append((workspace.name, criterion))
    blockers = [_blocker(id, found) for id, found in seen.items()]
    return sorted(blockers, key=lambda b: (-len(b.not_met) - len(b.unknown), -len(b.not_met), b.id))


def _blocker(id: str, found: list[tuple[str, CriterionResult]]) -> FleetBlocker:
    remedies = {criterion.remedy for _, criterion in found}
    return FleetBlocker(
        id=id,
        title=found[0][1].title,
        remedy=remedies.pop() if len(remedies) == 1 else "",
        docs=found[0][1].docs,
        not_met=tuple(name for name, criterion in found if criterion.verdict == NOT_MET),
        unknown=tuple(name for name, criterion in found if criterion.verdict != NOT_MET),
    )
