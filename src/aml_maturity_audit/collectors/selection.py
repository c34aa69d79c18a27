"""Which of the workspaces that were found a run reads, and what to say where there are none."""

import asyncio
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from urllib.parse import quote

from aml_maturity_audit.azure.api import ML, RESOURCES
from aml_maturity_audit.azure.arm import Arm
from aml_maturity_audit.azure.problems import Missing, Problem
from aml_maturity_audit.collectors.estate import Estate
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.collectors.scope import refusal
from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.collectors.wire.workspace import WorkspaceWire, parse_workspace
from aml_maturity_audit.errors import (
    AccessError,
    AuditError,
    NotFoundError,
    NothingToAudit,
    ToolFailure,
    UsageError,
)
from aml_maturity_audit.signals.ids import resource_group_of, same_id, subscription_of
from aml_maturity_audit.signals.reading import Denied, Failed, Reading
from aml_maturity_audit.signals.snapshot import WORKSPACES
from aml_maturity_audit.signals.workspaces import Workspace

GROUP_READ = "Microsoft.Resources/subscriptions/resourceGroups/read"
_AGAIN = "Try again; if it stays, run `doctor`."
Listed = Mapping[str, Reading[tuple[str, ...]]]
"""The reading of each subscription's list of workspaces, by subscription id."""


async def select(arm: Arm, plan: Plan, estate: Estate, listed: Listed) -> tuple[Workspace, ...]:
    """The workspaces to read, by id.

    Raises NotFoundError for a named group or workspace that does not exist, AccessError where what
    was named, or everything, is refused, NothingToAudit where no workspace is visible.
    """
    inside = [one for one in estate.workspaces if one.subscription_id in listed]
    if plan.resource_group:
        visible, inside = inside, _of_group(inside, plan.resource_group)
        if not inside and not plan.workspaces:
            inside = await _group_itself(arm, plan.resource_group, visible, listed)
    if plan.workspaces:
        chosen = [
            workspace
            for wanted in plan.workspaces
            for workspace in await _named(arm, wanted, plan, inside, listed)
        ]
        inside = list({one.id.lower(): one for one in chosen}.values())
    if not inside:
        raise _nothing(plan, listed)
    estate.add_workspaces(inside)
    return tuple(sorted(inside, key=lambda one: one.id.lower()))


def _of_group(workspaces: Sequence[Workspace], group: str) -> list[Workspace]:
    return [one for one in workspaces if one.resource_group.lower() == group.lower()]


async def _group_itself(
    arm: Arm, group: str, visible: Sequence[Workspace], listed: Listed
) -> list[Workspace]:
    """The workspaces of a group that the subscriptions' lists do not show: who may read only the
    group sees them in its own list."""
    asked = await asyncio.gather(*(_in_group(arm, id_, group) for id_ in listed))
    answers = [one for one in asked if not isinstance(one, Problem)]
    refused = [one for one in asked if isinstance(one, Problem) and not isinstance(one, Missing)]
    found = [workspace for answer in answers for workspace in answer]
    if found or (answers and await _exists(arm, group, listed)):
        return found
    if refused:
        raise refusal(refused[0])
    raise NotFoundError(
        f"Resource group {group!r} does not exist in the subscriptions looked at ({len(listed)}).",
        remedy=_nearest(group, [one.resource_group for one in visible]),
    )


async def _exists(arm: Arm, group: str, listed: Listed) -> bool:
    """Whether some subscription has the group, or may have it."""
    for subscription in listed:
        path = f"/subscriptions/{subscription}/resourceGroups/{quote(group, safe='')}"
        try:
            await arm.item(path, Wire, api=RESOURCES, action=GROUP_READ, source="resource-groups")
        except Missing:
            continue
        except Problem:
            return True
        return True
    return False


async def _in_group(arm: Arm, subscription: str, group: str) -> tuple[Workspace, ...] | Problem:
    path = f"/subscriptions/{subscription}/resourceGroups/{quote(group, safe='')}"
    try:
        found = await arm.listing(
            f"{path}/providers/Microsoft.MachineLearningServices/workspaces",
            WorkspaceWire,
            parse_workspace,
            api=ML,
            action=WORKSPACES.actions[0],
            source=WORKSPACES.name,
        )
    except Problem as problem:
        return problem
    return found.items


async def _named(
    arm: Arm, wanted: str, plan: Plan, inside: Sequence[Workspace], listed: Listed
) -> list[Workspace]:
    if "/" in wanted:
        return [await _by_id(arm, wanted, plan, inside, listed)]
    found = [one for one in inside if one.name.lower() == wanted.lower()]
    if found:
        return found
    if plan.resource_group and len(listed) == 1:
        (subscription,) = listed
        return [await _ask(arm, _path(subscription, plan.resource_group, wanted), inside)]
    for reading in listed.values():
        if isinstance(reading, Denied):
            raise AccessError(reading.detail, remedy=f"Grant {reading.action}.")
        if isinstance(reading, Failed):
            raise ToolFailure(reading.reason, remedy=_AGAIN)
    raise _unknown(wanted, inside)


async def _by_id(
    arm: Arm, wanted: str, plan: Plan, inside: Sequence[Workspace], listed: Listed
) -> Workspace:
    parts = wanted.strip("/").split("/")
    subscription, group = subscription_of(wanted), resource_group_of(wanted)
    if len(parts) != 8 or parts[6].lower() != "workspaces" or not (subscription and group):
        raise UsageError(
            f"{wanted!r} is neither a workspace's name nor its ARM id.",
            remedy="An id looks like /subscriptions/…/resourceGroups/…/providers/"
            "Microsoft.MachineLearningServices/workspaces/….",
        )
    known = next((one for one in inside if same_id(one.id, wanted)), None)
    if known is not None:
        return known
    if plan.resource_group and plan.resource_group.lower() != group:
        raise UsageError(f"{wanted} is not in resource group {plan.resource_group}.")
    if subscription not in listed:
        raise UsageError(f"{wanted} is in none of the subscriptions looked at.")
    return await _ask(arm, _path(subscription, parts[3], parts[7]), inside)


async def _ask(arm: Arm, path: str, inside: Sequence[Workspace]) -> Workspace:
    """A workspace that no list shows, asked for itself."""
    try:
        said = await arm.item(
            path, WorkspaceWire, api=ML, action=WORKSPACES.actions[0], source=WORKSPACES.name
        )
        return parse_workspace(said)
    except ValueError as error:
        raise ToolFailure(f"{path} could not be decoded: {error}.") from error
    except Missing as problem:
        raise _unknown(path.rsplit("/", 1)[-1], inside) from problem
    except Problem as problem:
        raise refusal(problem) from problem


def _path(subscription: str, group: str, name: str) -> str:
    return (
        f"/subscriptions/{subscription}/resourceGroups/{quote(group, safe='')}"
        f"/providers/Microsoft.MachineLearningServices/workspaces/{quote(name, safe='')}"
    )


def _unknown(wanted: str, inside: Sequence[Workspace]) -> NotFoundError:
    return NotFoundError(
        f"Workspace {wanted!r} does not exist in the scope looked at.",
        remedy=_nearest(wanted, [one.name for one in inside]),
    )


def _nearest(wanted: str, names: Sequence[str]) -> str:
    spelled = {name.lower(): name for name in names}
    close = get_close_matches(wanted.lower(), spelled, n=1)
    if close:
        return f"The nearest is {spelled[close[0]]}."
    return f"Workspaces visible there: {len(names)}. Check its name, and the scope."


def _nothing(plan: Plan, listed: Listed) -> AuditError:
    denied = [reading for reading in listed.values() if isinstance(reading, Denied)]
    failed = [reading for reading in listed.values() if isinstance(reading, Failed)]
    if failed:
        return ToolFailure(failed[0].reason, remedy=_AGAIN)
    if denied and len(denied) == len(listed):
        return AccessError(
            denied[0].detail or "The identity may not list any workspace.",
            remedy=f"Grant {denied[0].action} on the subscription or a management group above it.",
        )
    where = f"{len(listed)} subscription(s)" if listed else "any subscription"
    return NothingToAudit(
        f"No Azure ML workspace is visible in {where}.",
        remedy="Check the tenant that is signed in to, and that the identity may read workspaces."
        if not plan.names_a_scope
        else "Name another scope, or leave it out to look everywhere the identity sees.",
    )
