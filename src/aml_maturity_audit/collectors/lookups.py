"""Assets asked for one by one: where they are in ARM, and what state they are found in."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import quote

from aml_maturity_audit.azure.problems import AccessDenied, Missing, Problem
from aml_maturity_audit.collectors.estate import Estate
from aml_maturity_audit.signals.ids import AssetRef
from aml_maturity_audit.signals.reading import (
    DENIED,
    FAILED,
    TRUNCATED,
    Denied,
    Failed,
    Gap,
    Observed,
    Reading,
)

K = TypeVar("K")
R = TypeVar("R")
S = TypeVar("S")
T = TypeVar("T")

FOUND = "found"
MISSING = "missing"


@dataclass(frozen=True, kw_only=True)
class Outcome(Generic[S]):
    """What came of asking for one thing."""

    state: str
    """`found`, `missing` (404), `denied` or `failed`."""
    value: S | None = None
    detail: str = ""
    action: str | None = None
    resource: str = ""
    """What was asked for."""


async def attempt(asking: Awaitable[S], resource: str = "") -> Outcome[S]:
    """The outcome of one request; only problems of Azure become outcomes."""
    try:
        return Outcome(state=FOUND, value=await asking, resource=resource)
    except Missing as problem:
        return Outcome(state=MISSING, detail=problem.reason, resource=resource)
    except AccessDenied as problem:
        return Outcome(
            state=DENIED, detail=problem.reason, action=problem.action, resource=resource
        )
    except Problem as problem:
        return Outcome(state=FAILED, detail=problem.reason, resource=resource)


async def gathered(keys: Sequence[K], ask: Callable[[K], Awaitable[S]]) -> tuple[S, ...]:
    """One answer per key, in the keys' order, asked for at the same time."""
    return tuple(await asyncio.gather(*(ask(key) for key in keys)))


def asset_path(ref: AssetRef, estate: Estate) -> str | None:
    """The ARM path of an asset version; None where its workspace or registry is not known.

    `ref` is one that bears its workspace (`AssetRef.within`), with a version rather than a label.
    """
    parent = _parent(ref, estate)
    if parent is None or not ref.version or not ref.kind:
        return None
    return f"{parent}/{ref.kind}/{quote(ref.name, safe='')}/versions/{quote(ref.version, safe='')}"


def unreachable(ref: AssetRef) -> str:
    """The sentence for an asset without a path."""
    if ref.registry is not None:
        return f"Registry {ref.registry} is not visible to the identity."
    if ref.workspace_guid is not None:
        return f"Workspace {ref.workspace_guid} is not in the audited scope."
    return f"{ref.name} is named without a version."


def bounded(keys: Sequence[K], limit: int, what: str) -> tuple[Sequence[K], tuple[Gap, ...]]:
    """The first `limit` of `keys`, and a gap that says how many of `what` were left out."""
    left_out = len(keys) - limit
    if left_out <= 0:
        return keys, ()
    return keys[:limit], (
        Gap(kind=TRUNCATED, reason=f"{left_out} further {what} were not looked up."),
    )


def by_use(references: Iterable[K]) -> tuple[K, ...]:
    """Each once, the most used first; the order of first use decides a tie."""
    counts: dict[K, int] = {}
    for reference in references:
        counts[reference] = counts.get(reference, 0) + 1
    return tuple(sorted(counts, key=lambda key: -counts[key]))


def _parent(ref: AssetRef, estate: Estate) -> str | None:
    if ref.registry is not None:
        registry = estate.registry(ref.registry)
        return registry.id if registry else None
    if ref.workspace_guid is not None:
        workspace = estate.by_guid(ref.workspace_guid)
        return workspace.id if workspace else None
    known = estate.workspace(ref.workspace_id)
    return known.id if known else ref.workspace_id


def read_of(
    records: Sequence[R], outcomes: Sequence[Outcome[S]], gaps: Sequence[Gap] = ()
) -> Reading[tuple[R, ...]]:
    """The reading of things looked up one by one: what could not be asked is a gap, too.

    Where access to every one of them is denied, so is the reading.
    """
    denied = [one for one in outcomes if one.state == DENIED]
    if denied and len(denied) == len(outcomes) and not gaps:
        return Denied(action=denied[0].action or "", detail=denied[0].detail)
    return Observed(value=tuple(records), gaps=(*gaps, *untold(outcomes)))


def untold(outcomes: Iterable[Outcome[S]]) -> tuple[Gap, ...]:
    """The gaps that outcomes without an answer leave."""
    return tuple(
        Gap(kind=one.state, reason=one.detail, resource=one.resource, action=one.action)
        for one in outcomes
        if one.state in {DENIED, FAILED}
    )


def hidden_by(reading: Reading[T]) -> tuple[Gap, ...]:
    """The gap where a list that names what to look up was not read at all.

    Gaps of one that was read are its own: what its unseen items name matters to nobody who does not
    see them.
    """
    if isinstance(reading, Observed):
        return ()
    if isinstance(reading, Denied):
        return (Gap(kind=DENIED, reason=reading.detail, action=reading.action),)
    reason = reading.reason if isinstance(reading, Failed) else reading.hint
    return (Gap(kind=FAILED, reason=reason),)


def in_step_with(reading: Reading[T]) -> tuple[Gap, ...]:
    """The gaps of a list whose items are looked up each: one unseen there is one unseen here."""
    return reading.gaps if isinstance(reading, Observed) else hidden_by(reading)
