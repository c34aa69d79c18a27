"""Which subscriptions a run looks at. Source: design.md, section 3 (scope, exit codes)."""

import asyncio
import re
from difflib import get_close_matches

from aml_maturity_audit.azure.arm import Arm
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import AccessDenied, Missing, Problem
from aml_maturity_audit.collectors import subscriptions
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.errors import (
    AccessError,
    AuditError,
    NotFoundError,
    ToolFailure,
    UsageError,
)
from aml_maturity_audit.signals.ids import subscription_of
from aml_maturity_audit.signals.snapshot import RunWarning, Subscription

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DEAD = frozenset({"disabled", "deleted", "expired"})

InScope = tuple[tuple[Subscription, ...], tuple[RunWarning, ...]]


async def subscriptions_in(arm: Arm, plan: Plan) -> InScope:
    """The subscriptions in the plan's scope, by id, and warnings about what was left out.

    Disabled ones are read only where they are named. Raises UsageError for a malformed id,
    NotFoundError, AccessError or ToolFailure for a named subscription or management group that
    does not exist, may not be read or does not answer.
    """
    named = named_ids(plan)
    found = {one.id: one for one in await asyncio.gather(*(_one(arm, id_) for id_ in named))}
    warnings = [_disabled(one, left_out=False) for one in found.values() if _is_dead(one)]
    if plan.management_group is not None or not named:
        listing = await _many(arm, plan.management_group)
        warnings += (RunWarning(code="scope-incomplete", text=gap.reason) for gap in listing.gaps)
        for one in listing.items:
            if one.id not in found and _is_dead(one):
                warnings.append(_disabled(one, left_out=True))
            else:
                found.setdefault(one.id, one)
    return tuple(found[key] for key in sorted(found)), tuple(warnings)


def named_ids(plan: Plan) -> tuple[str, ...]:
    """Ids of the named subscriptions, else of those in the named workspaces' ARM ids.

    Raises UsageError for one that is no subscription id.
    """
    ids = [one.strip() for one in plan.subscriptions]
    if not ids and plan.management_group is None:
        ids = [subscription_of(one) for one in plan.workspaces]
        ids = ids if all(ids) else []
    for one in ids:
        if not _GUID.fullmatch(one):
            raise UsageError(
                f"{one!r} is not a subscription id.",
                remedy="One looks like 12345678-1234-1234-1234-123456789abc; "
                "`az account list --output table` shows yours.",
            )
    return tuple(sorted({one.lower() for one in ids}))


async def _one(arm: Arm, id_: str) -> Subscription:
    try:
        return await subscriptions.one(arm, id_)
    except Missing as problem:
        raise NotFoundError(
            f"Subscription {id_} does not exist, or is not in the tenant that is signed in to.",
            remedy=await _nearest(arm, id_),
        ) from problem
    except Problem as problem:
        raise refusal(problem) from problem


async def _nearest(arm: Arm, id_: str) -> str:
    try:
        seen = (await subscriptions.visible(arm)).items
    except Problem:
        return "Check the id and the tenant."
    close = get_close_matches(id_, [one.id for one in seen], n=1, cutoff=0.8)
    if close:
        return f"The nearest that is visible is {close[0]}."
    return f"Subscriptions visible to the identity: {len(seen)}. Check the id and the tenant."


async def _many(arm: Arm, group: str | None) -> Listing[Subscription]:
    try:
        if group is None:
            return await subscriptions.visible(arm)
        return await _with_states(arm, await subscriptions.below(arm, group))
    except Missing as problem:
        if group is None:
            raise refusal(problem) from problem
        raise NotFoundError(
            f"Management group {group} does not exist.",
            remedy="`az account management-group list --output table` shows those you may see.",
        ) from problem
    except Problem as problem:
        raise refusal(problem) from problem


async def _with_states(arm: Arm, listing: Listing[Subscription]) -> Listing[Subscription]:
    """A management group tells no states; the identity's own subscriptions do."""
    try:
        states = {one.id: one for one in (await subscriptions.visible(arm)).items}
    except Problem:
        return listing
    return Listing(tuple(states.get(one.id, one) for one in listing.items), listing.gaps)


def refusal(problem: Problem) -> AuditError:
    """The error that ends a run whose scope cannot be read."""
    if isinstance(problem, AccessDenied):
        return AccessError(problem.reason, remedy=f"Grant {problem.action} on it.")
    return ToolFailure(problem.reason, remedy="Try again; if it stays, run `doctor`.")


def _is_dead(subscription: Subscription) -> bool:
    return subscription.state.lower() in _DEAD


def _disabled(subscription: Subscription, *, left_out: bool) -> RunWarning:
    shown = f"{subscription.name} ({subscription.id})" if subscription.name else subscription.id
    end = "and was left out" if left_out else "so what it shows may be out of date"
    return RunWarning(
        code="subscription-disabled",
        text=f"Subscription {shown} is {subscription.state.lower()}, {end}.",
        resource=f"/subscriptions/{subscription.id}",
    )
