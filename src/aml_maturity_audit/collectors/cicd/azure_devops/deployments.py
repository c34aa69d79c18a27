"""Deployments of classic releases as runs of their definitions. Source: azure_facts A.18.

A deployment that follows from its release by itself was started for the reason the release was
created for; without the release that reason is not known, and stays empty.
"""

from aml_maturity_audit.azure.devops.api import RELEASES
from aml_maturity_audit.azure.devops.paging import SMALL_TOKENS
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.cicd.azure_devops.context import DevOpsContext
from aml_maturity_audit.collectors.cicd.azure_devops.releases import SCOPE
from aml_maturity_audit.collectors.cicd.azure_devops.wire import Identity, Ref, person
from aml_maturity_audit.collectors.cicd.carriers import Stage, carriers_in
from aml_maturity_audit.collectors.cicd.proving import Proof
from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.collectors.wire.times import parse_time
from aml_maturity_audit.signals.cicd import PIPELINE_RUNS, Pipeline, PipelineRun

MOST = 10_000
"""Deployments, and releases, of a project in the window."""
_REASONS = {
    "continuousintegration": "individualCI",
    "schedule": "schedule",
    "pullrequest": "pullRequest",
    "manual": "manual",
}
"""A release's reason in the words of builds."""
_PENDING = frozenset({"inprogress", "notdeployed", "undefined", ""})


class _Release(Wire):
    id: object = None
    reason: object = None


class _Deployment(Wire):
    id: object = None
    release: _Release | None = None
    release_definition: Ref | None = None
    release_environment: Ref | None = None
    reason: object = None
    deployment_status: object = None
    requested_for: Identity | None = None
    started_on: object = None
    completed_on: object = None
    last_modified_on: object = None


async def deployments(
    context: DevOpsContext, pipelines: tuple[Pipeline, ...]
) -> Listing[PipelineRun]:
    """The deployments of the window as runs. Raises Problem where they cannot be read."""
    reasons = await _reasons(context)
    known = {pipeline.id: pipeline for pipeline in pipelines}
    route = context.route(
        "release/deployments",
        scope=SCOPE,
        source=PIPELINE_RUNS.name,
        area=RELEASES,
        params={
            "minModifiedTime": f"{context.window_start:%Y-%m-%dT%H:%M:%SZ}",
            "queryOrder": "descending",
        },
    )
    return await context.listing(
        route,
        _Deployment,
        lambda one: _run(context, one, known, reasons),
        paging=SMALL_TOKENS,
        limit=MOST,
    )


async def _reasons(context: DevOpsContext) -> dict[str, str]:
    """Release id to why it was created."""
    route = context.route(
        "release/releases",
        scope=SCOPE,
        source=PIPELINE_RUNS.name,
        area=RELEASES,
        params={
            "minCreatedTime": f"{context.window_start:%Y-%m-%dT%H:%M:%SZ}",
            "queryOrder": "descending",
        },
    )
    found = await context.listing(
        route,
        _Release,
        lambda one: (text(one.id), text(one.reason)),
        paging=SMALL_TOKENS,
        limit=MOST,
    )
    return dict(found.items)


def _run(
    context: DevOpsContext,
    one: _Deployment,
    known: dict[str, Pipeline],
    reasons: dict[str, str],
) -> PipelineRun | None:
    status = text(one.deployment_status)
    if not text(one.id) or one.release_definition is None:
        raise ValueError("a deployment without an id or a definition")
    if status.lower() in _PENDING:
        return None
    release = text(one.release.id) if one.release else ""
    run = PipelineRun(
        id=f"deployment:{text(one.id)}",
        pipeline_id=f"release:{text(one.release_definition.id)}",
        url=f"{context.page}/_releaseProgress?releaseId={release}",
        reason=_reason(text(one.reason), reasons.get(release, "")),
        result=status,
        started_at=parse_time(one.started_on),
        finished_at=parse_time(one.completed_on) or parse_time(one.last_modified_on),
        requested_for=person(one.requested_for),
    )
    stage = text(one.release_environment.name) if one.release_environment else ""
    return _of_stage(run, stage, known.get(run.pipeline_id))


def _reason(own: str, of_release: str) -> str:
    if own.lower() == "manual":
        return "manual"
    if own.lower() == "scheduled":
        return "schedule"
    if own.lower() in {"automated", "redeploytrigger"}:
        return _REASONS.get(of_release.lower(), "")
    return own


def _of_stage(run: PipelineRun, stage: str, pipeline: Pipeline | None) -> PipelineRun:
    """The run with all that its stage did not do."""
    content = pipeline.content if pipeline else None
    if content is None or run.result.lower() != "succeeded":
        return run
    others = {name.lower() for name in content.stages} - {stage.lower()}
    timeline = (
        Stage(frozenset({stage.lower()}), True),
        *(Stage(frozenset({other}), False) for other in sorted(others)),
    )
    proof = Proof(carriers_in(content), False, (run,))
    proof.learn(run, timeline)
    return proof.settled(run)
