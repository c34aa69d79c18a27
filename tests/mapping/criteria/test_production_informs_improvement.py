"""Is a monitor that ran on a production deployment?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from aml_maturity_audit.signals.schedules import Monitor
from mapping.build import (
    UNREAD,
    batch_deployment,
    batch_endpoint,
    days_ago,
    deployment,
    endpoint,
    snapshot,
    verdict,
)
from mapping.lineage import breach, monitor, monitor_run

ID = "production-informs-improvement"


def served(**other):
    told = {
        "online_endpoints": [endpoint()],
        "online_deployments": [deployment()],
        "schedules": [monitor()],
        "jobs": [monitor_run()],
        **other,
    }
    return snapshot(**told)


def test_a_monitor_that_ran() -> None:
    judged = verdict(served(), ID)
    assert judged.verdict == MET
    assert "monitor watch ran" in judged.because.lower()


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("azureml:scoring:blue", MET),
        ("AZUREML:SCORING:BLUE".lower(), MET),
        ("azureml:scoring:green", NOT_MET),
    ],
)
def test_a_short_target(target: str, expected: str) -> None:
    assert verdict(served(schedules=[monitor(on=target)]), ID).verdict == expected


def test_a_monitor_on_the_model_that_is_served() -> None:
    on_model = Monitor(model_id="azureml:churn:1")
    found = served(schedules=[monitor(monitor=on_model)])
    assert verdict(found, ID).verdict == MET
    other = Monitor(model_id="azureml:churn:2")
    assert verdict(served(schedules=[monitor(monitor=other)]), ID).verdict == NOT_MET
    batch = served(
        schedules=[monitor(monitor=on_model)],
        online_endpoints=[],
        batch_endpoints=[batch_endpoint()],
        batch_deployments=[batch_deployment()],
    )
    assert verdict(batch, ID).verdict == MET


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (breach(), MET),
        (monitor_run(status="Failed"), NOT_MET),
        (monitor_run(status="Running"), NOT_MET),
        (monitor_run(days=91), NOT_MET),
        (monitor_run(created_at=None), UNKNOWN),
        (monitor_run("other"), NOT_MET),
    ],
)
def test_a_run_that_came_to_a_result(run, expected: str) -> None:
    assert verdict(served(jobs=[run]), ID).verdict == expected


@pytest.mark.parametrize(
    "told",
    [
        {"schedules": []},
        {"schedules": [monitor(enabled=False)]},
        {"schedules": [monitor(end_time=days_ago(2))]},
        {"jobs": []},
        {"online_endpoints": []},
        {"online_deployments": [deployment(state="Failed")]},
    ],
)
def test_nothing_that_watches(told: dict) -> None:
    assert verdict(served(**told), ID).verdict == NOT_MET


def test_a_monitor_that_does_not_say_whether_it_is_enabled() -> None:
    untold = monitor(enabled=False, enabled_untold=True)
    assert verdict(served(schedules=[untold]), ID).verdict == UNKNOWN


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize("signal", ["schedules", "jobs", "online_deployments", "online_endpoints"])
def test_unread_signals(signal: str, reading) -> None:
    assert verdict(served(**{signal: reading}), ID).verdict == UNKNOWN
