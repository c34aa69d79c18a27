"""Workflows, as their files read. Source: criteria.md, section 1, "practices of a pipeline"."""

import asyncio

import msgspec

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Missing, Problem
from aml_maturity_audit.collectors.cicd.github.context import GitHubContext
from aml_maturity_audit.collectors.cicd.github.files import Files
from aml_maturity_audit.collectors.cicd.github.flow import Flow
from aml_maturity_audit.collectors.cicd.github.identities import Identities
from aml_maturity_audit.collectors.cicd.github.reading import read_workflow
from aml_maturity_audit.collectors.cicd.github.run_list import ACTIONS, RunAnswer
from aml_maturity_audit.collectors.cicd.github.shared import CONTENTS
from aml_maturity_audit.collectors.cicd.github.wire import Wire
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.collectors.wire.plain import text, truth
from aml_maturity_audit.signals.cicd import PIPELINES, REPOSITORIES, Pipeline
from aml_maturity_audit.signals.practices import PipelineContent

MOST = 1_000
"""Workflows of a repository."""
_GITHUBS_OWN = "dynamic/"
"""Workflows that GitHub runs by itself (Pages, scanning): no file of anybody's."""


class _Workflow(Wire):
    id: object = None
    name: object = None
    path: object = None
    state: object = None
    html_url: object = None


async def _fetch(context: GitHubContext) -> Listing[Pipeline]:
    route = context.route(
        "actions/workflows", permission=ACTIONS, source=PIPELINES.name, key="workflows"
    )
    listed = await context.listing(route, _Workflow, _kept, limit=MOST)
    files, identities = Files(context), Identities(context)
    read = await asyncio.gather(*(_pipeline(context, files, one) for one in listed.items))
    found = []
    for pipeline in read:
        flow = context.flows.get(pipeline.id, Flow())
        if flow.only_called:
            continue
        used = await identities.of(flow)
        found.append(msgspec.structs.replace(pipeline, connections=used))
    return Listing(tuple(found), listed.gaps)


def _kept(workflow: _Workflow) -> _Workflow | None:
    if not text(workflow.id):
        raise ValueError("a workflow without an id")
    return None if text(workflow.path).startswith(_GITHUBS_OWN) else workflow


async def _pipeline(context: GitHubContext, files: Files, workflow: _Workflow) -> Pipeline:
    archived = truth(context.record.archived) is True
    pipeline = Pipeline(
        id=f"workflow:{text(workflow.id)}",
        name=text(workflow.name),
        url=text(workflow.html_url),
        repository_id=text(context.record.id),
        origin=next(iter(context.record.origins), ""),
        enabled=text(workflow.state) == "active" and not archived,
        file=text(workflow.path),
    )
    try:
        content, flow = await _content(context, files, workflow)
    except Problem as problem:
        return msgspec.structs.replace(pipeline, problem=problem.reason)
    context.flows[pipeline.id] = flow
    return msgspec.structs.replace(pipeline, content=content)


async def _content(
    context: GitHubContext, files: Files, workflow: _Workflow
) -> tuple[PipelineContent, Flow]:
    """From the default branch, else from where its newest run had it. Raises Problem."""
    path = text(workflow.path)
    try:
        return await read_workflow(files, context.branch, path)
    except Missing as missing:
        ref = await _newest_commit(context, workflow)
        if not ref:
            raise Missing(
                f"The workflow file {path} of {context.name} was not found at branch"
                f" {context.branch}, and it has no run that tells another."
            ) from missing
        return await read_workflow(files, ref, path)


async def _newest_commit(context: GitHubContext, workflow: _Workflow) -> str:
    route = context.route(
        f"actions/workflows/{text(workflow.id)}/runs",
        permission=ACTIONS,
        source=PIPELINES.name,
        params={"per_page": "1"},
        key="workflow_runs",
    )
    found = await context.listing(
        route, RunAnswer, lambda run: text(run.head_sha), enough=lambda _: True
    )
    return next(iter(found.items), "")


SOURCE = Source(yields=PIPELINES, needs=(ACTIONS, CONTENTS), fetch=_fetch, after=(REPOSITORIES,))
