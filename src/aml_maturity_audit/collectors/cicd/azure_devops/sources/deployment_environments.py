"""Deployment environments with their checks. Source: azure_facts A.18."""

import asyncio
from collections import Counter
from collections.abc import Sequence

import msgspec

from aml_maturity_audit.azure.devops.api import CHECKS, ENVIRONMENTS
from aml_maturity_audit.azure.devops.paging import TOKENS
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem, gap_of
from aml_maturity_audit.collectors.cicd.azure_devops.context import DevOpsContext
from aml_maturity_audit.collectors.cicd.azure_devops.wire import Ref
from aml_maturity_audit.collectors.cicd.source import Source
from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.collectors.wire.plain import text, truth
from aml_maturity_audit.signals.cicd import DEPLOYMENT_ENVIRONMENTS, DeploymentEnvironment

MOST = 1_000
"""Environments of a project."""
AT_ONCE = 50
"""Environments in one question for checks."""
APPROVAL = "8c6f20a7-a545-4486-9777-f762fafe0d4d"
"""The type of approval checks (azure_facts A.18)."""
_SCOPE, _SIGNAL = "vso.build", DEPLOYMENT_ENVIRONMENTS.name


class _Check(Wire):
    id: object = None
    type: Ref | None = None
    resource: Ref | None = None
    is_disabled: object = None


async def _fetch(context: DevOpsContext) -> Listing[DeploymentEnvironment]:
    route = context.route("pipelines/environments", scope=_SCOPE, source=_SIGNAL, api=ENVIRONMENTS)
    listed = await context.listing(route, Ref, _keep, paging=TOKENS, limit=MOST)
    context.unlisted.extend(listed.gaps)
    groups = [listed.items[at : at + AT_ONCE] for at in range(0, len(listed.items), AT_ONCE)]
    checked = await asyncio.gather(*(_checked(context, group) for group in groups))
    return Listing.merged(Listing((), listed.gaps), *checked)


def _keep(raw: Ref) -> DeploymentEnvironment:
    if not text(raw.id):
        raise ValueError("an environment without an id")
    return DeploymentEnvironment(id=text(raw.id), name=text(raw.name))


async def _checked(
    context: DevOpsContext, environments: Sequence[DeploymentEnvironment]
) -> Listing[DeploymentEnvironment]:
    """With their checks; a gap where those may not be read, since then none is seen."""
    route = context.route(
        "pipelines/checks/queryconfigurations",
        scope=_SCOPE,
        source=f"{_SIGNAL}-checks",
        api=CHECKS,
        params={"$expand": "settings"},
        body=[{"type": "environment", "id": one.id} for one in environments],
    )
    try:
        found = await context.listing(route, _Check, _enabled)
    except Problem as problem:
        return Listing(tuple(environments), (gap_of(problem),))
    checks, approvals = Counter[str](), Counter[str]()
    for environment, is_approval in found.items:
        checks[environment] += 1
        approvals[environment] += is_approval
    return Listing(
        tuple(
            msgspec.structs.replace(one, checks=checks[one.id], approvals=approvals[one.id])
            for one in environments
        ),
        found.gaps,
    )


def _enabled(check: _Check) -> tuple[str, bool] | None:
    """The environment's id, and whether it is an approval; None for a check that is off."""
    if truth(check.is_disabled) is True or check.resource is None:
        return None
    kind = text(check.type.id).lower() if check.type else ""
    return text(check.resource.id), kind == APPROVAL


SOURCE = Source(yields=DEPLOYMENT_ENVIRONMENTS, needs=(_SCOPE,), fetch=_fetch)
