"""Kinds of jobs: no answer differs between jobs of one kind."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from aml_maturity_audit.mapping.derive import kinds, training
from aml_maturity_audit.signals.jobs import Materialization
from mapping.build import snapshot, verdicts, view
from mapping.records import SERVICE, USER, days_ago, job

CHANGES: dict[str, list[Any]] = {
    "type": ["Command", "Pipeline", "AutoML"],
    "status": ["Completed", "Failed"],
    "by": [USER, SERVICE],
    "experiment": ["churn", "Default", ""],
    "compute_id": ["cpu", "laptop", "gone", None],
    "serverless": [True, False],
    "environment_id": [None, "azureml:env:1", "azureml:CliV2AnonymousEnvironment:1"],
    "display_name": ["one", "nightly-20260101T000000Z", "other"],
    "created_at": [days_ago(1), days_ago(80), days_ago(200), None],
    "parent": [None, "above"],
    "monitor_run": [False, True],
    "import_run": [False, True],
    "materialization": [None, Materialization(type="MaterializationJob", feature_set="f")],
}
shapes = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CHANGES.items()})


@settings(max_examples=60)
@given(st.lists(shapes, min_size=1, max_size=8))
def test_judging_by_kind_is_judging_one_by_one(told: list[dict[str, Any]]) -> None:
    jobs = [job(f"j{at}", **fields) for at, fields in enumerate(told)]
    by_kind = verdicts(snapshot(jobs=jobs))
    alone = kinds.common_to
    try:
        training.common_to = lambda one, *_: one.name  # every job a kind of its own
        one_by_one = verdicts(snapshot(jobs=jobs))
    finally:
        training.common_to = alone
    assert {name: each.verdict for name, each in by_kind.items()} == {
        name: each.verdict for name, each in one_by_one.items()
    }


def test_jobs_that_differ_in_what_is_judged_are_of_two_kinds() -> None:
    for name, values in CHANGES.items():
        if name in {"created_at", "display_name"}:
            continue
        jobs = [job("a", **{name: values[0]}), job("b", **{name: values[1]})]
        assert len(training.kinds(view(snapshot(jobs=jobs)))) == 2, name


def test_a_job_of_the_window_and_an_older_one_are_of_two_kinds() -> None:
    jobs = [job("a", created_at=days_ago(1)), job("b", created_at=days_ago(200))]
    assert [kind.belongs.yes for kind in training.kinds(view(snapshot(jobs=jobs)))] == [True, False]


def test_jobs_that_differ_in_name_and_date_are_of_one() -> None:
    jobs = [job("a", created_at=days_ago(1)), job("b", created_at=days_ago(2), display_name="x")]
    groups = training.training_jobs(view(snapshot(jobs=jobs))).groups
    assert [len(group.members) for group in groups] == [2]
    assert groups[0].kind.called == "a"
