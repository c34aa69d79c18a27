"""Does every production deployment send its logs, and is its data collected?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN
from aml_maturity_audit.signals.observability import DiagnosticSetting
from mapping.build import (
    UNREAD,
    batch_deployment,
    batch_endpoint,
    deployment,
    endpoint,
    snapshot,
    verdict,
    workspace,
)
from mapping.lineage import monitor, monitor_run

ID = "deployed-model-metrics-are-centralized"
WITH_INSIGHTS = workspace(application_insights="/subscriptions/s/components/ai")
LOGS = {"app_insights": True}
DATA = {"collects_data": True}


def setting(**more):
    told = {
        "id": "/diag",
        "resource": "Scoring",
        "to_log_analytics": True,
        "categories": ("AmlOnlineEndpointConsoleLog",),
        **more,
    }
    return DiagnosticSetting(**told)


def served(at=WITH_INSIGHTS, deployments=None, **other):
    told = {
        "online_endpoints": [endpoint()],
        "online_deployments": deployments or [deployment(**LOGS, **DATA)],
        **other,
    }
    return snapshot(at, **told)


def test_insights_and_a_collector() -> None:
    assert verdict(served(), ID).verdict == MET


@pytest.mark.parametrize("told", [{}, LOGS, DATA])
def test_one_of_both_is_missing(told: dict) -> None:
    assert verdict(served(deployments=[deployment(**told)]), ID).verdict == NOT_MET


def test_insights_need_a_component_on_the_workspace() -> None:
    assert verdict(served(at=workspace()), ID).verdict == NOT_MET


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (setting(), MET),
        (setting(categories=(), groups=("allLogs",)), MET),
        (setting(to_log_analytics=False), NOT_MET),
        (setting(categories=("AmlComputeClusterEvent",)), NOT_MET),
        (setting(categories=()), NOT_MET),
        (setting(resource="other"), NOT_MET),
    ],
)
def test_diagnostic_settings_send_logs_too(found, expected: str) -> None:
    silent = [deployment(**DATA)]
    told = served(deployments=silent, diagnostic_settings=[found])
    assert verdict(told, ID).verdict == expected


def test_a_monitor_that_ran_collects_data() -> None:
    uncollected = [deployment(**LOGS)]
    ran = {"schedules": [monitor()], "jobs": [monitor_run()]}
    assert verdict(served(deployments=uncollected, **ran), ID).verdict == MET
    never = {"schedules": [monitor()]}
    assert verdict(served(deployments=uncollected, **never), ID).verdict == NOT_MET


def test_every_production_deployment_counts() -> None:
    both = [deployment(**LOGS, **DATA), deployment("green", **LOGS)]
    split = [endpoint(traffic={"blue": 90, "green": 10})]
    found = served(deployments=both, online_endpoints=split)
    assert verdict(found, ID).verdict == NOT_MET
    assert verdict(served(deployments=both), ID).verdict == MET


def test_only_batch_deployments() -> None:
    found = snapshot(batch_endpoints=[batch_endpoint()], batch_deployments=[batch_deployment()])
    assert verdict(found, ID).verdict == NOT_APPLICABLE


def test_nothing_deployed() -> None:
    assert verdict(snapshot(), ID).verdict == NOT_MET


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize("signal", ["online_endpoints", "online_deployments"])
def test_unread_signals(signal: str, reading) -> None:
    assert verdict(served(**{signal: reading}), ID).verdict == UNKNOWN


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
def test_unread_settings_matter_only_without_insights(reading) -> None:
    assert verdict(served(diagnostic_settings=reading), ID).verdict == MET
    silent = served(deployments=[deployment(**DATA)], diagnostic_settings=reading)
    assert verdict(silent, ID).verdict == UNKNOWN
