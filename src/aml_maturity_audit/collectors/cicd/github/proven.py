"""What runs carried out of what their workflow shows, by the jobs that they tell.

Source: criteria.md, section 1, "practices of a pipeline". Jobs also tell when a run ended; its own
record tells when it was last touched, which may be later.
"""

import asyncio

import msgspec

from aml_maturity_audit.azure.problems import Problem
from aml_maturity_audit.collectors.cicd.carriers import Timeline, carriers_in, gates_in
from aml_maturity_audit.collectors.cicd.github.context import GitHubContext
from aml_maturity_audit.collectors.cicd.github.flow import Flow
from aml_maturity_audit.collectors.cicd.github.run_list import ACTIONS
from aml_maturity_audit.collectors.cicd.github.timeline import JobAnswer, latest, timeline_of
from aml_maturity_audit.collectors.cicd.proving import Proof
from aml_maturity_audit.collectors.wire.times import parse_time
from aml_maturity_audit.signals.cicd import PIPELINE_RUNS, Pipeline, PipelineRun
from aml_maturity_audit.signals.practices import PipelineContent
from aml_maturity_audit.signals.reading import Gap

MOST_JOBS = 1_000
"""Jobs of a run."""


async def proven(
    context: GitHubContext, pipeline: Pipeline | None, runs: list[PipelineRun]
) -> tuple[list[PipelineRun], Gap | None]:
    """The runs with what they left out, and what stays open of that."""
    carriers = carriers_in(pipeline.content) if pipeline else ()
    if pipeline is None or pipeline.content is None or not carriers:
        return runs, None
    flow = context.flows.get(pipeline.id, Flow())
    releases = "deploys_model" in pipeline.content.practices
    if not flow.skippable and _is_whole(pipeline.content) and not releases:
        return runs, None
    succeeded = [run for run in runs if run.result == "succeeded"]
    proof = Proof(carriers, False, succeeded, gates=gates_in(pipeline.content), every=releases)
    dated: dict[str, PipelineRun] = {}
    while batch := proof.batch():
        told = await asyncio.gather(*(_told(context, run, flow) for run in batch))
        for run, (timeline, exact) in zip(batch, told, strict=True):
            proof.learn(run, timeline)
            dated[run.id] = exact
    settled = {run.id: proof.settled(dated.get(run.id, run)) for run in succeeded}
    return [settled.get(run.id, run) for run in runs], proof.gap(pipeline.id, pipeline.name)


def _is_whole(content: PipelineContent) -> bool:
    """Whether all of it could be read, so that no part unseen can have a condition."""
    return not content.unresolved and not content.unread


async def _told(
    context: GitHubContext, run: PipelineRun, flow: Flow
) -> tuple[Timeline | None, PipelineRun]:
    """What a run did, and the run with when it did.

    Where only what failed was tried again, the list of the last attempt may lack the jobs that
    were not; so all are asked for, and of each the last counts. Source: GitHub REST, "Workflow
    jobs", list jobs for a workflow run, `filter`.
    """
    route = context.route(
        f"actions/runs/{run.id}/jobs",
        permission=ACTIONS,
        source=PIPELINE_RUNS.name,
        params={} if "/" in run.id else {"filter": "all"},
        key="jobs",
    )
    try:
        found = await context.listing(route, JobAnswer, lambda job: job, limit=MOST_JOBS)
    except Problem:
        return None, run
    if found.gaps:
        return None, run
    jobs = latest(found.items)
    return timeline_of(jobs, flow), _dated(run, jobs)


def _dated(run: PipelineRun, jobs: tuple[JobAnswer, ...]) -> PipelineRun:
    """The run from its first job to its last: where only what failed was tried again, the jobs
    of an earlier attempt are its own too."""
    begun = [time for job in jobs if (time := parse_time(job.started_at)) is not None]
    ends = [time for job in jobs if (time := parse_time(job.completed_at)) is not None]
    if not ends or not begun or run.finished_at is None or run.started_at is None:
        return run
    return msgspec.structs.replace(
        run,
        started_at=min(run.started_at, *begun),
        finished_at=min(run.finished_at, max(ends)),
    )
