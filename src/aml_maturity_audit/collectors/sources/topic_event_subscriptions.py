"""Event Grid subscriptions of the system topics whose source is a workspace."""

from dataclasses import dataclass
from functools import partial

from aml_maturity_audit.azure.api import EVENT_GRID
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.fanout import over
from aml_maturity_audit.collectors.wire.base import Resource, Wire
from aml_maturity_audit.collectors.wire.event import EventSubscriptionWire, parse_subscription
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.signals.events import TOPIC_SUBSCRIPTIONS, EventSubscription
from aml_maturity_audit.signals.reading import Reading

_READ_TOPICS, _READ_SUBSCRIPTIONS = TOPIC_SUBSCRIPTIONS.actions
_WORKSPACE = "/providers/microsoft.machinelearningservices/workspaces/"


class TopicProperties(Wire):
    """The declared part of `properties`."""

    source: str | None = None


class TopicWire(Resource):
    """A system topic."""

    properties: TopicProperties | None = None


@dataclass(frozen=True)
class Topic:
    """A system topic of a workspace."""

    id: str
    source: str


async def fetch(context: Context) -> Reading[tuple[EventSubscription, ...]]:
    """One list of topics per subscription, then one list per topic of a workspace."""
    topics = await context.arm.listing(
        f"/subscriptions/{context.subscription_id}/providers/Microsoft.EventGrid/systemTopics",
        TopicWire,
        parse_topic,
        api=EVENT_GRID,
        action=_READ_TOPICS,
        source=TOPIC_SUBSCRIPTIONS.name,
    )

    async def of(topic: Topic) -> Listing[EventSubscription]:
        return await context.arm.listing(
            f"{topic.id}/eventSubscriptions",
            EventSubscriptionWire,
            partial(parse_subscription, source=topic.source, through_topic=True),
            api=EVENT_GRID,
            action=_READ_SUBSCRIPTIONS,
            source=TOPIC_SUBSCRIPTIONS.name,
        )

    return await over(topics.reading(), lambda topic: topic.source, of)


def parse_topic(item: TopicWire) -> Topic | None:
    """The topic, or None for one of another source: the topic's type is spelled in too many ways
    to tell them apart by it (azure_facts A.9)."""
    source = text(item.properties.source) if item.properties else ""
    if not source or not text(item.id):
        raise ValueError("the topic has no source or no id")
    return Topic(text(item.id), source) if _WORKSPACE in source.lower() else None


COLLECTOR = Collector(
    yields=TOPIC_SUBSCRIPTIONS,
    needs=TOPIC_SUBSCRIPTIONS.actions,
    fetch=fetch,
    filtered=(_READ_TOPICS,),
    trips=2,
)
