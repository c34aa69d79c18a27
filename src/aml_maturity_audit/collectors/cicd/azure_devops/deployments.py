"""Deployments of classic releases as runs of their definitions. Source: azure_facts A.18.

A deployment that follows from its release by itself was started for the reason the release was
created for; without the release that reason is not known, and stays empty.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from aml_maturity_audit.azure.devops.api import RELEASES
from aml_maturity_audit.azure.devops.paging import SMALL_TOKENS
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem
from aml_maturity_audit.collectors.cicd.azure_devops.context import DevOpsContext
from aml_maturity_audit.collectors.cicd.azure_devops.release_timeline import (
    ReleaseAnswer,
    in_stage,
    of_stage,
)
from aml_maturity_audit.collectors.cicd.azure_devops.releases import SCOPE
from aml_maturity_audit.collectors.cicd.azure_devops.shape import Shape
from aml_maturity_audit.collectors.cicd.azure_devops.wire import Identity, Ref, person
from aml_maturity_audit.collectors.cicd.carriers import Timeline, carriers_in, gates_in
from aml_maturity_audit.collectors.cicd.proving import MOST_OF_RELEASES, Proof, newest_first
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


@dataclass(frozen=True)
class _Ended:
    """A deployment that came to its end."""

    run: PipelineRun
    stage: str
    release: str


async def deployments(
    context: DevOpsContext, pipelines: tuple[Pipeline, ...]
) -> Listing[PipelineRun]:
    """The deployments of the window as runs. Raises Problem where they cannot be read."""
    reasons = await _reasons(context)
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
    listed = await context.listing(
        route,
        _Deployment,
        lambda one: _ended(context, one, reasons),
        paging=SMALL_TOKENS,
        limit=MOST,
    )
    known = {pipeline.id: pipeline for pipeline in pipelines}
    by_pipeline: defaultdict[str, list[_Ended]] = defaultdict(list)
    for ended in listed.items:
        by_pipeline[ended.run.pipeline_id].append(ended)
    settled = await asyncio.gather(
        *(_settled(context, known.get(id_), group) for id_, group in by_pipeline.items())
    )
    return Listing.merged(Listing((), listed.gaps), *settled)


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


def _ended(context: DevOpsContext, one: _Deployment, reasons: dict[str, str]) -> _Ended | None:
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
    return _Ended(
        run, text(one.release_environment.name) if one.release_environment else "", release
    )


def _reason(own: str, of_release: str) -> str:
    if own.lower() == "manual":
        return "manual"
    if own.lower() == "scheduled":
        return "schedule"
    if own.lower() in {"automated", "redeploytrigger"}:
        return _REASONS.get(of_release.lower(), "")
    return own


async def _settled(
    context: DevOpsContext, pipeline: Pipeline | None, group: Sequence[_Ended]
) -> Listing[PipelineRun]:
    """The runs with all that their stages did not do, and what stays open of that."""
    content = pipeline.content if pipeline else None
    if pipeline is None or content is None:
        return Listing(tuple(ended.run for ended in group))
    succeeded = [ended for ended in group if ended.run.result.lower() == "succeeded"]
    newest = newest_first(one.run for one in succeeded)
    proof = Proof(carriers_in(content), False, newest, gates=gates_in(content), every=True)
    stages = frozenset(name.lower() for name in content.stages)
    told = await asyncio.gather(
        *(
            _timeline(context, pipeline, ended, stages, look=at < MOST_OF_RELEASES)
            for at, ended in enumerate(succeeded)
        )
    )
    for ended, timeline in zip(succeeded, told, strict=True):
        proof.learn(ended.run, timeline)
    runs = {one.run.id: proof.settled(one.run) for one in succeeded}
    gap = proof.gap(pipeline.id, pipeline.name)
    settled = tuple(runs.get(ended.run.id, ended.run) for ended in group)
    return Listing(settled, (gap,) if gap else ())


async def _timeline(
    context: DevOpsContext, pipeline: Pipeline, ended: _Ended, stages: frozenset[str], *, look: bool
) -> Timeline | None:
    """What a deployment did. The release itself is asked only where a task may have been skipped;
    `look` says whether it may be, as not all are."""
    others = stages - {ended.stage.lower()}
    if not context.shapes.get(pipeline.id, Shape()).skippable:
        return of_stage(ended.stage, others)
    if not look:
        return None
    route = context.route(
        f"release/releases/{ended.release}",
        scope=SCOPE,
        source=PIPELINE_RUNS.name,
        area=RELEASES,
    )
    try:
        return in_stage(await context.devops.item(route, ReleaseAnswer), ended.stage, others)
    except Problem:
        return None
