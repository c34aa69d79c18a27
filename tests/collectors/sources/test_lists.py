"""What holds of every source that reads a list: refusals, broken pages and odd items."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from aml_maturity_audit.collectors.catalogue import all_collectors
from aml_maturity_audit.collectors.reader import read
from aml_maturity_audit.signals.data import DATA_ASSETS, DataAsset
from aml_maturity_audit.signals.reading import Denied, Observed, Reading, SignalKey
from aml_maturity_audit.signals.registries import REGISTRIES, Registry
from aml_maturity_audit.signals.serving import (
    BATCH_ENDPOINTS,
    ONLINE_ENDPOINTS,
    BatchEndpoint,
    OnlineEndpoint,
)
from collectors.fake_azure import GROUP, HOME, ML, SUBSCRIPTION, FakeAzure, context, denied, made

SUB = f"/subscriptions/{SUBSCRIPTION}"
REGISTRY = f"{GROUP}/{ML}/registries/contoso"
TOPIC = f"{GROUP}/providers/Microsoft.EventGrid/systemTopics/t"
ONLINE = OnlineEndpoint(id=f"{HOME}/onlineEndpoints/score", name="score")
BATCH = BatchEndpoint(id=f"{HOME}/batchEndpoints/score", name="score")


@dataclass(frozen=True)
class Case:
    """A list of one source, with an item that decodes."""

    signal: str
    path: str
    item: dict[str, Any]
    readings: dict[SignalKey[Any], Reading[Any]] = field(default_factory=dict)
    before: dict[str, list[Any]] = field(default_factory=dict)
    """Lists that are read first."""
    anything_goes: bool = False
    """Nothing in an item is needed but a name, so only a foreign shape is undecoded."""
    parent: str | None = None

    @property
    def of_subscription(self) -> bool:
        return self.path.startswith(SUB) and not self.path.startswith(HOME)


def item(name: str = "x", **properties: Any) -> dict[str, Any]:
    return {"name": name, "systemData": made(), "properties": properties}


CASES = [
    Case("workspaces", f"{SUB}/{ML}/workspaces", {"id": HOME, "name": "churn"}),
    Case(
        "registries",
        f"{SUB}/{ML}/registries",
        {"id": REGISTRY, "name": "contoso"},
        anything_goes=True,
    ),
    Case(
        "permissions",
        f"{SUB}/providers/Microsoft.Authorization/permissions",
        {"actions": ["*/read"], "notActions": []},
        anything_goes=True,
    ),
    Case(
        "activity-log",
        f"{SUB}/providers/Microsoft.Insights/eventtypes/management/values",
        {
            "operationName": "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/write",
            "status": "Succeeded",
            "resourceId": ONLINE.id,
            "correlationId": "c",
        },
        anything_goes=True,
    ),
    Case(
        "autoscale-settings",
        f"{SUB}/providers/Microsoft.Insights/autoscalesettings",
        item(targetResourceUri=f"{ONLINE.id}/deployments/blue", enabled=True),
    ),
    Case(
        "metric-alerts",
        f"{SUB}/providers/Microsoft.Insights/metricAlerts",
        item(scopes=[ONLINE.id], enabled=True),
    ),
    Case(
        "query-alerts",
        f"{SUB}/providers/Microsoft.Insights/scheduledQueryRules",
        item(scopes=[ONLINE.id], enabled=True),
    ),
    Case(
        "data-feeders",
        f"{SUB}/resources",
        {"id": f"{GROUP}/x", "name": "adf", "type": "microsoft.datafactory/FACTORIES"},
        anything_goes=True,
    ),
    Case(
        "topic-event-subscriptions",
        f"{TOPIC}/eventSubscriptions",
        item(filter={}),
        before={
            f"{SUB}/providers/Microsoft.EventGrid/systemTopics": [
                {"id": TOPIC, "name": "t", "properties": {"source": HOME}}
            ]
        },
        parent=HOME,
    ),
    Case(
        "registry-models",
        f"{REGISTRY}/models/churn/versions",
        item("1", originAssetId=None),
        readings={REGISTRIES: Observed(value=(Registry(id=REGISTRY, name="contoso"),))},
        before={f"{REGISTRY}/models": [item("churn")]},
        anything_goes=True,
        parent="contoso",
    ),
    Case("computes", f"{HOME}/computes", item(computeType="AmlCompute")),
    Case("jobs", f"{HOME}/jobs", item(jobType="Command")),
    Case("schedules", f"{HOME}/schedules", item(action={"actionType": "CreateJob"})),
    Case("models", f"{HOME}/models", item(latestVersion="1"), anything_goes=True),
    Case("data-assets", f"{HOME}/data", item(dataType="uri_file"), anything_goes=True),
    Case(
        "data-versions",
        f"{HOME}/data/churn/versions",
        item("1"),
        readings={DATA_ASSETS: Observed(value=(DataAsset(name="churn"),))},
        anything_goes=True,
        parent="churn",
    ),
    Case("online-endpoints", f"{HOME}/onlineEndpoints", item(traffic={}), anything_goes=True),
    Case(
        "online-deployments",
        f"{ONLINE.id}/deployments",
        item(),
        readings={ONLINE_ENDPOINTS: Observed(value=(ONLINE,))},
        anything_goes=True,
        parent="score",
    ),
    Case("batch-endpoints", f"{HOME}/batchEndpoints", item(), anything_goes=True),
    Case(
        "batch-deployments",
        f"{BATCH.id}/deployments",
        item(),
        readings={BATCH_ENDPOINTS: Observed(value=(BATCH,))},
        anything_goes=True,
        parent="score",
    ),
    Case(
        "diagnostic-settings",
        f"{ONLINE.id}/providers/Microsoft.Insights/diagnosticSettings",
        item(workspaceId="/la", logs=[]),
        readings={ONLINE_ENDPOINTS: Observed(value=(ONLINE,))},
        anything_goes=True,
        parent="score",
    ),
    Case(
        "event-subscriptions",
        f"{HOME}/providers/Microsoft.EventGrid/eventSubscriptions",
        item(filter=None),
    ),
    Case(
        "role-assignments",
        f"{HOME}/providers/Microsoft.Authorization/roleAssignments",
        item(principalId="p", roleDefinitionId="/r/ABC"),
    ),
    Case(
        "feature-sets",
        f"{HOME}/featuresets/t/versions",
        item("1"),
        before={f"{HOME}/featuresets": [item("t")]},
        anything_goes=True,
        parent="t",
    ),
]
NO_LISTS = {
    "components",
    "data-references",
    "environments",
    "job-history",
    "model-versions",
    "run-metrics",
    "source-jobs",
}
every_list = pytest.mark.parametrize("case", CASES, ids=lambda case: case.signal)


async def reading_of(case: Case, *pages: Any) -> Reading[Any]:
    azure = FakeAzure()
    for path, items in case.before.items():
        azure.listing(path, items)
    azure.listing(case.path, *pages)
    (collector,) = (one for one in all_collectors() if one.yields.name == case.signal)
    return await read(
        collector, context(azure, case.readings, of_subscription=case.of_subscription)
    )


def second(item: dict[str, Any]) -> dict[str, Any]:
    """Another item than `item`, so that it is not taken for a repetition."""
    return {**item, "id": f"{item.get('id', HOME + '/x')}2"}


def test_every_source_is_tested_here_or_has_no_list() -> None:
    listed = [case.signal for case in CASES]
    assert sorted([*listed, *NO_LISTS]) == [one.yields.name for one in all_collectors()]


@every_list
async def test_items_become_records(case: Case) -> None:
    reading = await reading_of(case, [case.item])
    assert isinstance(reading, Observed)
    assert len(reading.value) == 1
    assert reading.complete


@every_list
async def test_an_empty_list_is_a_fact(case: Case) -> None:
    assert await reading_of(case, []) == Observed(value=())


@every_list
async def test_a_refused_list_is_denied(case: Case) -> None:
    reading = await reading_of(case, denied("Some/list/read"))
    assert isinstance(reading, Denied)
    assert reading.action == "Some/list/read"


@every_list
async def test_a_refused_second_page_is_a_gap(case: Case) -> None:
    reading = await reading_of(case, [case.item], denied("Some/page/read"))
    assert isinstance(reading, Observed)
    assert len(reading.value) == 1
    (gap,) = reading.gaps
    assert (gap.kind, gap.action, gap.resource) == ("denied", "Some/page/read", case.parent or "")


@every_list
async def test_a_second_page_is_read(case: Case) -> None:
    other = second(case.item)
    if case.signal == "activity-log":
        other["correlationId"] = "other"
    reading = await reading_of(case, [case.item], [other])
    assert isinstance(reading, Observed)
    assert len(reading.value) == 2
    assert reading.complete


@every_list
@pytest.mark.parametrize("odd", [["x"], "text", 7, None])
async def test_an_item_of_another_shape_costs_only_itself(case: Case, odd: Any) -> None:
    reading = await reading_of(case, [odd, case.item])
    assert isinstance(reading, Observed)
    assert len(reading.value) == 1
    (gap,) = reading.gaps
    assert gap.kind == "undecoded"


@pytest.mark.parametrize(
    "case",
    [one for one in CASES if not one.anything_goes],
    ids=lambda case: case.signal,
)
async def test_an_item_that_says_nothing_is_undecoded(case: Case) -> None:
    reading = await reading_of(case, [{"id": "/odd", "name": None}, case.item])
    assert isinstance(reading, Observed)
    assert [gap.kind for gap in reading.gaps] == ["undecoded"]


@every_list
async def test_an_item_of_nulls_and_unknown_fields_does_not_break_the_list(case: Case) -> None:
    odd = {**dict.fromkeys(case.item), "id": "/odd/one", "name": "odd", "newField": {"a": [1]}}
    reading = await reading_of(case, [odd, case.item])
    assert isinstance(reading, Observed)
    assert case_is_in(reading, case)


def case_is_in(reading: Observed[Any], case: Case) -> bool:
    return 1 <= len(reading.value) <= 2 and all(gap.kind == "undecoded" for gap in reading.gaps)
