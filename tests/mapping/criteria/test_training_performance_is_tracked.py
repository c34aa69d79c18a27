"""Did completed training jobs log metrics?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from aml_maturity_audit.signals.tracking import TrackedRun
from mapping.build import UNREAD, days_ago, job, snapshot, verdict

ID = "training-performance-is-tracked"


def logged(*names: str, yes: bool | None = True):
    return [TrackedRun(job=name, logged=yes, metrics=3) for name in names]


def test_jobs_that_logged() -> None:
    found = snapshot(jobs=[job("a"), job("B")], run_metrics=logged("a", "b"))
    assert verdict(found, ID).verdict == MET


@pytest.mark.parametrize(("yes", "expected"), [(False, NOT_MET), (None, UNKNOWN)])
def test_jobs_that_did_not(yes: bool | None, expected: str) -> None:
    found = snapshot(jobs=[job("a")], run_metrics=logged("a", yes=yes))
    assert verdict(found, ID).verdict == expected


def test_a_job_whose_run_was_not_found_is_unknown() -> None:
    assert verdict(snapshot(jobs=[job("a")]), ID).verdict == UNKNOWN


@pytest.mark.parametrize("kind", ["Sweep", "AutoML", "automl"])
def test_sweeps_and_automl_count_as_tracked(kind: str) -> None:
    assert verdict(snapshot(jobs=[job("a", type=kind)]), ID).verdict == MET


@pytest.mark.parametrize("status", ["Failed", "Running", "Canceled", "SomethingNew"])
def test_only_completed_jobs_count(status: str) -> None:
    found = snapshot(jobs=[job("a", status=status)], run_metrics=logged("a"))
    judged = verdict(found, ID)
    assert judged.verdict == NOT_MET
    assert "No Completed training job" in judged.because


@pytest.mark.parametrize(("tracked", "expected"), [(4, MET), (3, NOT_MET)])
def test_the_threshold(tracked: int, expected: str) -> None:
    names = [f"j{n}" for n in range(5)]
    metrics = logged(*names[:tracked]) + logged(*names[tracked:], yes=False)
    found = snapshot(jobs=[job(name) for name in names], run_metrics=metrics)
    assert verdict(found, ID).verdict == expected


def test_only_the_50_newest_are_looked_at() -> None:
    new = [job(f"n{n}", at=days_ago(1)) for n in range(50)]
    old = [job(f"o{n}", at=days_ago(20)) for n in range(50)]
    found = snapshot(jobs=old + new, run_metrics=logged(*(j.name for j in new)))
    judged = verdict(found, ID)
    assert judged.verdict == MET
    assert "50 of 50" in judged.because


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize("signal", ["jobs", "run_metrics"])
def test_unread_signals(signal: str, reading) -> None:
    told = {"jobs": [job("a")], "run_metrics": logged("a"), signal: reading}
    judged = verdict(snapshot(**told), ID)
    assert judged.verdict == UNKNOWN
    assert judged.fact.missing
