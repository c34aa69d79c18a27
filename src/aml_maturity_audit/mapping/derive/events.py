"""Event Grid subscriptions of the workspace that stand. Source: azure_facts A.9; criteria.md."""

from datetime import datetime

from aml_maturity_audit.mapping.seen import Seen, exists, merged
from aml_maturity_audit.mapping.truth import NO, YES, Fact, all_of, no, unknown, yes
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.events import (
    EVENT_SUBSCRIPTIONS,
    TOPIC_SUBSCRIPTIONS,
    EventFilter,
    EventSubscription,
)
from aml_maturity_audit.signals.ids import same_id

_BREACH = "azureml_modelmonitor_threshold_breached"
_WORKSPACE = "/providers/microsoft.machinelearningservices/workspaces/"
_PASSING = frozenset(
    {"stringcontains", "stringbeginswith", "stringendswith", "stringin", "isnotnull"}
)


@derived
def subscriptions(view: View) -> Seen[EventSubscription]:
    """Subscriptions on the workspace, made directly or through a system topic."""
    topics = view.see(TOPIC_SUBSCRIPTIONS).without_gaps(
        lambda gap: _is_a_workspace(gap.resource) and not same_id(gap.resource, view.workspace.id)
    )
    mine = topics.where(lambda s: same_id(s.source, view.workspace.id))
    return merged((view.see(EVENT_SUBSCRIPTIONS), mine))


def _is_a_workspace(resource: str) -> bool:
    """Whether a gap is about one workspace; a topic that could not be read may be of any."""
    return _WORKSPACE in resource.lower()


def stands(subscription: EventSubscription, now: datetime) -> Fact:
    """In state Succeeded and not expired."""
    if not subscription.state:
        return unknown(f"in which state subscription {subscription.name} is is not told")
    if subscription.state.lower() != "succeeded":
        return no(f"subscription {subscription.name} is in state {subscription.state}")
    if subscription.expiry_unreadable:
        return unknown(f"the expiry of subscription {subscription.name} cannot be read")
    if subscription.expires_at is not None and subscription.expires_at <= now:
        return no(f"subscription {subscription.name} expired")
    return yes(f"subscription {subscription.name} stands")


def emits(view: View) -> Fact:
    """Whether a subscription on the workspace stands."""
    return exists(
        subscriptions(view),
        lambda s: stands(s, view.collected_at),
        none="0 Event Grid subscriptions stand on the workspace",
        some=lambda s: f"Event Grid subscription {s.name} to {s.destination} stands",
    )


def breach_is_passed_on(view: View) -> Fact:
    """Whether a subscription hands breaches of monitors to something that can act."""
    return exists(
        subscriptions(view),
        lambda s: all_of(stands(s, view.collected_at), _passes_breaches(s), _can_start(s)),
        none=f"no Event Grid subscription passes RunStatusChanged filtered on {_BREACH}",
        some=lambda s: f"Event Grid subscription {s.name} passes breaches to {s.destination}",
    )


def _passes_breaches(subscription: EventSubscription) -> Fact:
    if not any(_is_on_breach(f) for f in subscription.filters):
        return NO
    if subscription.event_types is None:
        return YES
    types = {kind.lower().rsplit(".", 1)[-1] for kind in subscription.event_types}
    if not types:  # the documentation tells what null passes, not what nothing does
        return unknown(f"which events subscription {subscription.name} passes is not told")
    return YES if types & {"runstatuschanged", "all"} else NO


def _is_on_breach(condition: EventFilter) -> bool:
    is_tag = condition.key.lower().rsplit(".", 1)[-1] == _BREACH
    return is_tag and condition.operator.lower() in _PASSING


def _can_start(subscription: EventSubscription) -> Fact:
    kind = subscription.destination.lower()
    if not kind:
        return unknown(f"where subscription {subscription.name} goes is not told")
    return NO if kind == "storagequeue" else YES
