import pytest

from aml_maturity_audit.mapping.estate import Mappings, System
from aml_maturity_audit.signals.snapshot import Scope
from mapping.build import (
    SUBSCRIPTION,
    UNREAD,
    WINDOW_START,
    days_ago,
    denied,
    deployed_to,
    job,
    pipeline,
    place,
    project,
    run,
    snapshot,
    step,
    subscription,
    verdict,
    workspace,
)

CRITERION = "environments-are-separated"
CD = pipeline("cd", step("deploys_model", job="deploy"))


def of(*names: str, **signals: object):
    first, *others = (workspace(name) for name in names or ("shop",))
    return snapshot(first, others=[place(other) for other in others], **signals)


def judge(*names: str, **signals: object) -> str:
    return verdict(of(*names, **signals), CRITERION).verdict


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("shop-dev", "shop-prod"),
        ("SHOP-DEV", "shop-Prd"),
        ("shop_uat", "shop-production"),
        ("qa-shop", "prod-shop"),
        ("mlw-stg-shop", "mlw-prod-shop"),
        ("acc-shop-dev", "acc-shop-prod"),
    ],
)
def test_stages_of_one_stem_are_met_from_both_sides(one: str, other: str) -> None:
    assert judge(one, other) == "met"
    assert judge(other, one) == "met"
    assert "inferred" in verdict(of(one, other), CRITERION).because


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("shop-dev", "shop-test"),
        ("shop-prod", "shop-production"),
        ("shop-dev", "store-prod"),
        ("shopdev", "shopprod"),
        ("shop-developer", "shop-prod"),
        ("shop", "shop-prod"),
        ("shop-dev-eu", "shop-prod-us"),
    ],
)
def test_other_pairs_are_no_stages(one: str, other: str) -> None:
    assert judge(one, other) == "not_met"


def test_tags_count_alike() -> None:
    test = workspace("shop", tags={"Environment": "Test"})
    prod = place(workspace("shop", "rg-prod", tags={"env": "production"}))
    assert verdict(snapshot(test, others=[prod]), CRITERION).verdict == "met"
    elsewhere = place(workspace("store", tags={"env": "prod"}))
    assert verdict(snapshot(test, others=[elsewhere]), CRITERION).verdict == "not_met"


def test_a_feature_store_is_no_partner() -> None:
    store = place(workspace("shop-prod", kind="FeatureStore"))
    judged = verdict(snapshot(workspace("shop-dev"), others=[store]), CRITERION)
    assert judged.verdict == "not_met"


def test_the_configuration_says_what_belongs_together() -> None:
    system = System("churn", {"here": "dev", "there": "prod"})
    mappings = Mappings(systems=(system,))
    assert verdict(of("here"), CRITERION, mappings=mappings).verdict == "met"
    assert verdict(of("else"), CRITERION, mappings=mappings).verdict == "not_met"
    one_stage = Mappings(systems=(System("churn", {"shop-dev": "dev", "b": "test"}),))
    judged = verdict(of("shop-dev", "shop-prod"), CRITERION, mappings=one_stage)
    assert judged.verdict == "not_met"


def stages(*records: object, runs: object = None, **signals: object) -> str:
    told = {
        "jobs": [job()],
        "pipelines": [CD],
        "pipeline_runs": [run(CD)] if runs is None else runs,
        "deployment_records": records,
        **signals,
    }
    return judge(**told)


BOTH = (deployed_to("test", CD), deployed_to("prod", CD))


def test_a_pipeline_that_reached_two_environments_is_met() -> None:
    assert stages(*BOTH) == "met"


@pytest.mark.parametrize(
    "second",
    [
        deployed_to("TEST", CD),
        deployed_to("prod", CD, "failed"),
        deployed_to("prod", CD, finished_at=days_ago(91)),
        deployed_to("prod", pipeline("other")),
    ],
    ids=["same in another case", "failed", "before the window", "another pipeline"],
)
def test_one_environment_is_not_met(second: object) -> None:
    assert stages(BOTH[0], second) == "not_met"


def test_the_window_begins_ninety_days_ago() -> None:
    assert stages(BOTH[0], deployed_to("prod", CD, finished_at=WINDOW_START)) == "met"


def test_a_deployment_without_a_date_is_unknown() -> None:
    assert stages(BOTH[0], deployed_to("prod", CD, finished_at=None)) == "unknown"


def test_a_pipeline_that_deploys_no_model_is_not_met() -> None:
    assert stages(*BOTH, pipelines=[pipeline("cd")]) == "not_met"
    assert stages(*BOTH, runs=[run(CD, skipped=("deploy",))]) == "not_met"
    assert stages(*BOTH, runs=[]) == "not_met"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize(
    "signal", ["workspaces", "pipelines", "pipeline_runs", "deployment_records", "jobs"]
)
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    records = BOTH if signal == "pipeline_runs" else ()
    assert stages(*records, **{signal: unread}) == "unknown"


def test_a_partner_that_is_seen_counts_whatever_else_was_not_read() -> None:
    assert judge("shop-dev", "shop-prod", workspaces=denied(), pipelines=denied()) == "met"


def test_another_subscription_that_was_not_listed_may_hold_the_partner() -> None:
    other = subscription("22222222-2222-2222-2222-222222222222", workspaces=denied())
    assert judge("shop-dev", subscriptions=[other]) == "unknown"


@pytest.mark.parametrize(
    "scope", [Scope(resource_group="rg"), Scope(workspaces=("shop",))], ids=["group", "names"]
)
def test_an_audit_of_a_part_does_not_prove_that_there_is_no_partner(scope: Scope) -> None:
    assert judge(scope=scope) == "unknown"
    assert judge(scope=Scope(subscriptions=(SUBSCRIPTION,))) == "not_met"


def test_without_a_source_pipelines_may_reach_stages() -> None:
    assert judge(projects=()) == "unknown"
    assert judge(projects=[project(named=False)]) == "unknown"
