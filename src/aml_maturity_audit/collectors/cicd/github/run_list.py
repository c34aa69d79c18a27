"""The completed runs of the window, told whole although GitHub tells a thousand a search.

Runs are found by when they were created; one may take or wait for 35 days, and may be tried again
for 30, so the search begins that much before the window. A time with more runs than are told is
halved until all are. Source: GitHub, "Actions limits" and "Re-running workflows and jobs".
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem, gap_of
from aml_maturity_audit.collectors.cicd.github.context import GitHubContext, about_all
from aml_maturity_audit.collectors.cicd.github.wire import Account, Wire, starter
from aml_maturity_audit.collectors.cicd.github.words import reason_of, result_of
from aml_maturity_audit.collectors.wire.plain import text, whole
from aml_maturity_audit.collectors.wire.times import parse_time
from aml_maturity_audit.signals.cicd import PIPELINE_RUNS, PipelineRun
from aml_maturity_audit.signals.reading import TRUNCATED, Gap

MOST = 20_000
"""Runs of a repository in the window."""
MOST_FOUND = 1_000
"""Runs that a search tells."""
LONGEST = timedelta(days=35 + 30)
"""GitHub ends an attempt after 35 days, waiting for approval included, and begins the last one
within 30 days of the first."""
SHORTEST = timedelta(hours=1)
"""A piece that is not halved further."""
ACTIONS = "actions: read"


class RunAnswer(Wire):
    """A completed run."""

    id: object = None
    workflow_id: object = None
    event: object = None
    status: object = None
    conclusion: object = None
    run_attempt: object = None
    run_started_at: object = None
    created_at: object = None
    updated_at: object = None
    head_sha: object = None
    head_branch: object = None
    html_url: object = None
    actor: Account | None = None
    triggering_actor: Account | None = None


@dataclass(frozen=True)
class Retried:
    """A run of several attempts, of which a list tells the last one."""

    id: str
    pipeline_id: str
    attempts: int
    created_at: str


@dataclass
class RunList:
    """The runs that are found, and what stays hidden."""

    context: GitHubContext
    pipelines: frozenset[str]
    found: dict[str, PipelineRun]
    gaps: list[Gap]
    retried: dict[str, Retried] = field(default_factory=dict)
    """Runs that were tried again, also those whose last attempt is still under way."""

    async def read(self) -> Listing[PipelineRun]:
        """All of them, the newest first. Raises Problem where not even the newest are told."""
        start, end = self.context.window_start - LONGEST, self.context.collected_at
        waiting = [(start, end)]
        asked = 0
        while waiting:
            piece = waiting.pop()
            if len(self.found) >= MOST:
                reason = f"The runs of {self.context.name} were read up to {MOST:,}."
                self.gaps.append(Gap(kind=TRUNCATED, reason=reason))
                break
            try:
                waiting += await self._between(*piece)
            except Problem as problem:
                if not asked:
                    raise
                self.gaps.append(about_all(gap_of(problem)))
            asked += 1
        runs = sorted(self.found.values(), key=_finished, reverse=True)
        return Listing(tuple(runs), tuple(self.gaps))

    async def _between(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """Take up a piece; or its halves, to be read instead, the newer one last."""
        told: list[int] = []
        route = self.context.route(
            "actions/runs",
            permission=ACTIONS,
            source=PIPELINE_RUNS.name,
            params={"created": f"{_time(start)}..{_time(end)}"},
            key="workflow_runs",
        )

        def is_too_much(_: object) -> bool:
            return told[-1] > MOST_FOUND and end - start > SHORTEST if told else False

        listed = await self.context.listing(
            route, RunAnswer, self._run, enough=is_too_much, total=told.append
        )
        if is_too_much(None):
            middle = start + (end - start) / 2
            return [(start, middle), (middle, end)]
        self.gaps += listed.gaps
        self.found |= {run.id: run for run in listed.items}
        if told and told[-1] > MOST_FOUND:
            reason = f"Of {told[-1]} runs of {self.context.name} in an hour {MOST_FOUND} are told."
            self.gaps.append(Gap(kind=TRUNCATED, reason=reason))
        return []

    def _run(self, answer: RunAnswer) -> PipelineRun | None:
        """A run as a record; None for one that ended before the window, or goes on."""
        number = text(answer.id)
        if not number:
            raise ValueError("a run without an id")
        pipeline = f"workflow:{text(answer.workflow_id)}"
        if pipeline not in self.pipelines:
            pipeline = f"unlisted:{text(answer.workflow_id)}"
        attempt = whole(answer.run_attempt) or 1
        run = run_of(self.context, answer, attempt, pipeline, number)
        if run.finished_at is not None and run.finished_at < self.context.window_start:
            return None
        if attempt > 1:
            created = text(answer.created_at)
            self.retried[number] = Retried(number, pipeline, attempt, created)
        return run if text(answer.status) in {"completed", ""} else None


def run_of(
    context: GitHubContext, answer: RunAnswer, attempt: int, pipeline: str, name: str
) -> PipelineRun:
    """A run, or one attempt of it, as a record."""
    return PipelineRun(
        id=name,
        pipeline_id=pipeline,
        url=text(answer.html_url),
        reason=reason_of(text(answer.event), attempt),
        result=result_of(text(answer.conclusion)),
        started_at=parse_time(answer.run_started_at) or parse_time(answer.created_at),
        finished_at=parse_time(answer.updated_at),
        requested_for=starter(answer.triggering_actor or answer.actor),
        commit=text(answer.head_sha),
        branch=text(answer.head_branch),
        origin=next(iter(context.record.origins), ""),
    )


def _finished(run: PipelineRun) -> tuple[bool, str]:
    return run.finished_at is not None, run.finished_at.isoformat() if run.finished_at else ""


def _time(time: datetime) -> str:
    return f"{time:%Y-%m-%dT%H:%M:%SZ}"
