"""All checks in order; what fails ends its own line only, a refused sign-in all of it."""

import asyncio
from collections.abc import Awaitable

from aml_maturity_audit.azure.clock import now
from aml_maturity_audit.azure.door import Door, Settings, open_door
from aml_maturity_audit.cli.collecting import Where, plan_of
from aml_maturity_audit.cli.diagnosis.access import access_of
from aml_maturity_audit.cli.diagnosis.cicd import devops_checks, github_checks
from aml_maturity_audit.cli.diagnosis.crosscheck import OneToken, cross_check
from aml_maturity_audit.cli.diagnosis.model import (
    BROKEN,
    GOOD,
    LIMITED,
    Access,
    Check,
    Compared,
    Report,
)
from aml_maturity_audit.cli.diagnosis.network import network_checks
from aml_maturity_audit.cli.diagnosis.places import history_check, reports_check, webhook_check
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.collectors.run import collect
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import AuditError, NotFoundError
from aml_maturity_audit.signals.snapshot import WorkspaceReadings


async def access_alone(config: Config, where: Where) -> Access:
    """What the current identity could settle. Raises AuditError as signing in does."""
    settings = Settings(auth=where.auth, cloud=config.cloud, environ=where.environ)
    async with open_door(settings) as door:
        return await access_of(door, plan_of(config, where.at or now()))


async def examine(config: Config, where: Where, workspace: str | None) -> Report:
    """The whole page. Raises AuditError where nobody can be signed in, or for `workspace`."""
    settings = Settings(auth=where.auth, cloud=config.cloud, environ=where.environ)
    async with open_door(settings) as door:
        plan = plan_of(config, where.at or now())
        checks = [Check(name="sign-in", state=GOOD, said=f"{door.cloud.name} lets us in.")]
        checks += await network_checks(door.cloud, where.environ, data_plane=config.data_plane)
        access, told = await _access(door, plan)
        checks += [told]
        checks += await _or_broken("Azure DevOps", devops_checks(door, config, where))
        checks += await _or_broken("GitHub", github_checks(door, config, where))
        checks += [history_check(config)] if config.history else []
        checks += [await asyncio.to_thread(reports_check, config)] if config.reports else []
        checks += [webhook_check(config)] if config.notification_url else []
        compared = await _crossed(door, plan, workspace) if workspace else []
    return Report(checks=tuple(checks), access=access, cross_check=tuple(compared))


async def _access(door: Door, plan: Plan) -> tuple[Access | None, Check]:
    try:
        access = await access_of(door, plan)
    except AuditError as error:
        return None, Check(name="access", state=BROKEN, said=error.what, remedy=error.remedy)
    settled = sum(one.settled for one in access.criteria)
    said = (
        f"{len(access.subscriptions)} subscriptions; permissions suffice for {settled} of "
        f"{len(access.criteria)} criteria."
    )
    if not access.subscriptions:
        return access, Check(
            name="access", state=BROKEN, said=said, remedy="Grant the role of `permissions`."
        )
    whole = settled == len(access.criteria)
    return access, Check(
        name="access",
        state=GOOD if whole else LIMITED,
        said=said,
        remedy="" if whole else "`permissions check` says which, and what to grant.",
    )


async def _or_broken(name: str, asked: Awaitable[list[Check]]) -> list[Check]:
    try:
        return await asked
    except AuditError as error:
        return [Check(name=name, state=BROKEN, said=error.what, remedy=error.remedy)]


async def _crossed(door: Door, plan: Plan, workspace: str) -> list[Compared]:
    """One workspace as we read it, and as MLClient does."""
    narrowed = Plan(
        collected_at=plan.collected_at,
        run_id=plan.run_id,
        subscriptions=plan.subscriptions,
        management_group=plan.management_group,
        resource_group=plan.resource_group,
        workspaces=(workspace,),
        window_days=365,
        data_plane=False,
    )
    snapshot = await collect(door, narrowed)
    if len(snapshot.workspaces) != 1:
        raise NotFoundError(
            f"{workspace!r} is the name of {len(snapshot.workspaces)} workspaces.",
            remedy="Give --cross-check its ARM id.",
        )
    item: WorkspaceReadings = snapshot.workspaces[0]
    token = await door.tokens.get_token_info(door.cloud.scope)
    credential = OneToken(door.cloud.scope, token.token, token.expires_on)
    return await asyncio.to_thread(cross_check, item, credential)
