"""Test runs that builds of the window published.

The API tells them by time, at most seven days a question (azure_facts A.2), so thirteen questions
tell a window of ninety days whole: an absence in it counts, as it would not if only some builds
were asked for theirs.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from aml_maturity_audit.azure.devops.paging import SMALL_TOKENS
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem, gap_of
from aml_maturity_audit.collectors.cicd.azure_devops.context import DevOpsContext
from aml_maturity_audit.collectors.cicd.azure_devops.wire import Ref
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.collectors.wire.plain import text, truth, whole
from aml_maturity_audit.signals.cicd import PIPELINE_RUNS, TEST_RUNS, TestRun

MOST_A_WEEK = 5_000
"""Test runs of a project in seven days."""
_WEEK = timedelta(days=7)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_SCOPE, _SIGNAL = "vso.test", TEST_RUNS.name


class _StageReference(Wire):
    stage_name: object = None


class _PipelineReference(Wire):
    pipeline_id: object = None
    stage_reference: _StageReference | None = None


class _ReleaseReference(Wire):
    id: object = None
    definition_id: object = None


class _TestRun(Wire):
    id: object = None
    name: object = None
    build: Ref | None = None
    release: _ReleaseReference | None = None
    is_automated: object = None
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
    ended = {run.id: run.finished_at for run in context.seen(PIPELINE_RUNS)}
    newest = sorted(merged.items, key=lambda one: ended.get(one.run_id) or _LONG_AGO, reverse=True)
    return Listing(one_of_each(newest), merged.gaps)


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
    """Of a run in the window, with at least one test; others prove nothing.

    Raises ValueError for automated tests that do not tell whose they are: they may be anybody's.
    """
    total = whole(one.total_tests) or 0
    if total <= 0:
        return None
    run, pipeline = _published_by(one, builds)
    if not run and truth(one.is_automated):
        raise ValueError("an automated test run that tells neither its build nor its release")
    if not pipeline:
        return None
    reference = one.pipeline_reference.stage_reference if one.pipeline_reference else None
    return TestRun(
        name=text(one.name),
        pipeline_id=pipeline,
        run_id=run,
        total=total,
        stage=_stage(text(reference.stage_name)) if reference else "",
    )


def _published_by(one: _TestRun, builds: dict[str, str]) -> tuple[str, str]:
    """The run that published it and that run's pipeline; empty for what is not told or known."""
    if one.build is not None and text(one.build.id):
        return text(one.build.id), builds.get(text(one.build.id), "")
    release = one.release
    if release is not None and (whole(release.id) or 0) > 0:
        definition = text(release.definition_id)
        return f"release:{text(release.id)}", f"release:{definition}" if definition else ""
    told = text(one.pipeline_reference.pipeline_id) if one.pipeline_reference else ""
    return (told, builds[told]) if told in builds else ("", "")


def _stage(name: str) -> str:
    """A stage's name; pipelines without stages have one that nobody gave."""
    return "" if name == "__default" else name


def one_of_each(runs: Sequence[TestRun]) -> tuple[TestRun, ...]:
    """The first test run of each name, stage and pipeline: older ones prove no more."""
    kept: dict[tuple[str, str, str], TestRun] = {}
    for run in runs:
        kept.setdefault((run.pipeline_id, run.name, run.stage), run)
    return tuple(kept.values())


SOURCE = Source(yields=TEST_RUNS, needs=(_SCOPE,), fetch=_fetch, after=(PIPELINE_RUNS,))
