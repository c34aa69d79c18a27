"""Test runs that builds of the window published.

The API tells them by time, at most seven days a question (azure_facts A.2), so thirteen questions
tell a window of ninety days whole: an absence in it counts, as it would not if only some builds
were asked for theirs.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from aml_maturity_audit.azure.devops.paging import SMALL_TOKENS
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem, gap_of
from aml_maturity_audit.collectors.cicd.azure_devops.context import DevOpsContext
from aml_maturity_audit.collectors.cicd.azure_devops.wire import Ref
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.collectors.wire.plain import text, whole
from aml_maturity_audit.signals.cicd import PIPELINE_RUNS, TEST_RUNS, TestRun

MOST_A_WEEK = 5_000
"""Test runs of a project in seven days."""
_WEEK = timedelta(days=7)
_SCOPE, _SIGNAL = "vso.test", TEST_RUNS.name


class _StageReference(Wire):
    stage_name: object = None


class _PipelineReference(Wire):
    stage_reference: _StageReference | None = None


class _TestRun(Wire):
    id: object = None
    name: object = None
    build: Ref | None = None
    total_tests: object = None
    pipeline_reference: _PipelineReference | None = None


async def _fetch(context: DevOpsContext) -> Listing[TestRun]:
    builds = {run.id: run.pipeline_id for run in context.seen(PIPELINE_RUNS)}
    found: list[Listing[TestRun]] = []
    for number, (start, end) in enumerate(weeks(context.window_start, context.collected_at)):
        try:
            found.append(await _between(context, start, end, builds))
        except Problem as problem:
            if number == 0:
                raise
            found.append(Listing((), (gap_of(problem),)))
            break
    merged = Listing.merged(*found)
    return Listing(one_of_each(merged.items), merged.gaps)


def weeks(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The window in pieces of at most seven days, the newest first."""
    while end > start:
        yield max(start, end - _WEEK), end
        end -= _WEEK


async def _between(
    context: DevOpsContext, start: datetime, end: datetime, builds: dict[str, str]
) -> Listing[TestRun]:
    route = context.route(
        "test/runs",
        scope=_SCOPE,
        source=_SIGNAL,
        params={
            "minLastUpdatedDate": f"{start:%Y-%m-%dT%H:%M:%SZ}",
            "maxLastUpdatedDate": f"{end:%Y-%m-%dT%H:%M:%SZ}",
        },
    )
    return await context.listing(
        route, _TestRun, lambda one: _keep(one, builds), paging=SMALL_TOKENS, limit=MOST_A_WEEK
    )


def _keep(one: _TestRun, builds: dict[str, str]) -> TestRun | None:
    """Of a build in the window, with at least one test; others prove nothing."""
    build = text(one.build.id) if one.build else ""
    total = whole(one.total_tests) or 0
    if build not in builds or total <= 0:
        return None
    reference = one.pipeline_reference.stage_reference if one.pipeline_reference else None
    return TestRun(
        name=text(one.name),
        pipeline_id=builds[build],
        run_id=build,
        total=total,
        stage=_stage(text(reference.stage_name)) if reference else "",
    )


def _stage(name: str) -> str:
    """A stage's name; pipelines without stages have one that nobody gave."""
    return "" if name == "__default" else name


def one_of_each(runs: Sequence[TestRun]) -> tuple[TestRun, ...]:
    """One test run of each name, stage and pipeline: more of the same prove no more."""
    kept: dict[tuple[str, str, str], TestRun] = {}
    for run in runs:
        kept.setdefault((run.pipeline_id, run.name, run.stage), run)
    return tuple(kept.values())


SOURCE = Source(yields=TEST_RUNS, needs=(_SCOPE,), fetch=_fetch, after=(PIPELINE_RUNS,))
