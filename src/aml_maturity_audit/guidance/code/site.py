"""What writers see: one workspace, what its plan asks for, and what the user said besides."""

from dataclasses import dataclass
from functools import cached_property

from aml_maturity_audit.guidance.code import names
from aml_maturity_audit.guidance.code.artefact import NameMissing
from aml_maturity_audit.guidance.code.given import Given
from aml_maturity_audit.mapping.derive.serving import (
    live_traffic,
    online_deployments,
    online_endpoints,
    production_online,
    succeeded,
)
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.serving import OnlineDeployment

COLLECTED = frozenset({"deployed-model-metrics-are-centralized"})
MONITORED = frozenset(
    {"production-informs-improvement", "retraining-is-triggered-by-production-metrics"}
)
ROLLED_OUT = frozenset({"ab-testing-is-integrated", "serving-approaches-zero-downtime"})
RELEASED = frozenset(
    {
        "all-code-is-tested",
        "app-has-integration-tests",
        "app-has-unit-tests",
        "app-release-is-automated",
        "builds-are-automated",
        "every-model-release-is-tested",
        "model-has-integration-tests",
        "release-is-automatic",
        "release-is-low-friction",
        "release-is-managed-by-cicd",
        "release-is-owned-by-engineering",
        "release-needs-no-data-scientist",
        "scoring-script-is-tested",
        "training-and-testing-are-automated",
    }
)
_COLOURS = ("blue", "green")


@dataclass(frozen=True)
class Serving:
    """A production deployment, and the one that is to take over from it."""

    live: OnlineDeployment
    next: str
    """Name of the deployment that takes over; the live one's where none needs to."""
    written: bool = False
    """Whether that deployment does not stand yet, and a file is written for it."""

    @property
    def endpoint(self) -> str:
        """Name of the endpoint."""
        return self.live.endpoint

    @property
    def replaced(self) -> bool:
        """Whether another deployment takes over."""
        return self.next != self.live.name

    @property
    def next_id(self) -> str:
        """ARM id of the deployment that is to be live."""
        return f"{self.live.id.rsplit('/', 1)[0]}/{self.next}"


@dataclass(frozen=True)
class Site:
    """A workspace with the criteria that its plan says are to be done."""

    view: View
    needed: frozenset[str]
    given: Given

    def wants(self, criteria: frozenset[str]) -> tuple[str, ...]:
        """Those of the criteria that the plan asks for."""
        return tuple(sorted(self.needed & criteria))

    @cached_property
    def where(self) -> tuple[str, ...]:
        """The options that point `az ml` at the workspace. Raises NameMissing for odd names."""
        workspace = self.view.workspace
        return (
            "-w",
            names.proper(workspace.name, "the workspace"),
            "-g",
            names.proper_group(workspace.resource_group),
            "--subscription",
            names.proper_subscription(workspace.subscription_id),
        )

    @cached_property
    def workspace_id(self) -> str:
        """ARM id of the workspace. Raises NameMissing for one that is none."""
        return names.proper_id(self.view.workspace.id, "the workspace")

    def live(self) -> list[OnlineDeployment]:
        """Of each endpoint the production deployment with the most traffic.

        Raises NameMissing where there is none.
        """
        traffic = {one.name.lower(): live_traffic(one) for one in online_endpoints(self.view).items}
        most: dict[str, OnlineDeployment] = {}
        for production in production_online(self.view).items:
            one = production.deployment
            shares = traffic.get(one.endpoint.lower(), {})
            known = most.get(one.endpoint)
            if isinstance(one, OnlineDeployment) and (
                known is None or shares[one.name.lower()] > shares[known.name.lower()]
            ):
                most[one.endpoint] = one
        if not most:
            raise NameMissing("No online deployment is in production: deploy a model first.")
        return [most[name] for name in sorted(most)]

    def serving_of(self, live: OnlineDeployment) -> Serving:
        """A live deployment and what is to take over. Raises NameMissing for odd names."""
        names.proper_deployment(live.endpoint, "the endpoint")
        names.proper_deployment(live.name, "the deployment")
        names.proper_id(live.id, "the deployment")
        if self.needed & RELEASED:
            return Serving(live, self._new_name(live), written=True)
        blind = bool(self.needed & (COLLECTED | MONITORED)) and not _collects(live)
        if not blind and not self.needed & ROLLED_OUT:
            return Serving(live, live.name)
        for other in self._beside(live):
            if succeeded(other.state) and (_collects(other) or not blind):
                return Serving(live, names.proper_deployment(other.name, "the deployment"))
        return Serving(live, self._new_name(live), written=True)

    def splits(self, live: OnlineDeployment) -> bool:
        """Whether its endpoint sends live traffic to others too."""
        here = [e for e in online_endpoints(self.view).items if e.name == live.endpoint]
        return any(len(live_traffic(one)) > 1 for one in here)

    def standing(self, live: OnlineDeployment) -> list[str]:
        """Names of the deployments of its endpoint that stand, the live one first."""
        beside = [one.name for one in self._beside(live) if succeeded(one.state)]
        return [live.name, *(names.proper_deployment(one, "the deployment") for one in beside)]

    def _beside(self, live: OnlineDeployment) -> list[OnlineDeployment]:
        """The other deployments of its endpoint, by name."""
        known = online_deployments(self.view).items
        here = [one for one in known if one.endpoint.lower() == live.endpoint.lower()]
        return sorted((one for one in here if one.name != live.name), key=lambda one: one.name)

    def _new_name(self, live: OnlineDeployment) -> str:
        taken = {one.name.lower() for one in (live, *self._beside(live))}
        numbered = (f"{live.name[:28]}-{number}" for number in range(2, 100))
        return next(name for name in (*_COLOURS, *numbered) if name.lower() not in taken)


def _collects(deployment: OnlineDeployment) -> bool:
    return deployment.collects_data and bool(deployment.app_insights)
