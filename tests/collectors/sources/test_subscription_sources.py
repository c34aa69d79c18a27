"""Sources over a whole subscription: what they ask for and what they leave out."""

from typing import Any

import pytest

from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.reader import read
from aml_maturity_audit.collectors.sources import (
    activity_log,
    autoscale_settings,
    data_feeders,
    metric_alerts,
    registries,
    topic_event_subscriptions,
    workspaces,
)
from aml_maturity_audit.signals.reading import Observed
from collectors.fake_azure import GROUP, HOME, ML, SUBSCRIPTION, FakeAzure, context, denied

SUB = f"/subscriptions/{SUBSCRIPTION}"
LOG = f"{SUB}/providers/Microsoft.Insights/eventtypes/management/values"
TOPICS = f"{SUB}/providers/Microsoft.EventGrid/systemTopics"
DEPLOYMENT = f"{HOME}/onlineEndpoints/score/deployments/blue"
WRITE = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments/write"


async def observed(source: Collector[Any], azure: FakeAzure, **known: Any) -> Observed[Any]:
    reading = await read(source, context(azure, of_subscription=True, **known))
    assert isinstance(reading, Observed)
    return reading


def event(correlation: str | None, at: str = "2026-11-16T09:00:00Z", on: str = DEPLOYMENT) -> Any:
    return {
        "operationName": {"value": WRITE},
        "status": {"value": "Succeeded"},
        "correlationId": correlation,
        "resourceId": on,
        "eventTimestamp": at,
        "caller": "app",
    }


async def test_the_log_is_asked_for_writes_of_the_window_only() -> None:
    azure = FakeAzure().listing(LOG, [])
    await observed(activity_log.COLLECTOR, azure)
    assert azure.queries[0]["$filter"] == [
        "eventTimestamp ge '2026-08-22T10:00:00Z' and eventTimestamp le '2026-11-20T09:00:00Z'"
        " and resourceProvider eq 'Microsoft.MachineLearningServices'"
    ]
    assert "claims" in azure.queries[0]["$select"][0]


async def test_a_shorter_window_asks_for_less() -> None:
    azure = FakeAzure().listing(LOG, [])
    await observed(activity_log.COLLECTOR, azure, window_days=30)
    assert "ge '2026-10-21T09:00:00Z'" in azure.queries[0]["$filter"][0]


async def test_a_longer_window_than_the_log_reaches_back_is_cut() -> None:
    reading = await observed(activity_log.COLLECTOR, FakeAzure().listing(LOG, []), window_days=180)
    assert [gap.kind for gap in reading.gaps] == ["truncated"]


async def test_a_write_counts_once_per_correlation_and_resource() -> None:
    other = DEPLOYMENT.replace("blue", "green")
    azure = FakeAzure().listing(
        LOG,
        [
            event("c1", "2026-11-16T09:05:00Z"),
            event("C1", "2026-11-16T09:00:00Z", DEPLOYMENT.upper()),
            event("c1", "nonsense"),
            event("c1", on=other),
            event("c2", "2026-11-17T09:00:00Z"),
            event(None),
            event(None),
        ],
    )
    reading = await observed(activity_log.COLLECTOR, azure)
    assert reading.complete
    writes = [(one.correlation_id.lower(), one.resource_id.lower()[-5:]) for one in reading.value]
    assert sorted(writes) == [
        ("", "/blue"),
        ("", "/blue"),
        ("c1", "/blue"),
        ("c1", "green"),
        ("c2", "/blue"),
    ]
    first = next(one for one in reading.value if one.resource_id == DEPLOYMENT.upper())
    assert first.time is not None
    assert first.time.minute == 0
    assert reading.value[0].correlation_id == "c2"


async def test_topics_of_other_sources_are_left_out() -> None:
    topics = [
        {"id": f"{GROUP}/t1", "name": "t1", "properties": {"source": HOME.upper()}},
        {"id": f"{GROUP}/t2", "name": "t2", "properties": {"source": f"{GROUP}/storage"}},
        {"id": f"{GROUP}/t3", "name": "t3", "properties": {"source": f"{HOME}2"}},
    ]
    azure = FakeAzure().listing(TOPICS, topics)
    azure.listing(f"{GROUP}/t1/eventSubscriptions", [{"name": "s", "properties": {}}])
    azure.on(f"{GROUP}/t3/eventSubscriptions", denied("subscriptions/read"))
    reading = await observed(topic_event_subscriptions.COLLECTOR, azure)
    (one,) = reading.value
    assert (one.source, one.through_topic) == (HOME.upper(), True)
    (gap,) = reading.gaps
    assert (gap.kind, gap.resource) == ("denied", f"{HOME}2")


async def test_a_topic_without_source_may_be_anyones() -> None:
    azure = FakeAzure().listing(TOPICS, [{"id": f"{GROUP}/t", "name": "t", "properties": {}}])
    reading = await observed(topic_event_subscriptions.COLLECTOR, azure)
    assert [(gap.kind, gap.bounded) for gap in reading.gaps] == [("failed", False)]


def profile(minimum: Any) -> dict[str, Any]:
    return {"capacity": {"minimum": minimum, "maximum": "5"}}


@pytest.mark.parametrize(
    ("profiles", "minimums", "unreadable"),
    [
        ([profile("2"), profile("3")], (2, 3), False),
        ([profile(1)], (1,), False),
        ([profile("many"), profile("2")], (2,), True),
        ([{"capacity": None}], (), True),
        ([], (), True),
        (None, (), True),
    ],
)
async def test_minimums_of_autoscale(profiles: Any, minimums: Any, unreadable: bool) -> None:
    body = {"targetResourceUri": DEPLOYMENT.upper(), "enabled": True, "profiles": profiles}
    azure = FakeAzure().listing(
        f"{SUB}/providers/Microsoft.Insights/autoscalesettings", [{"name": "a", "properties": body}]
    )
    (one,) = (await observed(autoscale_settings.COLLECTOR, azure)).value
    assert (one.minimums, one.unreadable_minimum, one.enabled) == (minimums, unreadable, True)


async def test_autoscale_of_other_things_is_left_out() -> None:
    body = {"targetResourceUri": f"{GROUP}/providers/Microsoft.Compute/vmss/x", "enabled": True}
    azure = FakeAzure().listing(
        f"{SUB}/providers/Microsoft.Insights/autoscalesettings", [{"name": "a", "properties": body}]
    )
    assert await observed(autoscale_settings.COLLECTOR, azure) == Observed(value=())


async def test_alerts_that_do_not_say_whether_they_are_on_are_off() -> None:
    azure = FakeAzure().listing(
        f"{SUB}/providers/Microsoft.Insights/metricAlerts",
        [{"name": "a", "properties": {"scopes": [HOME], "enabled": None}}],
    )
    (one,) = (await observed(metric_alerts.COLLECTOR, azure)).value
    assert (one.enabled, one.scopes) == (False, (HOME,))


async def test_feeders_are_asked_for_by_type() -> None:
    azure = FakeAzure().listing(
        f"{SUB}/resources", [{"id": "x", "name": "vm", "type": "Microsoft.Compute/virtualMachines"}]
    )
    assert await observed(data_feeders.COLLECTOR, azure) == Observed(value=())
    (condition,) = azure.queries[0]["$filter"]
    assert condition.count("resourceType eq") == 3
    assert "'Microsoft.DataFactory/factories' or resourceType" in condition


async def test_the_prologue_fills_the_estate() -> None:
    azure = FakeAzure().listing(
        f"{SUB}/{ML}/workspaces",
        [{"id": HOME, "name": "churn", "properties": {"workspaceId": "G-1"}}],
    )
    registry = f"{GROUP}/{ML}/registries/contoso"
    azure.listing(f"{SUB}/{ML}/registries", [{"id": registry, "name": "Contoso"}])
    given = context(azure, of_subscription=True)
    assert await read(workspaces.COLLECTOR, given) == Observed(value=(HOME,))
    await read(registries.COLLECTOR, given)
    assert given.estate.workspace(HOME.upper()) is not None
    known = given.estate.registry("CONTOSO")
    assert known is not None
    assert known.id == registry
