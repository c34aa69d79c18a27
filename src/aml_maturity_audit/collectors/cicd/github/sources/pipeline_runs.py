"""Completed runs of the workflows in the window."""

import asyncio
from collections import defaultdict

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.cicd.github.attempts import earlier_attempts
from aml_maturity_audit.collectors.cicd.github.context import GitHubContext
from aml_maturity_audit.collectors.cicd.github.proven import proven
from aml_maturity_audit.collectors.cicd.github.run_list import ACTIONS, RunList
from aml_maturity_audit.collectors.cicd.proving import newest_first
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.signals.cicd import PIPELINE_RUNS, PIPELINES, PipelineRun


async def _fetch(context: GitHubContext) -> Listing[PipelineRun]:
    known = {pipeline.id: pipeline for pipeline in context.seen(PIPELINES)}
    runs_told = RunList(context, frozenset(known), {}, [])
    listed = await runs_told.read()
    earlier = await earlier_attempts(context, known, runs_told.retried.values())
    by_pipeline: defaultdict[str, list[PipelineRun]] = defaultdict(list)
    for run in newest_first([*listed.items, *earlier.items]):
        by_pipeline[run.pipeline_id].append(run)
    settled = await asyncio.gather(
        *(proven(context, known.get(id_), runs) for id_, runs in by_pipeline.items())
    )
    runs = tuple(run for found, _ in settled for run in found)
    hidden = (*listed.gaps, *earlier.gaps)
    return Listing(runs, (*hidden, *(gap for _, gap in settled if gap is not None)))


SOURCE = Source(yields=PIPELINE_RUNS, needs=(ACTIONS,), fetch=_fetch, after=(PIPELINES,))
