"""What reports show of an assessment, independent of how they look."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import overload

from msgspec.structs import replace

from aml_maturity_audit.assessment.kept import in_brief
from aml_maturity_audit.assessment.model import (
    DIMENSIONS,
    UNKNOWN,
    Assessment,
    CriterionResult,
    DimensionLevel,
    WorkspaceAssessment,
)
from aml_maturity_audit.assessment.words import TOP_LEVEL


@dataclass(frozen=True, kw_only=True)
class Grant:
    """Something to grant or configure, and how many criteria it would help to settle."""

    action: str | None
    hint: str
    signals: tuple[str, ...]
    criteria: tuple[str, ...]


class InOrder(Sequence[WorkspaceAssessment]):
    """Some of the workspaces, in an order: of many, one stands in memory at a time."""

    def __init__(self, workspaces: Sequence[WorkspaceAssessment], places: Sequence[int]) -> None:
        self._workspaces = workspaces
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> WorkspaceAssessment: ...
    @overload
    def __getitem__(self, at: slice) -> "InOrder": ...
    def __getitem__(self, at: int | slice) -> "WorkspaceAssessment | InOrder":
        if isinstance(at, slice):
            return InOrder(self._workspaces, self._places[at])
        return self._workspaces[self._places[at]]


def by_name(
    workspaces: Sequence[WorkspaceAssessment],
    which: Callable[[WorkspaceAssessment], bool] = lambda _: True,
) -> Sequence[WorkspaceAssessment]:
    """Those of the workspaces `which` are asked for, in the order people look for them."""
    named = enumerate(in_brief(workspaces))
    placed = sorted((w.name.casefold(), w.key, at) for at, w in named if which(w))
    return InOrder(workspaces, [at for _, _, at in placed])


def briefly(assessment: Assessment) -> Assessment:
    """Of many workspaces only what keeps each from its next level, and what was not read."""
    return replace(assessment, workspaces=in_brief(assessment.workspaces))


def scored(assessment: Assessment) -> Sequence[WorkspaceAssessment]:
    """The workspaces that have a level, by name."""
    return by_name(assessment.workspaces, lambda w: w.level is not None)


def listed(assessment: Assessment) -> Sequence[WorkspaceAssessment]:
    """Hubs, projects and feature stores: listed with their kind, not scored."""
    return by_name(assessment.workspaces, lambda w: w.level is None)


def need(workspace: WorkspaceAssessment) -> tuple[int, int]:
    """How low it stands: the lowest first."""
    level = workspace.level
    return (level.confirmed, level.possible) if level else (0, 0)


def column(workspace: WorkspaceAssessment, dimension: str) -> DimensionLevel | None:
    """The workspace's level in a dimension; None where the document has none."""
    return next((d for d in workspace.dimensions if d.id == dimension), None)


def next_steps(workspace: WorkspaceAssessment) -> tuple[int, list[CriterionResult]]:
    """The next level and what keeps the workspace from it; at the top, nothing does."""
    for blocker in workspace.blockers:
        if blocker.dimension == "overall":
            known = {c.id: c for c in workspace.criteria}
            return blocker.level, [known[id] for id in blocker.criteria if id in known]
    confirmed = workspace.level.confirmed if workspace.level else 0
    return min(confirmed + 1, TOP_LEVEL), []


def grants(criteria: Iterable[CriterionResult]) -> list[Grant]:
    """What to grant or configure so that unknown criteria are settled; the most useful first."""
    signals: dict[tuple[str, str], set[str]] = {}
    helped: dict[tuple[str, str], set[str]] = {}
    for criterion in criteria:
        if criterion.verdict != UNKNOWN:
            continue
        for missing in criterion.missing:
            what = (missing.action or "", missing.hint)
            signals.setdefault(what, set()).add(missing.signal)
            helped.setdefault(what, set()).add(criterion.id)
    return [
        Grant(
            action=what[0] or None,
            hint=what[1],
            signals=tuple(sorted(signals[what])),
            criteria=tuple(sorted(helped[what])),
        )
        for what in sorted(helped, key=lambda what: (-len(helped[what]), what))
    ]


def together(criteria: Iterable[CriterionResult]) -> list[list[CriterionResult]]:
    """The criteria in their order, those that are unknown for one reason told together."""
    groups: dict[object, list[CriterionResult]] = {}
    for criterion in criteria:
        reason = (criterion.because, criterion.missing)
        key = reason if criterion.verdict == UNKNOWN else criterion.id
        groups.setdefault(key, []).append(criterion)
    return list(groups.values())


def ladder_order(criteria: Iterable[CriterionResult]) -> list[CriterionResult]:
    """From the lowest level up, in the columns' order; what the edition leaves out comes last."""

    def place(criterion: CriterionResult) -> tuple[bool, int, int, str]:
        known = [d for d in criterion.dimensions if d in DIMENSIONS]
        level = min((criterion.dimensions[d] for d in known), default=TOP_LEVEL + 1)
        first = min((DIMENSIONS.index(d) for d in known), default=len(DIMENSIONS))
        return (not criterion.counts, level, first, criterion.id)

    return sorted(criteria, key=place)


def required_by(criterion: CriterionResult) -> str:
    """`creation 2, release 3`: where the criterion is required, and from which level."""
    known = [d for d in DIMENSIONS if d in criterion.dimensions]
    return ", ".join(f"{d} {criterion.dimensions[d]}" for d in known)


def roles_of(roles: dict[str, str], names: dict[str, str]) -> str:
    """`dev pricing-lab, prod churn-prod`: the workspaces of a system."""
    order = {"dev": 0, "test": 1, "prod": 2}
    pairs = sorted(roles.items(), key=lambda pair: (order.get(pair[1], 3), pair[1], pair[0]))
    return ", ".join(f"{role} {names.get(key, key)}" for key, role in pairs)
