"""Event Grid subscriptions. Source: azure_facts A.9."""

from datetime import datetime

from aml_maturity_audit.signals.reading import SignalKey
from aml_maturity_audit.signals.record import Record


class EventFilter(Record, frozen=True, kw_only=True):
    """An advanced filter, without its values."""

    operator: str
    key: str


class EventSubscription(Record, frozen=True, kw_only=True):
    """An Event Grid subscription on a workspace, made directly or through a system topic."""

    id: str
    name: str
    source: str
    """ARM id of the workspace whose events it passes."""
    state: str = ""
    expires_at: datetime | None = None
    expiry_unreadable: bool = False
    event_types: tuple[str, ...] | None = None
    """None passes all types."""
    filters: tuple[EventFilter, ...] = ()
    destination: str = ""
    """`AzureFunction`, `WebHook`, `EventHub`, `StorageQueue` …"""
    through_topic: bool = False


EVENT_SUBSCRIPTIONS = SignalKey(
    "event-subscriptions",
    tuple[EventSubscription, ...],
    scope="workspace",
    title="Event Grid subscriptions made on the workspace itself",
    actions=("Microsoft.EventGrid/eventSubscriptions/read",),
)

TOPIC_SUBSCRIPTIONS = SignalKey(
    "topic-event-subscriptions",
    tuple[EventSubscription, ...],
    scope="subscription",
    title="Event Grid subscriptions of system topics",
    actions=(
        "Microsoft.EventGrid/systemTopics/read",
        "Microsoft.EventGrid/systemTopics/eventSubscriptions/read",
    ),
)
"""Of topics whose source is a workspace of the subscription. A gap's `resource` is the source
workspace of the topic whose subscriptions were not read."""
