"""Does a data pipeline gather data automatically?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from aml_maturity_audit.signals.data import DataVersion
from aml_maturity_audit.signals.feeders import Feeder
from aml_maturity_audit.signals.jobs import JobOutput
from aml_maturity_audit.signals.record import Actor
from mapping.build import SERVICE, UNREAD, USER, cut, days_ago, job, snapshot, verdict
from mapping.lineage import schedule

ID = "data-gathering-is-automated"
MANAGED = Actor(name="factory", type="managedidentity")
FACTORY = Feeder(id="/f", name="adf-ingest", type="Microsoft.DataFactory/factories")
WROTE = JobOutput(kind="uri_folder", asset="customers", version="3")


def versions(*makers: Actor, days: float | None = 5, name: str = "customers"):
    when = None if days is None else days_ago(days)
    return [
        DataVersion(name=name, version=str(n), created_at=when, created_by=maker)
        for n, maker in enumerate(makers)
    ]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"action": "ImportData"}, MET),
        ({"action": "importdata", "enabled": False}, NOT_MET),
        ({"action": "ImportData", "end_time": days_ago(1)}, NOT_MET),
        ({"action": "ImportData", "end_time": days_ago(-1)}, MET),
        ({"action": "ImportData", "end_time": days_ago(0.2), "end_zone_known": False}, UNKNOWN),
        ({"action": "ImportData", "end_unreadable": True}, UNKNOWN),
        ({"action": "CreateJob"}, NOT_MET),
    ],
)
def test_an_import_schedule(told: dict, expected: str) -> None:
    assert verdict(snapshot(schedules=[schedule("in", **told)]), ID).verdict == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (versions(USER, SERVICE), MET),
        (versions(USER, MANAGED), MET),
        (versions(SERVICE), NOT_MET),
        (versions(USER, USER), NOT_MET),
        (versions(USER, SERVICE, days=91), NOT_MET),
        (versions(USER, SERVICE, days=None), UNKNOWN),
        (versions(SERVICE) + versions(SERVICE, name="other"), NOT_MET),
    ],
)
def test_versions_that_an_application_made(found, expected: str) -> None:
    assert verdict(snapshot(data_versions=found), ID).verdict == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"by": SERVICE, "outputs": (WROTE,)}, MET),
        ({"by": USER, "outputs": (WROTE,)}, NOT_MET),
        ({"by": SERVICE, "outputs": ()}, NOT_MET),
        ({"by": SERVICE, "outputs": (JobOutput(kind="mlflow_model", asset="m"),)}, NOT_MET),
        ({"by": SERVICE, "outputs": (WROTE,), "status": "Failed"}, NOT_MET),
        ({"by": SERVICE, "outputs": (WROTE,), "at": days_ago(91)}, NOT_MET),
        ({"by": SERVICE, "outputs": (WROTE,), "created_at": None}, UNKNOWN),
    ],
)
def test_a_job_that_wrote_a_data_asset(told: dict, expected: str) -> None:
    assert verdict(snapshot(jobs=[job(**told)]), ID).verdict == expected


def test_a_factory_could_do_it_unseen() -> None:
    judged = verdict(snapshot(data_feeders=[FACTORY]), ID)
    assert judged.verdict == UNKNOWN
    assert "adf-ingest" in judged.because


def test_what_is_met_stays_met_beside_a_factory() -> None:
    found = snapshot(data_feeders=[FACTORY], data_versions=versions(USER, SERVICE))
    assert verdict(found, ID).verdict == MET


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize("signal", ["jobs", "schedules", "data_versions", "data_feeders"])
def test_unread_signals(signal: str, reading) -> None:
    assert verdict(snapshot(**{signal: reading}), ID).verdict == UNKNOWN


def test_a_cut_list_still_proves_it() -> None:
    assert verdict(snapshot(data_versions=cut(*versions(USER, SERVICE))), ID).verdict == MET
