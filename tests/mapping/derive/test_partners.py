"""Stages by name and tag, and whether every workspace was listed."""

import pytest

from aml_maturity_audit.mapping.derive.partners import (
    all_were_listed,
    separated_by_system,
    stage_of,
    stages_of,
)
from aml_maturity_audit.mapping.estate import Mappings, System
from aml_maturity_audit.signals.snapshot import Scope, Snapshot
from mapping.build import UNREAD, place, snapshot, subscription, view, workspace


@pytest.mark.parametrize(
    ("name", "stem", "stage"),
    [
        ("shop-dev", "shop", "test"),
        ("shop_prd", "shop", "prod"),
        ("UAT-Shop", "shop", "test"),
        ("mlw-shop-tst-weu", "mlw-shop-weu", "test"),
        ("prod", "", "prod"),
    ],
)
def test_the_stem_is_the_name_without_the_stage(name: str, stem: str, stage: str) -> None:
    assert stage_of(workspace(name)) == (stem, stage)


@pytest.mark.parametrize(
    "token",
    ["dev", "development", "test", "tst", "qa", "uat", "stg", "staging", "acc"],
)
def test_what_comes_before_production(token: str) -> None:
    assert stage_of(workspace(f"shop-{token}")) == ("shop", "test")


@pytest.mark.parametrize("token", ["prod", "prd", "production"])
def test_what_is_production(token: str) -> None:
    assert stage_of(workspace(f"shop-{token}")) == ("shop", "prod")


@pytest.mark.parametrize("name", ["shop", "shopdev", "devops-shop", "shop.dev"])
def test_a_name_without_a_stage(name: str) -> None:
    assert stages_of(workspace(name)) == frozenset()


def test_of_two_stages_either_may_be_meant() -> None:
    both = stages_of(workspace("acc-shop-dev"))
    assert both == {("shop-dev", "test"), ("acc-shop", "test")}
    assert stage_of(workspace("acc-shop-dev")) is None


@pytest.mark.parametrize("tag", ["env", "Environment", "STAGE"])
def test_a_tag_tells_where_the_name_does_not(tag: str) -> None:
    assert stage_of(workspace("shop", tags={tag: " Production "})) == ("shop", "prod")
    assert stage_of(workspace("shop-dev", tags={tag: "prod"})) == ("shop", "test")
    assert stage_of(workspace("shop", tags={"tier": "prod"})) is None
    assert stage_of(workspace("shop", tags={tag: "sandbox"})) is None


def test_a_configured_system_goes_before_the_names() -> None:
    of = snapshot(workspace("shop-dev"), others=[place(workspace("shop-prod"))])
    assert separated_by_system(view(of)).yes
    alone = Mappings(systems=(System("s", {"shop-dev": "dev"}),))
    assert separated_by_system(view(of, mappings=alone)).no
    pair = Mappings(systems=(System("s", {"shop-dev": "dev", "else": "prod"}),))
    assert separated_by_system(view(of, mappings=pair)).yes


def listed(of: Snapshot) -> str:
    return all_were_listed(view(of)).truth.value


def test_every_subscription_in_scope_must_be_listed_whole() -> None:
    assert listed(snapshot()) == "yes"
    for unread in UNREAD.values():
        assert listed(snapshot(workspaces=unread)) == "unknown"
        other = subscription("22222222-2222-2222-2222-222222222222", workspaces=unread)
        assert listed(snapshot(subscriptions=[other])) == "unknown"


def test_an_audit_of_a_part_lists_a_part() -> None:
    assert listed(snapshot(scope=Scope(resource_group="rg"))) == "unknown"
    assert listed(snapshot(scope=Scope(workspaces=("shop",)))) == "unknown"


def test_without_any_subscription_nothing_was_listed() -> None:
    of = snapshot()
    of.subscriptions.clear()
    assert listed(of) == "unknown"
