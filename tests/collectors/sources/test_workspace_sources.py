"""Sources of one workspace whose rules are their own."""

from datetime import timedelta
from typing import Any

import pytest

from aml_maturity_audit.collectors.reader import read
from aml_maturity_audit.collectors.sources import (
    data_versions,
    diagnostic_settings,
    feature_sets,
    registry_models,
    role_assignments,
)
from aml_maturity_audit.signals.data import DATA_ASSETS, DataAsset
from aml_maturity_audit.signals.reading import Denied, Observed
from aml_maturity_audit.signals.registries import REGISTRIES, Registry
from aml_maturity_audit.signals.serving import ONLINE_ENDPOINTS, OnlineEndpoint
from collectors.fake_azure import HOME, NOW, FakeAzure, context
from collectors.known import DISCOVERY, EASTUS, FRONTEND, REGISTRY

SCORE = OnlineEndpoint(id=f"{HOME}/onlineEndpoints/score", name="score")


async def test_versions_of_the_most_recent_assets_and_how_many_were_left_out() -> None:
    azure = FakeAzure()
    assets = [DataAsset(name=f"d{n:02}", modified_at=NOW - timedelta(days=n)) for n in range(13)]
    for asset in assets:
        azure.listing(f"{HOME}/data/{asset.name}/versions", [{"name": "1"}, {"name": "2"}])
    given = context(azure, {DATA_ASSETS: Observed(value=tuple(reversed(assets)))})
    reading = await read(data_versions.COLLECTOR, given)
    assert isinstance(reading, Observed)
    assert {one.name for one in reading.value} == {f"d{n:02}" for n in range(10)}
    assert len(reading.value) == 20
    (gap,) = reading.gaps
    assert (gap.kind, gap.resource) == ("truncated", "")
    assert gap.reason.startswith("3 ")


async def test_undated_assets_may_be_the_newest() -> None:
    azure = FakeAzure()
    assets = [DataAsset(name=f"d{n}", modified_at=NOW) for n in range(10)]
    azure.listing(f"{HOME}/data/odd/versions", [{"name": "1"}])
    given = context(azure, {DATA_ASSETS: Observed(value=(*assets, DataAsset(name="odd")))})
    reading = await read(data_versions.COLLECTOR, given)
    assert isinstance(reading, Observed)
    assert [one.name for one in reading.value] == ["odd"]


async def test_versions_of_unread_assets_are_unread() -> None:
    given = context(FakeAzure(), {DATA_ASSETS: Denied(action="data/read")})
    assert await read(data_versions.COLLECTOR, given) == Denied(action="data/read")


async def test_only_enabled_logs_count() -> None:
    logs = [
        {"category": "AmlOnlineEndpointTrafficLog", "enabled": True},
        {"category": "AmlOnlineEndpointConsoleLog", "enabled": False},
        {"categoryGroup": "allLogs", "enabled": True},
        {"categoryGroup": "audit", "enabled": None},
    ]
    secret = {"eventHubAuthorizationRuleId": "hunter2", "workspaceId": "/la", "logs": logs}
    azure = FakeAzure().listing(
        f"{SCORE.id}/providers/Microsoft.Insights/diagnosticSettings",
        [{"name": "a", "properties": secret}, {"name": "b", "properties": {"workspaceId": ""}}],
    )
    reading = await read(
        diagnostic_settings.COLLECTOR, context(azure, {ONLINE_ENDPOINTS: Observed(value=(SCORE,))})
    )
    assert isinstance(reading, Observed)
    one, other = reading.value
    assert (one.resource, one.to_log_analytics) == ("score", True)
    assert (one.categories, one.groups) == (("AmlOnlineEndpointTrafficLog",), ("allLogs",))
    assert not other.to_log_analytics


async def test_assignments_at_the_workspace_and_above() -> None:
    azure = FakeAzure().listing(
        f"{HOME}/providers/Microsoft.Authorization/roleAssignments",
        [
            {
                "properties": {
                    "principalId": "p",
                    "principalType": "User",
                    "roleDefinitionId": "/r/AB",
                }
            }
        ],
    )
    reading = await read(role_assignments.COLLECTOR, context(azure))
    assert isinstance(reading, Observed)
    assert (reading.value[0].role_id, azure.queries[0]["$filter"]) == ("ab", ["atScope()"])


SCHEDULED = {
    "storeType": "Offline",
    "schedule": {"frequency": "Day", "interval": 2},
    "notification": {"emails": ["ada@contoso.example"], "emailOn": ["JobFailed"]},
}


@pytest.mark.parametrize(
    ("settings", "scheduled", "notifies"),
    [
        (SCHEDULED, True, True),
        ({**SCHEDULED, "storeType": "None"}, False, True),
        ({**SCHEDULED, "storeType": None}, True, True),
        ({**SCHEDULED, "schedule": None}, False, True),
        ({**SCHEDULED, "notification": {"emails": [], "emailOn": ["JobFailed"]}}, True, False),
        (
            {**SCHEDULED, "notification": {"emails": ["a"], "emailOn": ["JobCompleted"]}},
            True,
            False,
        ),
        ({**SCHEDULED, "notification": None}, True, False),
        (None, False, False),
    ],
)
async def test_materialization(settings: Any, scheduled: bool, notifies: bool) -> None:
    azure = FakeAzure().listing(f"{HOME}/featuresets", [{"name": "t"}])
    azure.listing(
        f"{HOME}/featuresets/t/versions",
        [{"name": "1", "properties": {"materializationSettings": settings}}],
    )
    reading = await read(feature_sets.COLLECTOR, context(azure))
    assert isinstance(reading, Observed)
    (one,) = reading.value
    assert (one.name, one.version, one.scheduled, one.notifies_on_failure) == (
        "t",
        "1",
        scheduled,
        notifies,
    )


async def registry(azure: FakeAzure, **known: Any) -> Observed[Any]:
    shown = {REGISTRIES: Observed(value=(Registry(id=REGISTRY, name="contoso"),))}
    reading = await read(registry_models.COLLECTOR, context(azure, shown, **known))
    assert isinstance(reading, Observed)
    return reading


async def test_origins_of_registry_models_come_from_arm_or_the_data_plane() -> None:
    versions = f"{REGISTRY}/models/m/versions"
    azure = FakeAzure().listing(f"{REGISTRY}/models", [{"name": "m"}])
    azure.listing(versions, [{"id": f"{versions}/1", "name": "1", "properties": {}}])
    told = {
        "id": "azureml://registries/contoso/models/m/versions/1",
        "name": "m",
        "properties": {"originAssetId": "azureml:x"},
    }
    azure.on(DISCOVERY, EASTUS).listing(f"{FRONTEND}/models/m/versions", [told])
    (one,) = (await registry(azure)).value
    assert (one.version, one.origin, one.origin_known) == ("1", "azureml:x", True)
    (dark,) = (await registry(azure, data_plane=False)).value
    assert (dark.origin, dark.origin_known) == (None, False)


async def test_many_models_of_a_registry_are_cut_under_its_name() -> None:
    names = [f"m{n}" for n in range(23)]
    azure = FakeAzure().listing(f"{REGISTRY}/models", [{"name": name} for name in names])
    for name in names:
        azure.listing(f"{REGISTRY}/models/{name}/versions", [])
    (gap,) = (await registry(azure)).gaps
    assert (gap.kind, gap.resource) == ("truncated", "contoso")
    assert gap.reason.startswith("3 ")
