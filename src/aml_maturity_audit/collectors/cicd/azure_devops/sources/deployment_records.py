"""Deployments on environments in the window. Source: azure_facts A.18."""

import asyncio
from collections.abc import Sequence

from aml_maturity_audit.azure.devops.api import ENVIRONMENTS
from aml_maturity_audit.azure.devops.paging import Paging
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem, gap_of
from aml_maturity_audit.collectors.cicd.azure_devops.context import DevOpsContext
from aml_maturity_audit.collectors.cicd.azure_devops.wire import Ref
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.collectors.wire.times import parse_time
from aml_maturity_audit.signals.cicd import (
    DEPLOYMENT_ENVIRONMENTS,
    DEPLOYMENT_RECORDS,
    DeploymentEnvironment,
    EnvironmentDeployment,
)
from aml_maturity_audit.signals.reading import FAILED, TRUNCATED, Gap, Observed, Reading

MOST_ENVIRONMENTS = 100
MOST_RECORDS = 500
"""Of one environment."""
_PAGES = Paging(size=100, top="top")
_SCOPE, _SIGNAL = "vso.build", DEPLOYMENT_RECORDS.name


class _Record(Wire):
    id: object = None
    stage_name: object = None
    definition: Ref | None = None
    owner: Ref | None = None
    result: object = None
    queue_time: object = None
    finish_time: object = None


async def _fetch(context: DevOpsContext) -> Reading[tuple[EnvironmentDeployment, ...]]:
    environments = context.read(DEPLOYMENT_ENVIRONMENTS)
    if not isinstance(environments, Observed):
        return environments
    chosen = environments.value[:MOST_ENVIRONMENTS]
    found = await asyncio.gather(*(_records(context, one) for one in chosen))
    merged = Listing.merged(*found)
    gaps = [*merged.gaps, *(_hidden(gap) for gap in context.unlisted)]
    if len(environments.value) > len(chosen):
        gaps.append(_cut(len(chosen), len(environments.value)))
    return Observed(value=merged.items, gaps=tuple(gaps))


def _hidden(gap: Gap) -> Gap:
    """An environment that was not listed hides any number of deployments."""
    return Gap(kind=FAILED if gap.bounded else gap.kind, reason=gap.reason, action=gap.action)


def _cut(read: int, there: int) -> Gap:
    return Gap(
        kind=TRUNCATED, reason=f"The deployments of {read} of {there} environments were read."
    )


async def _records(
    context: DevOpsContext, environment: DeploymentEnvironment
) -> Listing[EnvironmentDeployment]:
    """Those that ended in the window; the API tells the newest first."""
    route = context.route(
        f"pipelines/environments/{environment.id}/environmentdeploymentrecords",
        scope=_SCOPE,
        source=_SIGNAL,
        api=ENVIRONMENTS,
    )

    def before(page: Sequence[_Record]) -> bool:
        times = [parse_time(one.queue_time) for one in page]
        return bool(times) and all(time and time < context.window_start for time in times)

    try:
        return await context.listing(
            route,
            _Record,
            lambda one: _keep(context, environment, one),
            paging=_PAGES,
            limit=MOST_RECORDS,
            enough=before,
        )
    except Problem as problem:
        return Listing((), (gap_of(problem),))


def _keep(
    context: DevOpsContext, environment: DeploymentEnvironment, one: _Record
) -> EnvironmentDeployment | None:
    finished = parse_time(one.finish_time)
    if finished is not None and finished < context.window_start:
        return None
    number = text(one.definition.id) if one.definition else ""
    return EnvironmentDeployment(
        environment=environment.name,
        pipeline_id=f"yaml:{number}" if number else "",
        run_id=text(one.owner.id) if one.owner else "",
        result=text(one.result),
        finished_at=finished,
        stage=text(one.stage_name),
    )


SOURCE = Source(
    yields=DEPLOYMENT_RECORDS, needs=(_SCOPE,), fetch=_fetch, after=(DEPLOYMENT_ENVIRONMENTS,)
)
"""Only YAML pipelines deploy to environments."""
