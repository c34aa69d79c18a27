"""Runs of the pipelines in the window: builds, and deployments of classic releases."""

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem, gap_of
from aml_maturity_audit.collectors.cicd.azure_devops.builds import builds
from aml_maturity_audit.collectors.cicd.azure_devops.context import DevOpsContext
from aml_maturity_audit.collectors.cicd.azure_devops.deployments import deployments
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.signals.cicd import PIPELINE_RUNS, PIPELINES, PipelineRun


async def _fetch(context: DevOpsContext) -> Listing[PipelineRun]:
    pipelines = context.seen(PIPELINES)
    ran = await builds(context, pipelines)
    try:
        deployed = await deployments(context, pipelines)
    except Problem as problem:
        deployed = Listing((), (gap_of(problem),))
    return Listing.merged(ran, deployed)


SOURCE = Source(yields=PIPELINE_RUNS, needs=PIPELINE_RUNS.actions, fetch=_fetch, after=(PIPELINES,))
