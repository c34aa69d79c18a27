"""Are training and release automatic, and is somebody told when things go wrong?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from aml_maturity_audit.signals.observability import AlertRule
from mapping.build import (
    SERVICE,
    UNREAD,
    deployment,
    endpoint,
    job,
    snapshot,
    verdict,
    workspace,
    write,
)
from mapping.lineage import monitor, monitor_run

ID = "system-is-automated-and-monitored"
INSIGHTS = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/components/ai"


def rule(scope: str = workspace().id, **more) -> AlertRule:
    return AlertRule(id="/r", name="failed-runs", **{"enabled": True, "scopes": (scope,), **more})


def system(**other):
    told = {
        "jobs": [job("a", by=SERVICE), job("b", by=SERVICE)],
        "online_endpoints": [endpoint()],
        "online_deployments": [deployment()],
        "activity_log": [write()],
        "metric_alerts": [rule()],
        **other,
    }
    return snapshot(workspace(application_insights=INSIGHTS), projects=(), **told)


def test_automated_and_alerted() -> None:
    assert verdict(system(), ID).verdict == MET


@pytest.mark.parametrize(
    ("alert", "expected"),
    [
        (rule(workspace().id.upper()), MET),
        (rule(f"{workspace().id}/onlineEndpoints/scoring"), MET),
        (rule(INSIGHTS.upper()), MET),
        (rule(enabled=False), NOT_MET),
        (rule(workspace("other").id), NOT_MET),
        (rule(f"{workspace().id}-2"), NOT_MET),
    ],
)
def test_what_an_alert_targets(alert: AlertRule, expected: str) -> None:
    assert verdict(system(metric_alerts=[alert]), ID).verdict == expected
    by_query = system(metric_alerts=[], query_alerts=[alert])
    assert verdict(by_query, ID).verdict == expected


def test_a_monitor_that_ran_and_mails_is_an_alert_too() -> None:
    jobs = [job("a", by=SERVICE), job("b", by=SERVICE)]
    ran = system(metric_alerts=[], schedules=[monitor()], jobs=[*jobs, monitor_run()])
    assert verdict(ran, ID).verdict == MET
    never = system(metric_alerts=[], schedules=[monitor()], jobs=jobs)
    assert verdict(never, ID).verdict == NOT_MET


@pytest.mark.parametrize(
    "told", [{"jobs": [job("a")]}, {"activity_log": [write(by_user=True)]}, {"metric_alerts": []}]
)
def test_one_part_is_missing(told: dict) -> None:
    assert verdict(system(**told), ID).verdict == NOT_MET


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize("signal", ["jobs", "activity_log", "metric_alerts"])
def test_unread_signals(signal: str, reading) -> None:
    assert verdict(system(**{signal: reading}), ID).verdict == UNKNOWN
