"""What a run carried out of what its pipeline shows. Source: criteria.md, section 1: "a run whose
timeline can be read and shows the stage, job or step that carries a practice skipped did not do
it".

Provider-neutral: a timeline is a tree of stages, jobs and steps. A run's record keeps names only
(`PipelineRun.skipped`), which judges compare with the carriers of each practice; they are chosen
here so that, by names alone, exactly those practices count that were carried out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from aml_maturity_audit.signals.practices import PipelineContent, PracticeEvidence

_FILLED_IN = re.compile(r"(?:\$\([^)]*\)|\$\{\{.*?\}\}|\$\[.*?\])+")
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


N = TypeVar("N", "Stage", "Job", "Step")


class Done(Enum):
    """Whether a run did what an evidence shows."""

    YES = "yes"
    NO = "no"
    DOUBT = "doubt"


@dataclass(frozen=True)
class Step:
    """A step of a job, as a timeline shows it."""

    names: frozenset[str]
    """All its names, in lower case."""
    ran: bool


@dataclass(frozen=True)
class Job:
    """A job of a stage."""

    names: frozenset[str]
    ran: bool
    steps: tuple[Step, ...] = ()
    """Empty where the source does not tell steps."""


@dataclass(frozen=True)
class Stage:
    """A stage of a run; sources without stages have one without a name."""

    names: frozenset[str]
    ran: bool
    jobs: tuple[Job, ...] = ()
    """Empty where the source does not tell jobs."""


Timeline = tuple[Stage, ...]


def carriers_in(content: PipelineContent | None) -> tuple[PracticeEvidence, ...]:
    """The evidence that hangs on a stage, job or step, which a run may have skipped."""
    practices = content.practices.values() if content else ()
    found = (item for evidence in practices for item in evidence)
    return tuple(item for item in found if item.stage or item.job or item.step)


def gates_in(content: PipelineContent | None) -> frozenset[PracticeEvidence]:
    """The evidence that is a gate around a whole stage or job, and no step of it."""
    found = content.practices.get("approval_or_environment_gate", ()) if content else ()
    return frozenset(item for item in found if (item.stage or item.job) and not item.step)


def done(
    evidence: PracticeEvidence, timeline: Timeline, *, shaped: bool = False, gate: bool = False
) -> Done:
    """Whether the run with this timeline did what `evidence` shows.

    `shaped`: expressions decide, run by run, which parts the file has at all, so a step without a
    name may not have been there. `gate`: the stage or job itself is what `evidence` is about.
    """
    stages, missing = _named(timeline, evidence.stage)
    if not stages:
        return missing
    return _best(_in_stage(evidence, stage, shaped, gate) for stage in stages)


def _in_stage(evidence: PracticeEvidence, stage: Stage, shaped: bool, gate: bool) -> Done:
    if not stage.ran:
        return Done.NO
    if not stage.jobs or (gate and not evidence.job):
        return Done.YES
    jobs, missing = _named(stage.jobs, evidence.job)
    if not jobs:
        return missing
    answers = [_in_job(evidence, job, shaped, gate) for job in jobs]
    if evidence.job:
        return _best(answers)
    return answers[0] if len(set(answers)) == 1 else Done.DOUBT


def _in_job(evidence: PracticeEvidence, job: Job, shaped: bool, gate: bool) -> Done:
    if not job.ran:
        return Done.NO
    if gate:
        return Done.YES
    if not job.steps:
        return Done.YES
    if not evidence.step:
        return Done.YES if not shaped and all(step.ran for step in job.steps) else Done.DOUBT
    ran = {step.ran for step in _named(job.steps, evidence.step)[0]}
    if len(ran) != 1:
        return Done.DOUBT
    return Done.YES if ran == {True} else Done.NO


def _named(nodes: Sequence[N], name: str | None) -> tuple[list[N], Done]:
    """The nodes with this name, or all without one; and what it means where there are none.

    A fixed identifier that the timeline lacks was not part of the run (a condition left it out as
    the file was expanded); a display name may have been put together by the run.
    """
    if not name:
        return list(nodes), Done.DOUBT
    parts = _FILLED_IN.split(name.strip().lower())
    found = [node for node in nodes if any(_fits(parts, known) for known in node.names)]
    return found, Done.NO if _IDENTIFIER.fullmatch(name.strip()) else Done.DOUBT


def fits(pattern: str, name: str) -> bool:
    """Whether a name is what a file writes, with what the run fills in (`${{ matrix.env }}`)."""
    return _fits(_FILLED_IN.split(pattern.strip().lower()), name.strip().lower())


def _fits(parts: Sequence[str], known: str) -> bool:
    """Whether a name has these parts in this order, the first and last at its ends.

    What stands between them is filled in by the run (`$(env)`); a name that is nothing else fits
    none. No regular expression: names are strangers', and may be made to take forever.
    """
    if len(parts) == 1:
        return known == parts[0]
    if not any(part.strip() for part in parts) or not known.startswith(parts[0]):
        return False
    at = len(parts[0])
    for part in parts[1:-1]:
        found = known.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return known.endswith(parts[-1]) and len(known) - len(parts[-1]) >= at


def _best(answers: Iterable[Done]) -> Done:
    known = set(answers)
    return next((one for one in (Done.YES, Done.DOUBT, Done.NO) if one in known), Done.DOUBT)


def left_out(
    carriers: Sequence[PracticeEvidence], answers: Sequence[Done]
) -> tuple[tuple[str, ...], frozenset[int]]:
    """Names for `PipelineRun.skipped`, so that only what was surely carried out counts.

    Also the positions of what is in doubt: what may have been done and does not count, since
    names alone could not tell it from what was skipped, or the timeline does not.
    """
    kept = {
        name for c, a in zip(carriers, answers, strict=True) if a is Done.YES for name in _of(c)
    }
    names: dict[str, None] = {}
    doubts = {at for at, answer in enumerate(answers) if answer is Done.DOUBT}
    for carrier, answer in zip(carriers, answers, strict=True):
        if answer is Done.YES:
            continue
        own = _of(carrier)
        names[next((name for name in own if name not in kept), own[0])] = None
    for at, carrier in enumerate(carriers):
        if answers[at] is Done.YES and any(name in names for name in _of(carrier)):
            doubts.add(at)
    return tuple(names), frozenset(doubts)


def _of(evidence: PracticeEvidence) -> list[str]:
    """The names that carry an evidence, the narrowest first."""
    found = (evidence.step, evidence.job, evidence.stage)
    return [name.lower() for name in found if name]
