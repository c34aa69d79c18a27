"""Builds as runs, their timelines read where a practice hangs on what may have been skipped.

Source: azure_facts A.1; criteria.md, section 1, rule 4 and "practices of a pipeline".
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable

from aml_maturity_audit.azure.devops.paging import TOKENS
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem
from aml_maturity_audit.collectors.cicd.azure_devops.context import DevOpsContext
from aml_maturity_audit.collectors.cicd.azure_devops.shape import Shape
from aml_maturity_audit.collectors.cicd.azure_devops.timeline import TimelineAnswer, timeline_of
from aml_maturity_audit.collectors.cicd.azure_devops.wire import Identity, Ref, branch_of, person
from aml_maturity_audit.collectors.cicd.carriers import Timeline, carriers_in, gates_in
from aml_maturity_audit.collectors.cicd.proving import Proof, newest_first
from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.collectors.wire.times import parse_time
from aml_maturity_audit.signals.cicd import PIPELINE_RUNS, Pipeline, PipelineRun
from aml_maturity_audit.signals.origins import canonical
from aml_maturity_audit.signals.reading import Gap

MOST = 20_000
"""Builds of a project in the window."""
_SCOPE, _SIGNAL = "vso.build", PIPELINE_RUNS.name


class _Repository(Wire):
    url: object = None


class Build(Wire):
    """A completed build."""

    id: object = None
    definition: Ref | None = None
    reason: object = None
    result: object = None
    start_time: object = None
    finish_time: object = None
    requested_for: Identity | None = None
    source_version: object = None
    source_branch: object = None
    repository: _Repository | None = None


async def builds(context: DevOpsContext, pipelines: Iterable[Pipeline]) -> Listing[PipelineRun]:
    """The builds of the window as runs. Raises Problem where the list cannot be read.

    Builds that retention has deleted count too: they did run.
    """
    known = {pipeline.id: pipeline for pipeline in pipelines}
    route = context.route(
        "build/builds",
        scope=_SCOPE,
        source=_SIGNAL,
        params={
            "statusFilter": "completed",
            "minTime": f"{context.window_start:%Y-%m-%dT%H:%M:%SZ}",
            "queryOrder": "finishTimeDescending",
            "deletedFilter": "includeDeleted",
        },
    )
    listed = await context.listing(
        route, Build, lambda build: _run(context, build, known), paging=TOKENS, limit=MOST
    )
    by_pipeline: defaultdict[str, list[PipelineRun]] = defaultdict(list)
    for run in listed.items:
        by_pipeline[run.pipeline_id].append(run)
    proven = await asyncio.gather(
        *(_proven(context, known.get(id_), runs) for id_, runs in by_pipeline.items())
    )
    runs = tuple(run for found, _ in proven for run in found)
    return Listing(runs, (*listed.gaps, *(gap for _, gap in proven if gap is not None)))


def _run(context: DevOpsContext, build: Build, known: dict[str, Pipeline]) -> PipelineRun:
    number = text(build.id)
    if not number:
        raise ValueError("a build without an id")
    return PipelineRun(
        id=number,
        pipeline_id=_pipeline_id(text(build.definition.id) if build.definition else "", known),
        url=f"{context.page}/_build/results?buildId={number}",
        reason=text(build.reason),
        result=text(build.result),
        started_at=parse_time(build.start_time),
        finished_at=parse_time(build.finish_time),
        requested_for=person(build.requested_for),
        commit=text(build.source_version),
        branch=branch_of(build.source_branch),
        origin=canonical(text(build.repository.url)) if build.repository else "",
    )


def _pipeline_id(number: str, known: dict[str, Pipeline]) -> str:
    """The pipeline of a build; one that was not listed (it is deleted) has an id of no pipeline."""
    found = (f"{kind}:{number}" for kind in ("yaml", "classic"))
    return next((id_ for id_ in found if id_ in known), f"unlisted:{number}")


async def _proven(
    context: DevOpsContext, pipeline: Pipeline | None, runs: list[PipelineRun]
) -> tuple[list[PipelineRun], Gap | None]:
    """The runs with what they left out, and what stays open of that."""
    carriers = carriers_in(pipeline.content) if pipeline else ()
    shape = context.shapes.get(pipeline.id, Shape()) if pipeline else Shape()
    if pipeline is None or not carriers or (shape.is_plain and _is_whole(pipeline)):
        return runs, None
    succeeded = newest_first(run for run in runs if run.result.lower() == "succeeded")
    proof = Proof(
        carriers,
        shape.shaped,
        succeeded,
        gates=gates_in(pipeline.content),
        every=_releases(pipeline),
    )
    while batch := proof.batch():
        told = await asyncio.gather(*(_timeline(context, run) for run in batch))
        for run, timeline in zip(batch, told, strict=True):
            proof.learn(run, timeline)
    settled = {run.id: proof.settled(run) for run in succeeded}
    return [settled.get(run.id, run) for run in runs], proof.gap(pipeline.id, pipeline.name)


def _releases(pipeline: Pipeline) -> bool:
    return pipeline.content is not None and "deploys_model" in pipeline.content.practices


def _is_whole(pipeline: Pipeline) -> bool:
    """Whether all of it could be read, so that no part unseen can have a condition."""
    return pipeline.content is not None and not pipeline.content.unresolved


async def _timeline(context: DevOpsContext, run: PipelineRun) -> Timeline | None:
    route = context.route(f"build/builds/{run.id}/timeline", scope=_SCOPE, source=_SIGNAL)
    try:
        return timeline_of(await context.devops.item(route, TimelineAnswer))
    except Problem:
        return None
