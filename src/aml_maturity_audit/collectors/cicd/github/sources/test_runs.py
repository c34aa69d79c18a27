"""Test results that reporters of runs have published, as check runs that tell how many there were.

GitHub has no test results of its own. Only a workflow that uses a reporter, or may write checks,
can have made one; others published none. A check run hangs on a commit, so it counts for a run only
where that is the one run of the commit that was under way when it was completed.
"""

import asyncio
import re
from datetime import datetime, timedelta

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem, gap_of
from aml_maturity_audit.collectors.cicd.github.context import GitHubContext, hidden_by
from aml_maturity_audit.collectors.cicd.github.flow import Flow
from aml_maturity_audit.collectors.cicd.github.wire import Wire
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.collectors.wire.times import parse_time
from aml_maturity_audit.signals.cicd import (
    PIPELINE_RUNS,
    PIPELINES,
    TEST_RUNS,
    PipelineRun,
    TestRun,
)
from aml_maturity_audit.signals.reading import TRUNCATED, Gap

MOST_COMMITS = 30
"""Commits of a repository whose checks are read, the newest first."""
_CHECKS = "checks: read"
_OWN = "github-actions"
"""The App whose check runs workflows make; those of others come from elsewhere."""
_SLACK = timedelta(minutes=1)
_NUMBER = r"(?P<n>\d{1,7})"
_TOLD = (
    re.compile(rf"\b{_NUMBER}\s+tests?\b", re.IGNORECASE),
    re.compile(rf"\b{_NUMBER}\s+(?:passed|pass|succeeded)\b", re.IGNORECASE),
    re.compile(rf"\bpassed:\s*{_NUMBER}\b", re.IGNORECASE),
)


class _Output(Wire):
    title: object = None
    summary: object = None


class _App(Wire):
    slug: object = None


class _Check(Wire):
    name: object = None
    completed_at: object = None
    output: _Output | None = None
    app: _App | None = None


async def _fetch(context: GitHubContext) -> Listing[TestRun]:
    reporting = {
        one.id
        for one in context.seen(PIPELINES)
        if one.content is None or context.flows.get(one.id, Flow()).may_report
    }
    runs = context.seen(PIPELINE_RUNS)
    commits = list(dict.fromkeys(one.commit for one in runs if one.pipeline_id in reporting))
    chosen = [commit for commit in commits if commit][:MOST_COMMITS]
    found = await asyncio.gather(*(_of(context, commit, runs, reporting) for commit in chosen))
    merged = Listing.merged(*found)
    what = "Whether runs published tests is not known of all"
    hidden = (hidden_by(context, key, what) for key in (PIPELINES, PIPELINE_RUNS))
    gaps = [*merged.gaps, *(gap for found in hidden for gap in found)]
    if len(commits) > len(chosen):
        reason = f"The checks of {len(chosen)} of {len(commits)} commits were read."
        gaps += [Gap(kind=TRUNCATED, reason=reason, resource=id_) for id_ in sorted(reporting)]
    kept = {(run.pipeline_id, run.name): run for run in reversed(merged.items)}
    return Listing(tuple(kept.values()), tuple(gaps))


async def _of(
    context: GitHubContext, commit: str, runs: tuple[PipelineRun, ...], reporting: set[str]
) -> Listing[TestRun]:
    route = context.route(
        f"commits/{commit}/check-runs", permission=_CHECKS, source=TEST_RUNS.name, key="check_runs"
    )
    there = [run for run in runs if run.commit == commit]
    try:
        return await context.listing(
            route, _Check, lambda check: _test_run(check, there, reporting), limit=1_000
        )
    except Problem as problem:
        return Listing((), tuple(gap_of(problem, id_) for id_ in sorted(reporting)))


def _test_run(check: _Check, runs: list[PipelineRun], reporting: set[str]) -> TestRun | None:
    output = check.output or _Output()
    total = tests_in(text(output.title)) or tests_in(text(output.summary))
    run = _maker(parse_time(check.completed_at), runs)
    if check.app is not None and text(check.app.slug) != _OWN:
        return None
    if not total or run is None or run.pipeline_id not in reporting:
        return None
    return TestRun(name=text(check.name), pipeline_id=run.pipeline_id, run_id=run.id, total=total)


def tests_in(sentence: str) -> int:
    """How many tests a reporter's sentence tells; 0 where it tells none."""
    found = (pattern.search(sentence) for pattern in _TOLD)
    return max((int(match["n"]) for match in found if match), default=0)


def _maker(time: datetime | None, runs: list[PipelineRun]) -> PipelineRun | None:
    """The run that was under way then, where it was one alone."""
    if time is None:
        return None
    under_way = [
        run
        for run in runs
        if run.started_at and run.finished_at and run.started_at <= time <= run.finished_at + _SLACK
    ]
    return under_way[0] if len(under_way) == 1 else None


SOURCE = Source(yields=TEST_RUNS, needs=(_CHECKS,), fetch=_fetch, after=(PIPELINES, PIPELINE_RUNS))
