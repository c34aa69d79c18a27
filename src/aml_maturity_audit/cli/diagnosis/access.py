"""What the identity may do in each subscription, and which criteria that could settle.

Only roles that reach a whole subscription count, as when judging (criteria.md, section 1, rule 3).
"""

import asyncio
from collections.abc import Sequence

from aml_maturity_audit.azure.door import Door
from aml_maturity_audit.azure.problems import Problem
from aml_maturity_audit.cli.diagnosis.model import Access, CriterionAccess, SubscriptionAccess
from aml_maturity_audit.cli.role import needed_actions
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.estate import Estate
from aml_maturity_audit.collectors.granting import allows
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.collectors.scope import subscriptions_in
from aml_maturity_audit.collectors.sources import permissions
from aml_maturity_audit.mapping.explain import Explanation, explain_all
from aml_maturity_audit.signals.snapshot import Subscription

_AZURE = "Microsoft."
_UNKNOWN = "its permissions may not be asked for"


async def access_of(door: Door, plan: Plan) -> Access:
    """Of the current identity in the plan's scope. Raises AuditError as reading the scope does."""
    found, _ = await subscriptions_in(door.arm, plan)
    each = await asyncio.gather(*(_in(door, plan, one) for one in found))
    criteria = tuple(_criterion(each, explained) for explained in explain_all())
    return Access(subscriptions=tuple(each), criteria=criteria)


async def _in(door: Door, plan: Plan, one: Subscription) -> SubscriptionAccess:
    context = Context(
        arm=door.arm, data=door.data, plan=plan, estate=Estate(), subscription_id=one.id
    )
    try:
        granted = await permissions.fetch(context)
    except Problem as problem:
        return SubscriptionAccess(id=one.id, name=one.name, known=False, reason=problem.reason)
    missing = tuple(action for action in needed_actions() if not allows(granted.items, action))
    return SubscriptionAccess(id=one.id, name=one.name, known=True, missing=missing)


def _criterion(each: Sequence[SubscriptionAccess], explained: Explanation) -> CriterionAccess:
    actions = {action for signal in explained.signals for action in signal.actions}
    lacking = {action for one in each for action in one.missing if action in actions}
    unknown = any(not one.known for one in each)
    return CriterionAccess(
        id=explained.id,
        title=explained.title,
        settled=bool(each) and not lacking and not unknown,
        missing=tuple(sorted(lacking)) or ((_UNKNOWN,) if unknown else ()),
        needs_cicd="cicd" in explained.about or not all(a.startswith(_AZURE) for a in actions),
    )
