"""Attempts of runs before their last one: a list of runs tells the last one only.

A release that an earlier attempt made falls within that attempt, and what started it is told of
each attempt by itself. So those of workflows that deploy are asked for one by one, within bounds;
what is not known of them is a gap of their workflow. An attempt is a run of its own here, named
`ID/attempts/1`, under which GitHub tells its jobs too.
Source: GitHub REST, "Workflow runs", get a workflow run attempt; criteria.md, section 1, "release".
"""

import asyncio
from collections.abc import Iterable, Mapping

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem, gap_of
from aml_maturity_audit.collectors.cicd.github.context import GitHubContext
from aml_maturity_audit.collectors.cicd.github.run_list import (
    ACTIONS,
    Retried,
    RunAnswer,
    run_of,
)
from aml_maturity_audit.signals.cicd import PIPELINE_RUNS, Pipeline, PipelineRun
from aml_maturity_audit.signals.reading import TRUNCATED, Gap

MOST = 60
"""Attempts of the runs of one workflow, the newest runs first."""


async def earlier_attempts(
    context: GitHubContext, pipelines: Mapping[str, Pipeline], retried: Iterable[Retried]
) -> Listing[PipelineRun]:
    """The attempts before the last of these runs, as far as their workflow may release."""
    wanted: dict[str, list[tuple[Retried, int]]] = {}
    for run in sorted(retried, key=lambda one: one.created_at, reverse=True):
        if _may_release(pipelines.get(run.pipeline_id)):
            numbers = range(run.attempts - 1, 0, -1)
            wanted.setdefault(run.pipeline_id, []).extend((run, number) for number in numbers)
    gaps: list[Gap] = []
    for id_, listed in wanted.items():
        if len(listed) > MOST:
            reason = f"Of {len(listed)} earlier attempts of its runs {MOST} were read."
            gaps.append(Gap(kind=TRUNCATED, reason=reason, resource=id_))
    asked = [one for listed in wanted.values() for one in listed[:MOST]]
    found = await asyncio.gather(*(_read(context, run, number) for run, number in asked))
    return Listing.merged(Listing((), tuple(gaps)), *found)


def _may_release(pipeline: Pipeline | None) -> bool:
    if pipeline is None:
        return False
    content = pipeline.content
    return content is None or bool(
        content.practices.get("deploys_model") or content.unresolved or not content.parsed
    )


async def _read(context: GitHubContext, run: Retried, number: int) -> Listing[PipelineRun]:
    name = f"{run.id}/attempts/{number}"
    route = context.route(f"actions/runs/{name}", permission=ACTIONS, source=PIPELINE_RUNS.name)
    try:
        answer = await context.github.item(route, RunAnswer)
    except Problem as problem:
        return Listing((), (gap_of(problem, run.pipeline_id),))
    known = run_of(context, answer, number, run.pipeline_id, name)
    finished = known.finished_at
    if finished is not None and finished < context.window_start:
        return Listing()
    return Listing((known,))
