"""The numbers on top of the report."""

from dataclasses import dataclass

from aml_maturity_audit.assessment.model import UNKNOWN, Assessment
from aml_maturity_audit.assessment.words import TOP_LEVEL
from aml_maturity_audit.reports import views


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One level's part of the bar that shows how the fleet is distributed."""

    level: int
    workspaces: int
    start: float
    """Where it begins and how long it is, in percent of the bar."""
    length: float


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """What a board asks for first."""

    scored: int
    listed: int
    bars: tuple[Bar, ...]
    higher: int
    """Workspaces that may be at a higher level than is confirmed."""
    close: int
    """Workspaces that one criterion keeps from their next level."""
    incomplete: int


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Something to grant or configure, and how far it reaches."""

    action: str | None
    hint: str
    signals: tuple[str, ...]
    workspaces: int
    verdicts: int


def numbers(document: Assessment) -> Numbers:
    """Counted over the scored workspaces."""
    levels, close = [], 0
    for workspace in views.scored(views.briefly(document)):
        levels.append(views.need(workspace))
        close += len(views.next_steps(workspace)[1]) == 1
    bars, start = [], 0.0
    for level in range(TOP_LEVEL + 1):
        count = sum(confirmed == level for confirmed, _ in levels)
        length = round(100 * count / len(levels), 3) if levels else 0.0
        bars.append(Bar(level=level, workspaces=count, start=round(start, 3), length=length))
        start += length
    return Numbers(
        scored=len(levels),
        listed=len(views.listed(document)),
        bars=tuple(bars),
        higher=sum(possible > confirmed for confirmed, possible in levels),
        close=close,
        incomplete=document.coverage.incomplete_readings,
    )


def wanted(document: Assessment) -> list[Wanted]:
    """What would settle most unknown verdicts, over all workspaces."""
    workspaces: dict[tuple[str, str], int] = {}
    verdicts: dict[tuple[str, str], int] = {}
    signals: dict[tuple[str, str], set[str]] = {}
    for workspace in views.scored(document):
        unknown = [c for c in workspace.criteria if c.verdict == UNKNOWN]
        for grant in views.grants(unknown):
            what = (grant.action or "", grant.hint)
            workspaces[what] = workspaces.get(what, 0) + 1
            verdicts[what] = verdicts.get(what, 0) + len(grant.criteria)
            signals.setdefault(what, set()).update(grant.signals)
    return [
        Wanted(
            action=what[0] or None,
            hint=what[1],
            signals=tuple(sorted(signals[what])),
            workspaces=workspaces[what],
            verdicts=verdicts[what],
        )
        for what in sorted(verdicts, key=lambda what: (-verdicts[what], what))
    ]
