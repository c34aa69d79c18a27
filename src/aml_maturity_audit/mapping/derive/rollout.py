"""Traffic splits, instances and second deployments. Source: criteria.md, section 2,
`ab-testing-is-integrated`, `serving-approaches-zero-downtime`."""

from aml_maturity_audit.mapping.derive.links import links
from aml_maturity_audit.mapping.derive.practices import does, linked_does
from aml_maturity_audit.mapping.derive.serving import (
    Production,
    live_traffic,
    online_deployments,
    online_endpoints,
    succeeded,
)
from aml_maturity_audit.mapping.seen import exists
from aml_maturity_audit.mapping.truth import Fact, any_of, fact, no, unknown, yes
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.mapping.words import several
from aml_maturity_audit.signals.cicd import PIPELINES
from aml_maturity_audit.signals.ids import same_id
from aml_maturity_audit.signals.observability import AUTOSCALE_SETTINGS
from aml_maturity_audit.signals.serving import OnlineDeployment, OnlineEndpoint


def splits_now(view: View) -> Fact:
    """Whether an online endpoint splits live traffic, or mirrors it, now."""
    known = online_endpoints(view)
    count = several(len(known.items), "online endpoint")
    return exists(
        known,
        lambda endpoint: fact(_splits(endpoint)),
        none=f"none of {count} splits or mirrors traffic now",
        some=lambda endpoint: f"endpoint {endpoint.name} splits traffic: {_shares(endpoint)}",
    )


def _splits(endpoint: OnlineEndpoint) -> bool:
    parts = [part for part in live_traffic(endpoint).values() if 0 < part < 100]
    return len(parts) >= 2 or any(part > 0 for part in endpoint.mirror_traffic.values())


def _shares(endpoint: OnlineEndpoint) -> str:
    live = [f"{name} {part:g}%" for name, part in sorted(endpoint.traffic.items()) if part > 0]
    mirrored = [f"{n} mirrors {p:g}%" for n, p in sorted(endpoint.mirror_traffic.items()) if p > 0]
    return ", ".join((*live, *mirrored))


@derived
def pipeline_splits(view: View) -> Fact:
    """Whether a linked pipeline does split traffic."""
    return linked_does(
        view,
        "shifts_traffic",
        only=lambda evidence: evidence.splits_traffic,
        none="no linked pipeline splits traffic",
    )


def no_unread_pipeline_splits(view: View) -> Fact:
    """Whether no pipeline that stands in a source, and was not read, may have split traffic.

    Where there is no online endpoint, only such a pipeline can still make the criterion met.
    """
    for project in view.estate.projects:
        known = view.see_project(project, PIPELINES)
        if not known.complete:
            return known.hiding()
    for link in (*links(view).linked, *links(view).maybe):
        answer = does(view, link, "shifts_traffic", only=lambda evidence: evidence.splits_traffic)
        if not answer.no:
            return unknown(f"whether {link.label} splits traffic is not known: {answer.because}")
    return yes("no pipeline splits traffic")


def instances(view: View, deployed: Production) -> Fact:
    """Whether a production online deployment keeps enough instances."""
    deployment = deployed.deployment
    if not isinstance(deployment, OnlineDeployment):
        return no(f"{deployed.label} is no online deployment")
    needed = view.policy.minimum_instances
    known = view.see(AUTOSCALE_SETTINGS)
    rules = [s for s in known.items if s.enabled and same_id(s.target, deployment.id)]
    minimums = [low for rule in rules for low in rule.minimums]
    if any(rule.unreadable_minimum for rule in rules) and min(minimums, default=needed) >= needed:
        return unknown(f"the minimum of the autoscale setting of {deployed.label} cannot be read")
    if minimums:
        return _enough(deployed, min(minimums), needed, "its autoscale setting")
    if not known.complete:
        return known.hiding()
    if _is_kubernetes(deployment) and deployment.min_instances is not None:
        return _enough(deployed, deployment.min_instances, needed, "minInstances")
    if deployment.capacity is None:
        return unknown(f"how many instances {deployed.label} has is not told")
    return _enough(deployed, deployment.capacity, needed, "its capacity")


def _is_kubernetes(deployment: OnlineDeployment) -> bool:
    return deployment.kind.lower() in {"kubernetes", "k8s"}


def _enough(deployed: Production, count: int, needed: int, by: str) -> Fact:
    text = f"{deployed.label} has at least {several(count, 'instance')} by {by}, {needed} needed"
    if count >= needed:
        return yes(text, (deployed.shown(text),), (deployed.subject(),))
    return no(text, subjects=(deployed.subject(),))


def second_deployment(view: View, deployed: Production) -> Fact:
    """Whether its endpoint has two deployments that stand, or a linked pipeline splits traffic."""
    name = deployed.deployment.endpoint.lower()
    known = online_deployments(view).without_gaps(
        lambda gap: bool(gap.resource) and gap.resource.lower() != name
    )
    standing = [d for d in known.items if d.endpoint.lower() == name and succeeded(d.state)]
    text = f"endpoint {name} has {several(len(standing), 'deployment')} in state Succeeded"
    if len(standing) >= 2:
        return yes(text)
    here = no(f"{text}, 2 needed") if known.complete else known.hiding()
    return any_of(here, pipeline_splits(view))
