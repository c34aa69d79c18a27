"""Endpoints, deployments and which of them are production. Source: criteria.md, section 1,
"production deployment"."""

from dataclasses import dataclass
from functools import cached_property

from aml_maturity_audit.assessment.model import Evidence, Subject
from aml_maturity_audit.mapping.seen import Seen
from aml_maturity_audit.mapping.truth import Fact, no, unknown, yes
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.record import Actor
from aml_maturity_audit.signals.serving import (
    BATCH_DEPLOYMENTS,
    BATCH_ENDPOINTS,
    ONLINE_DEPLOYMENTS,
    ONLINE_ENDPOINTS,
    BatchDeployment,
    BatchEndpoint,
    OnlineDeployment,
    OnlineEndpoint,
)


@dataclass(frozen=True)
class Production:
    """A production deployment, online or batch."""

    online: bool
    deployment: OnlineDeployment | BatchDeployment

    @property
    def id(self) -> str:
        """ARM id."""
        return self.deployment.id

    @cached_property
    def label(self) -> str:
        """`endpoint/deployment`."""
        return f"{self.deployment.endpoint}/{self.deployment.name}"

    @property
    def created_by(self) -> Actor:
        """Who made it, as far as ARM says."""
        return self.deployment.created_by

    def subject(self) -> Subject:
        """It as a subject of a verdict."""
        return Subject(kind="deployment", id=self.id, name=self.label)

    def shown(self, text: str) -> Evidence:
        """It as evidence."""
        return Evidence(text=text, source=self.id)


@derived
def online_endpoints(view: View) -> Seen[OnlineEndpoint]:
    """The online endpoints."""
    return view.see(ONLINE_ENDPOINTS)


@derived
def online_deployments(view: View) -> Seen[OnlineDeployment]:
    """The online deployments."""
    return view.see(ONLINE_DEPLOYMENTS)


@derived
def batch_endpoints(view: View) -> Seen[BatchEndpoint]:
    """The batch endpoints."""
    return view.see(BATCH_ENDPOINTS)


@derived
def batch_deployments(view: View) -> Seen[BatchDeployment]:
    """The batch deployments."""
    return view.see(BATCH_DEPLOYMENTS)


def succeeded(state: str) -> bool:
    """Whether a provisioning state says that it stands."""
    return state.lower() == "succeeded"


def live_traffic(endpoint: OnlineEndpoint) -> dict[str, float]:
    """The deployments of an endpoint that receive live traffic, by lower-case name."""
    return {name.lower(): part for name, part in endpoint.traffic.items() if part > 0}


@derived
def production_online(view: View) -> Seen[Production]:
    """Online deployments in state Succeeded that receive live traffic."""
    endpoints = online_endpoints(view)
    traffic = {e.name.lower(): live_traffic(e) for e in endpoints.items}
    deployments = online_deployments(view).without_gaps(
        lambda gap: bool(gap.resource) and traffic.get(gap.resource.lower()) == {}
    )
    items = tuple(
        Production(True, d)
        for d in deployments.items
        if succeeded(d.state) and d.name.lower() in traffic.get(d.endpoint.lower(), {})
    )
    return _both(items, endpoints, deployments)


@derived
def production_batch(view: View) -> Seen[Production]:
    """Default deployments of batch endpoints, of type Model, in state Succeeded."""
    endpoints = batch_endpoints(view)
    defaults = {e.name.lower(): (e.default_deployment or "").lower() for e in endpoints.items}
    deployments = batch_deployments(view).without_gaps(
        lambda gap: bool(gap.resource) and defaults.get(gap.resource.lower()) == ""
    )
    items = tuple(
        Production(False, d)
        for d in deployments.items
        if succeeded(d.state)
        and d.kind.lower() == "model"
        and d.name.lower() == defaults.get(d.endpoint.lower())
    )
    return _both(items, endpoints, deployments)


def _both(
    items: tuple[Production, ...],
    endpoints: Seen[OnlineEndpoint] | Seen[BatchEndpoint],
    deployments: Seen[OnlineDeployment] | Seen[BatchDeployment],
) -> Seen[Production]:
    return Seen(
        items=items,
        hidden=endpoints.hidden + deployments.hidden,
        open=endpoints.open or deployments.open,
        missing=tuple(dict.fromkeys(endpoints.missing + deployments.missing)),
        why="; ".join(why for why in (endpoints.why, deployments.why) if why),
    )


@derived
def production(view: View) -> Seen[Production]:
    """All production deployments."""
    online, batch = production_online(view), production_batch(view)
    return Seen(
        items=online.items + batch.items,
        hidden=online.hidden + batch.hidden,
        open=online.open or batch.open,
        missing=tuple(dict.fromkeys(online.missing + batch.missing)),
        why="; ".join(why for why in (online.why, batch.why) if why),
    )


NOTHING_DEPLOYED = "no deployment of the workspace is in production"


def deployed(view: View) -> Fact:
    """Whether anything is in production."""
    here = production(view)
    if here.items:
        names = [p.label for p in here.items]
        return yes(f"{len(names)} in production: {', '.join(names[:4])}")
    return no(NOTHING_DEPLOYED) if here.complete else here.hiding()


def only_batch(view: View) -> Fact:
    """Whether all that is in production is batch deployments."""
    online, batch = production_online(view), production_batch(view)
    if online.items:
        return no(f"{online.items[0].label} is an online deployment")
    if not online.complete:
        return online.hiding()
    if batch.items:
        return yes(f"only batch deployments are in production: {batch.items[0].label}")
    return no(NOTHING_DEPLOYED) if batch.complete else batch.hiding()


def any_succeeded(view: View) -> Fact:
    """Whether any deployment, with traffic or not, is in state Succeeded."""
    for deployments in (online_deployments(view), batch_deployments(view)):
        for deployment in deployments.items:
            if succeeded(deployment.state):
                return yes(f"{deployment.endpoint}/{deployment.name} is deployed")
    for deployments in (online_deployments(view), batch_deployments(view)):
        if not deployments.complete:
            return unknown(deployments.why, deployments.missing)
    return no("no deployment is in state Succeeded")
