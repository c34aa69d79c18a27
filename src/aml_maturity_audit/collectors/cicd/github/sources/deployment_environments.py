"""Environments with their protection rules."""

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.cicd.github.context import GitHubContext
from aml_maturity_audit.collectors.cicd.github.run_list import ACTIONS
from aml_maturity_audit.collectors.cicd.github.wire import Wire
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.signals.cicd import DEPLOYMENT_ENVIRONMENTS, DeploymentEnvironment

MOST = 1_000
"""Environments of a repository."""
_APPROVAL = "required_reviewers"


class _Rule(Wire):
    type: object = None
    reviewers: list[object] | None = None


class _Environment(Wire):
    id: object = None
    name: object = None
    protection_rules: list[_Rule] | None = None


async def _fetch(context: GitHubContext) -> Listing[DeploymentEnvironment]:
    route = context.route(
        "environments",
        permission=ACTIONS,
        source=DEPLOYMENT_ENVIRONMENTS.name,
        key="environments",
    )
    return await context.listing(route, _Environment, _keep, limit=MOST)


def _keep(raw: _Environment) -> DeploymentEnvironment:
    if not text(raw.name):
        raise ValueError("an environment without a name")
    rules = raw.protection_rules or ()
    return DeploymentEnvironment(
        id=text(raw.id),
        name=text(raw.name),
        approvals=sum(1 for one in rules if text(one.type) == _APPROVAL and one.reviewers),
        checks=len(rules),
    )


SOURCE = Source(yields=DEPLOYMENT_ENVIRONMENTS, needs=(ACTIONS,), fetch=_fetch)
