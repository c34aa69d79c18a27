"""A release that is in no run seen: outside of the pipeline, or of a pipeline that was not seen."""

import pytest

from mapping.build import (
    UNREAD,
    days_ago,
    deployment,
    endpoint,
    job,
    pipeline,
    run,
    snapshot,
    verdict,
    write,
)

CRITERION = "every-model-release-is-tested"
TESTED = ("deploys_model", "runs_tests", "tests_deployment")


def serving(**more: object) -> dict[str, object]:
    """A deployment in production, one release of it, and a job of the repository."""
    return {
        "online_endpoints": [endpoint()],
        "online_deployments": [deployment()],
        "activity_log": [write()],
        "jobs": [job()],
        **more,
    }


def test_without_any_source_it_is_unknown() -> None:
    judged = verdict(snapshot(projects=(), **serving()), CRITERION)
    assert judged.verdict == "unknown"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
def test_where_pipelines_may_hide_it_is_unknown(unread: object) -> None:
    judged = verdict(snapshot(**serving(pipelines=unread)), CRITERION)
    assert judged.verdict == "unknown"


def test_a_write_outside_of_every_run_is_not_met() -> None:
    cd = pipeline("cd", *TESTED)
    runs = [run(cd)]
    inside = verdict(snapshot(**serving(pipelines=[cd], pipeline_runs=runs)), CRITERION)
    assert inside.verdict == "met"
    outside = write(2, at=days_ago(30))
    late = serving(
        pipelines=[cd],
        pipeline_runs=runs,
        activity_log=[write(), outside],
    )
    judged = verdict(snapshot(**late), CRITERION)
    assert judged.verdict == "not_met"
    assert "2026-05-02" in judged.because
