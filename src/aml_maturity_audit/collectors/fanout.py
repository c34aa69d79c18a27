"""The same list asked of many parents: what one of them refuses is a gap of the whole."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem, Unregistered, gap_of
from aml_maturity_audit.signals.reading import FAILED, UNDECODED, Gap, Observed, Reading

P = TypeVar("P")
R = TypeVar("R")


async def over(
    parents: Reading[tuple[P, ...]],
    name_of: Callable[[P], str],
    fetch: Callable[[P], Awaitable[Listing[R]]],
) -> Reading[tuple[R, ...]]:
    """Items of all parents' lists. A gap's `resource` is the name of the parent it belongs to.

    Parents that could not be read hide their children: a reading that is not observed is passed
    on, and gaps of an observed one stay, none of them bounded. A parent that answers 404 though it
    was listed a moment ago is one that could not be read: its own reading still has it. Raises the
    problem itself where no parent at all could be read.
    """
    if not isinstance(parents, Observed):
        return parents
    answers = await asyncio.gather(*(_attempt(fetch, parent) for parent in parents.value))
    problems = [answer for answer in answers if isinstance(answer, Problem)]
    if problems and len(problems) == len(answers):
        raise problems[0]
    items: list[R] = []
    gaps = [unbounded(gap) for gap in parents.gaps]
    for parent, answer in zip(parents.value, answers, strict=True):
        if isinstance(answer, Problem):
            gaps.append(gap_of(answer, resource=name_of(parent)))
        else:
            items += answer.items
            gaps += (named(gap, name_of(parent)) for gap in answer.gaps)
    return Observed(value=tuple(items), gaps=tuple(gaps))


def named(gap: Gap, parent: str) -> Gap:
    """The gap with its parent as its resource; its own item stays in the sentence."""
    reason = gap.reason
    if gap.resource and gap.resource not in reason:
        reason = f"{gap.resource}: {reason}"
    return Gap(kind=gap.kind, reason=reason, resource=parent, action=gap.action)


def unbounded(gap: Gap) -> Gap:
    """The gap as its children see it: one parent unread hides any number of them."""
    if gap.kind == UNDECODED:
        return Gap(kind=FAILED, reason=gap.reason, resource=gap.resource)
    return rest(gap)


def rest(gap: Gap) -> Gap:
    """A list's own gap: unless it is one item, it is about the list's rest and names no resource
    (`Gap.resource`)."""
    if gap.kind == UNDECODED:
        return gap
    return Gap(kind=gap.kind, reason=gap.reason, action=gap.action)


async def _attempt(
    fetch: Callable[[P], Awaitable[Listing[R]]], parent: P
) -> "Listing[R] | Problem":
    try:
        return await fetch(parent)
    except Unregistered:
        return Listing()
    except Problem as problem:
        return problem
