"""Does every scheduled feature set materialize in time, and does a failure tell?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from aml_maturity_audit.signals.features import FeatureSet
from aml_maturity_audit.signals.jobs import Materialization
from mapping.build import UNREAD, days_ago, job, place, snapshot, verdict, workspace

ID = "feature-materialization-is-monitored"
STORE = workspace("fs", kind="featurestore")


def feature_set(**more) -> FeatureSet:
    told = {
        "name": "transactions",
        "version": "1",
        "scheduled": True,
        "frequency": "Day",
        "interval": 1,
        "notifies_on_failure": True,
        **more,
    }
    return FeatureSet(**told)


def run(days: float = 1, **more):
    made = Materialization(type="RecurrentMaterialization", feature_set="Transactions", version="1")
    return job("m", at=days_ago(days), **{"materialization": made, **more})


def estate(*sets: FeatureSet, jobs=None, **other):
    told = {"feature_sets": sets or (feature_set(),), "jobs": [run()] if jobs is None else jobs}
    return snapshot(others=[place(STORE, **{**told, **other})])


def test_in_time_and_told() -> None:
    assert verdict(estate(), ID).verdict == MET


@pytest.mark.parametrize(("days", "expected"), [(2, MET), (2.01, NOT_MET)])
def test_within_twice_its_interval(days: float, expected: str) -> None:
    assert verdict(estate(jobs=[run(days)]), ID).verdict == expected


@pytest.mark.parametrize(
    ("frequency", "interval", "expected"),
    [("week", 1, MET), ("Hour", 12, NOT_MET), ("Month", 1, MET), ("Fortnight", 1, UNKNOWN)],
)
def test_by_its_interval(frequency: str, interval: int, expected: str) -> None:
    found = estate(feature_set(frequency=frequency, interval=interval), jobs=[run(3)])
    assert verdict(found, ID).verdict == expected


@pytest.mark.parametrize(
    "told",
    [
        {"jobs": []},
        {"jobs": [run(status="Failed")]},
        {"jobs": [run(materialization=None)]},
        {"jobs": [run(materialization=Materialization(type="Backfill", feature_set="other"))]},
    ],
)
def test_none_completed(told: dict) -> None:
    assert verdict(estate(**told), ID).verdict == NOT_MET


def test_a_failure_that_nobody_hears_of() -> None:
    assert verdict(estate(feature_set(notifies_on_failure=False)), ID).verdict == NOT_MET


def test_every_scheduled_set_counts_and_only_these() -> None:
    unscheduled = feature_set(name="other", scheduled=False, notifies_on_failure=False)
    assert verdict(estate(feature_set(), unscheduled), ID).verdict == MET
    late = feature_set(name="late")
    assert verdict(estate(feature_set(), late), ID).verdict == NOT_MET
    assert verdict(estate(unscheduled), ID).verdict == NOT_MET


def test_no_feature_store() -> None:
    judged = verdict(snapshot(), ID)
    assert judged.verdict == NOT_MET
    assert "0 feature stores" in judged.because


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize("signal", ["feature_sets", "jobs"])
def test_unread_signals_of_the_store(signal: str, reading) -> None:
    assert verdict(estate(**{signal: reading}), ID).verdict == UNKNOWN


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
def test_a_store_may_be_among_workspaces_that_were_not_listed(reading) -> None:
    assert verdict(snapshot(workspaces=reading), ID).verdict == UNKNOWN
