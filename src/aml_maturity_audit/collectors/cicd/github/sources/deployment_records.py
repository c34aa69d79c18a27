"""Deployments on environments in the window, each tied to the run that its status links to."""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem, gap_of
from aml_maturity_audit.collectors.cicd.github.context import GitHubContext, about_all, hidden_by
from aml_maturity_audit.collectors.cicd.github.wire import Wire
from aml_maturity_audit.collectors.cicd.github.words import result_of
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.collectors.wire.times import parse_time
from aml_maturity_audit.signals.cicd import (
    DEPLOYMENT_RECORDS,
    PIPELINE_RUNS,
    EnvironmentDeployment,
    PipelineRun,
)

MOST = 200
"""Deployments of a repository, the newest first."""
AT_ONCE = 4
_DEPLOYMENTS, _SIGNAL = "deployments: read", DEPLOYMENT_RECORDS.name
_RUN = re.compile(r"/actions/runs/(?P<id>\d{1,20})(?:/|$)")
_ENDED = ("success", "failure", "error")


class _Deployment(Wire):
    id: object = None
    environment: object = None
    created_at: object = None


class _Status(Wire):
    state: object = None
    log_url: object = None
    target_url: object = None
    created_at: object = None


async def _fetch(context: GitHubContext) -> Listing[EnvironmentDeployment]:
    runs = {run.id: run for run in context.seen(PIPELINE_RUNS)}
    route = context.route("deployments", permission=_DEPLOYMENTS, source=_SIGNAL)

    def before(page: Sequence[_Deployment]) -> bool:
        times = [parse_time(one.created_at) for one in page]
        return bool(times) and all(time and time < context.window_start for time in times)

    listed = await context.listing(
        route, _Deployment, lambda one: _kept(one, context.window_start), limit=MOST, enough=before
    )
    turns = asyncio.Semaphore(AT_ONCE)

    async def read(deployment: _Deployment) -> Listing[EnvironmentDeployment]:
        async with turns:
            return await _record(context, deployment, runs)

    found = await asyncio.gather(*(read(one) for one in listed.items))
    merged = Listing.merged(Listing((), listed.gaps), *found)
    untied = any(one.run_id not in runs for one in merged.items)
    what = "Which pipeline made a deployment is not known of all"
    hidden = hidden_by(context, PIPELINE_RUNS, what) if untied else ()
    return Listing(merged.items, (*merged.gaps, *hidden))


def _kept(one: _Deployment, start: datetime) -> _Deployment | None:
    if not text(one.id) or not text(one.environment):
        raise ValueError("a deployment without an id or environment")
    made = parse_time(one.created_at)
    return None if made is not None and made < start else one


async def _record(
    context: GitHubContext, deployment: _Deployment, runs: dict[str, PipelineRun]
) -> Listing[EnvironmentDeployment]:
    """A deployment as it ended: `inactive` only says that a later one followed."""
    route = context.route(
        f"deployments/{text(deployment.id)}/statuses", permission=_DEPLOYMENTS, source=_SIGNAL
    )
    try:
        found = await context.listing(route, _Status, lambda one: one, limit=100)
    except Problem as problem:
        return Listing((), (about_all(gap_of(problem)),))
    ends = [one for one in found.items if text(one.state) in _ENDED]
    if not ends:
        return Listing((), found.gaps)
    ended = max(ends, key=lambda one: text(one.created_at))
    linked = _RUN.search(text(ended.log_url)) or _RUN.search(text(ended.target_url))
    run_id = linked["id"] if linked else ""
    run = runs.get(run_id)
    record = EnvironmentDeployment(
        environment=text(deployment.environment),
        pipeline_id=run.pipeline_id if run else "",
        run_id=run_id,
        result=result_of(text(ended.state)),
        finished_at=parse_time(ended.created_at),
    )
    return Listing((record,), found.gaps)


SOURCE = Source(
    yields=DEPLOYMENT_RECORDS, needs=(_DEPLOYMENTS,), fetch=_fetch, after=(PIPELINE_RUNS,)
)
