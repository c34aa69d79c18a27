"""Which runs' timelines to read, and what the runs prove once some are read.

Reading all timelines costs too much, and reading none would let a skipped deploy stage count. So
of each pipeline the newest successful runs are read, those started in different ways first, until
one is seen to have carried out each practice. Of a pipeline that releases every run counts by
itself, as releases are tied to the runs that span them; so all of them are read, up to a bound. Of
others so are the runs since the newest proof, as a snapshot may be judged with a shorter window.
What stays open is a gap that names the pipeline: judges then say unknown, not no. Provider-neutral.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec

from aml_maturity_audit.collectors.cicd.carriers import Done, Timeline, done, left_out
from aml_maturity_audit.signals.cicd import PipelineRun
from aml_maturity_audit.signals.practices import PracticeEvidence
from aml_maturity_audit.signals.reading import TRUNCATED, Gap

MOST_TIMELINES = 8
"""Of one pipeline."""
MOST_OF_RELEASES = 60
"""Of one pipeline that releases: a release on every working day of a window of 90 days."""
AT_ONCE = 8
_AUTOMATIC = frozenset(
    {"individualci", "batchedci", "pullrequest", "schedule", "buildcompletion", "resourcetrigger"}
)


@dataclass(frozen=True)
class _Answered:
    """What a timeline told of a run."""

    skipped: tuple[str, ...]
    doubts: frozenset[int]


@dataclass
class Proof:
    """The successful runs of one pipeline, and which of them did what."""

    carriers: tuple[PracticeEvidence, ...]
    shaped: bool
    runs: Sequence[PipelineRun]
    """Successful ones, newest first."""
    gates: frozenset[PracticeEvidence] = frozenset()
    """Carriers that are a gate around a whole job: the job ran, so the gate was passed."""
    every: bool = False
    """Every run counts by itself."""
    timelines: dict[str, Timeline | None] = field(default_factory=dict)
    """Run id to its timeline; None where it could not be read."""
    _answers: dict[str, _Answered] = field(default_factory=dict)
    _counted: dict[str, set[int]] = field(default_factory=dict)
    """Run id to the positions of the carriers that it proves."""
    _proven: dict[bool, set[int]] = field(default_factory=lambda: {True: set(), False: set()})
    """Positions of carriers proven by a run that nobody started by hand, and by any run."""

    def next(self) -> PipelineRun | None:
        """The run whose timeline to read next; None when enough is known or too many were read."""
        if len(self.timelines) >= (MOST_OF_RELEASES if self.every else MOST_TIMELINES):
            return None
        unread = (run for run in self._in_order() if run.id not in self.timelines)
        return next((run for run in unread if self._could_prove(run)), None)

    def batch(self) -> list[PipelineRun]:
        """The runs whose timelines to read next, at the same time."""
        following = self.next()
        if following is not None and not self.every:
            return [following]
        wanted = self.runs if self.every else self._since_proven()
        room = MOST_OF_RELEASES - len(self.timelines)
        return [run for run in wanted if run.id not in self.timelines][: min(room, AT_ONCE)]

    def learn(self, run: PipelineRun, timeline: Timeline | None) -> None:
        """Take up what a run did."""
        self.timelines[run.id] = timeline
        if timeline is None:
            return
        answers = [
            done(carrier, timeline, shaped=self.shaped, gate=carrier in self.gates)
            for carrier in self.carriers
        ]
        names, doubts = left_out(self.carriers, answers)
        self._answers[run.id] = _Answered(names, doubts)
        counted = {at for at, one in enumerate(answers) if one is Done.YES} - doubts
        self._counted[run.id] = counted
        self._proven[False] |= counted
        if _is_automatic(run):
            self._proven[True] |= counted

    def settled(self, run: PipelineRun) -> PipelineRun:
        """The run with what it left out, or may have."""
        answered = self._answers.get(run.id)
        if answered is None:
            unsure = [Done.DOUBT] * len(self.carriers)
            return msgspec.structs.replace(run, skipped=left_out(self.carriers, unsure)[0])
        ran = tuple(sorted(_names(self.timelines[run.id] or ())))
        return msgspec.structs.replace(run, ran=ran, skipped=answered.skipped)

    def gap(self, pipeline_id: str, name: str) -> Gap | None:
        """What is not known of the runs; None where nothing is."""
        open_ = self._open(automatic=True) | self._open(automatic=False)
        if not open_:
            return None
        carrier = self.carriers[min(open_)]
        what = carrier.stage or carrier.job or carrier.step
        return Gap(
            kind=TRUNCATED,
            reason=f"Whether {what} of {name} ran or was skipped is not known of every run: of"
            f" {len(self.runs)} successful runs {len(self._answers)} timelines were read.",
            resource=pipeline_id,
        )

    def _could_prove(self, run: PipelineRun) -> bool:
        """Whether something is not proven yet that this run may prove."""
        return self.every or len(self._proven[_is_automatic(run)]) < len(self.carriers)

    def _open(self, *, automatic: bool) -> set[int]:
        """Positions of carriers that some run may have carried out beyond what is proven."""
        among = [run for run in self.runs if _is_automatic(run) or not automatic]
        left = set(range(len(self.carriers)))
        if self.every:
            left -= self._proven[automatic]
        found: set[int] = set()
        for run in among:  # newest first: what an older run proves settles nothing for a newer one
            answered = self._answers.get(run.id)
            found |= left if answered is None else left & answered.doubts
            left -= self._counted.get(run.id, set())
        return found

    def _since_proven(self) -> list[PipelineRun]:
        """The runs that are newer than the newest proof of some carrier that is proven."""
        left = set(self._proven[False])
        newer: list[PipelineRun] = []
        for run in self.runs:
            if not left:
                break
            newer.append(run)
            left -= self._counted.get(run.id, set())
        return newer

    def _in_order(self) -> list[PipelineRun]:
        """The newest of each way of being started, then the rest; automatic ones before others."""
        seen: set[tuple[str, str]] = set()
        first: list[PipelineRun] = []
        rest: list[PipelineRun] = []
        for run in self.runs:
            way = (run.reason.lower(), run.branch)
            (rest if way in seen else first).append(run)
            seen.add(way)
        first.sort(key=lambda run: (not _is_automatic(run), _is_of_a_pull_request(run)))
        rest.sort(key=_is_of_a_pull_request)
        return [*first, *rest]


def newest_first(runs: Iterable[PipelineRun]) -> list[PipelineRun]:
    """The runs by when they ended; those without a date come first, as they may be new."""
    never = datetime.max.replace(tzinfo=UTC)
    return sorted(runs, key=lambda run: run.finished_at or never, reverse=True)


def _is_of_a_pull_request(run: PipelineRun) -> bool:
    return run.reason.lower() == "pullrequest"


def _is_automatic(run: PipelineRun) -> bool:
    return run.reason.lower() in _AUTOMATIC


def _names(timeline: Timeline) -> set[str]:
    """All that ran, for the record."""
    found: set[str] = set()
    for stage in timeline:
        found |= stage.names if stage.ran else frozenset()
        for job in stage.jobs:
            found |= job.names if job.ran else frozenset()
            for step in job.steps:
                found |= step.names if step.ran else frozenset()
    return found
