import pytest

from aml_maturity_audit.mapping.policy import Policy
from aml_maturity_audit.signals.observability import AutoscaleSetting
from mapping.build import (
    UNREAD,
    batch_deployment,
    batch_endpoint,
    cut,
    deployment,
    endpoint,
    job,
    pipeline,
    run,
    snapshot,
    step,
    verdict,
)

CRITERION = "serving-approaches-zero-downtime"
GREEN = deployment("green", capacity=1)
SPLITS = pipeline("cd", step("shifts_traffic", splits_traffic=True))


def of(blue: object, *others: object, **signals: object):
    told = {
        "jobs": [job()],
        "online_endpoints": [endpoint()],
        "online_deployments": [blue, *others],
        **signals,
    }
    return snapshot(**told)


def judge(blue: object = None, *others: object, **signals: object) -> str:
    blue = blue or deployment(capacity=2)
    return verdict(of(blue, *(others or (GREEN,)), **signals), CRITERION).verdict


def scaled(*minimums: int, **more: object) -> AutoscaleSetting:
    told = {"target": deployment().id.upper(), "enabled": True, **more}
    return AutoscaleSetting(id="rule", minimums=minimums, **told)


@pytest.mark.parametrize(("count", "expected"), [(2, "met"), (1, "not_met"), (None, "unknown")])
def test_two_instances_by_capacity(count: int | None, expected: str) -> None:
    assert judge(deployment(capacity=count)) == expected


def test_the_policy_can_ask_for_three() -> None:
    of_two = of(deployment(capacity=2), GREEN)
    assert verdict(of_two, CRITERION, policy=Policy(minimum_instances=3)).verdict == "not_met"


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        (scaled(2, 5), "met"),
        (scaled(2, 1), "not_met"),
        (scaled(1, enabled=False), "met"),
        (scaled(1, target="/subscriptions/x/other"), "met"),
        (scaled(2, unreadable_minimum=True), "unknown"),
        (scaled(1, unreadable_minimum=True), "not_met"),
        (scaled(), "met"),
    ],
)
def test_the_lowest_minimum_of_an_enabled_autoscale_setting_decides(
    setting: AutoscaleSetting, expected: str
) -> None:
    assert judge(deployment(capacity=4), autoscale_settings=[setting]) == expected


def test_autoscale_lifts_a_low_capacity() -> None:
    assert judge(deployment(capacity=1), autoscale_settings=[scaled(3)]) == "met"


@pytest.mark.parametrize(("least", "expected"), [(2, "met"), (1, "not_met"), (None, "met")])
def test_on_kubernetes_min_instances_decide(least: int | None, expected: str) -> None:
    on_cluster = deployment(kind="kubernetes", capacity=2, min_instances=least)
    assert judge(on_cluster) == expected


def test_without_a_second_deployment_it_is_not_met() -> None:
    assert judge(None, deployment("green", state="Failed")) == "not_met"
    assert judge(None, deployment("green", "other-endpoint")) == "not_met"


def test_a_pipeline_that_splits_traffic_stands_in_for_it() -> None:
    told = {"pipelines": [SPLITS], "pipeline_runs": [run(SPLITS)]}
    failed = deployment("green", state="Failed")
    assert judge(None, failed, **told) == "met"
    assert judge(None, failed, projects=()) == "unknown"
    assert judge(deployment(capacity=1), failed, projects=()) == "not_met"


def test_every_deployment_with_traffic_must_pass_and_no_other() -> None:
    split = [endpoint(traffic={"blue": 50, "green": 50})]
    assert judge(None, GREEN, online_endpoints=split) == "not_met"
    assert judge(None, deployment("green", capacity=2), online_endpoints=split) == "met"


def test_only_batch_does_not_apply() -> None:
    batch = {"batch_endpoints": [batch_endpoint()], "batch_deployments": [batch_deployment()]}
    none = {"online_endpoints": [], "online_deployments": []}
    assert judge(**none, **batch) == "not_applicable"
    assert judge(**batch) == "met"
    assert judge(**none) == "not_met"
    for unread in UNREAD.values():
        assert judge(**{**none, **batch, "batch_deployments": unread}) == "unknown"
        assert judge(**{**none, **batch, "online_deployments": unread}) == "unknown"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["online_endpoints", "online_deployments", "autoscale_settings"])
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    assert judge(**{signal: unread}) == "unknown"


def test_one_that_is_seen_to_fail_decides() -> None:
    low = cut(deployment(capacity=1), GREEN)
    assert judge(online_deployments=low) == "not_met"
    assert judge(online_deployments=cut(deployment(capacity=2), GREEN)) == "unknown"
