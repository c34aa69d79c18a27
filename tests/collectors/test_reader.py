"""Running collectors: order, and what one failing costs."""

import asyncio
from typing import Any

import pytest

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import AccessDenied, Unanswered, Unregistered
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.reader import read, read_all
from aml_maturity_audit.errors import SignInRefused
from aml_maturity_audit.signals.access import PERMISSIONS, Permission
from aml_maturity_audit.signals.reading import (
    Denied,
    Failed,
    Gap,
    NotCollected,
    Observed,
    SignalKey,
)
from collectors.fake_azure import FakeAzure, context


def key(name: str) -> SignalKey[Any]:
    return SignalKey(name, tuple, scope="workspace", title=name.title())


A, B, C = key("a"), key("b"), key("c")


def collector(yields: SignalKey[Any], outcome: Any, **more: Any) -> Collector[Any]:
    async def fetch(given: Context) -> Any:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome(given) if callable(outcome) else outcome

    return Collector(yields=yields, needs=("x/read",), fetch=fetch, **more)


def ctx(**known: Any) -> Context:
    return context(FakeAzure(), **known)


async def test_a_listing_is_observed_with_its_gaps() -> None:
    gap = Gap(kind="truncated", reason="cut", resource="/list")
    reading = await read(collector(A, Listing(("x",), (gap,))), ctx())
    assert reading == Observed(value=("x",), gaps=(Gap(kind="truncated", reason="cut"),))


async def test_a_problem_is_a_reading() -> None:
    denied = await read(collector(A, AccessDenied("no", action="y/read")), ctx())
    assert denied == Denied(action="y/read", detail="no")
    assert await read(collector(A, Unanswered("nothing")), ctx()) == Failed(reason="nothing")


async def test_a_subscription_without_the_provider_has_none_of_it() -> None:
    assert await read(collector(A, Unregistered("not used")), ctx()) == Observed(value=())


async def test_a_bug_costs_its_own_reading_and_quotes_nothing() -> None:
    reading = await read(collector(A, RuntimeError("hunter2 of a stranger")), ctx())
    assert isinstance(reading, Failed)
    assert "RuntimeError" in reading.reason
    assert "test_reader" in reading.reason
    assert "hunter2" not in reading.reason


async def test_a_refused_sign_in_ends_the_run_as_it_is() -> None:
    with pytest.raises(SignInRefused):
        await read_all([collector(A, SignInRefused("no")), collector(B, Listing(()))], ctx())


async def test_an_interruption_is_no_reading() -> None:
    async def fetch(_: Context) -> Any:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await read(Collector(yields=A, needs=("x/read",), fetch=fetch), ctx())


async def test_the_data_plane_can_be_turned_off() -> None:
    off = await read(collector(A, Listing(("x",)), data_plane=True), ctx(data_plane=False))
    assert isinstance(off, NotCollected)
    assert "--no-data-plane" in off.hint
    on = await read(collector(A, Listing(("x",)), data_plane=True), ctx())
    assert on == Observed(value=("x",))


async def test_a_collector_waits_for_what_it_needs_and_nothing_else() -> None:
    started: list[str] = []
    gate = asyncio.Event()

    def make(signal: SignalKey[Any], *after: SignalKey[Any], waits: bool = False) -> Collector[Any]:
        async def fetch(given: Context) -> Any:
            started.append(signal.name)
            if waits:
                await gate.wait()
            for needed in after:
                assert given.read(needed) == Observed(value=(needed.name,))
            if signal is C:
                gate.set()
            return Listing((signal.name,))

        return Collector(yields=signal, needs=("x/read",), fetch=fetch, after=after)

    given = ctx()
    await read_all([make(B, A), make(A, waits=True), make(C)], given)
    assert started == ["a", "c", "b"]
    assert given.read(B) == Observed(value=("b",))


async def test_a_need_that_failed_is_handed_on_as_it_is() -> None:
    given = ctx()
    after = collector(B, lambda c: c.read(A), after=(A,))
    await read_all([after, collector(A, Unanswered("nothing"))], given)
    assert given.read(B) == Failed(reason="nothing")


async def test_a_need_of_another_kind_of_workspace_is_not_collected() -> None:
    given = ctx()
    await read_all([collector(B, lambda c: c.read(A), after=(A,))], given)
    assert isinstance(given.read(B), NotCollected)


@pytest.mark.parametrize(
    ("granted", "complete"), [(Permission(actions=("*/read",)), True), (Permission(), False)]
)
async def test_filtered_lists_are_marked(granted: Permission, complete: bool) -> None:
    given = ctx()
    await read_all(
        [
            collector(A, Listing(("x",)), filtered=("x/read",)),
            collector(PERMISSIONS, Observed(value=(granted,))),
        ],
        given,
    )
    reading = given.read(A)
    assert isinstance(reading, Observed)
    assert reading.complete is complete


async def test_denied_lists_are_not_marked() -> None:
    given = ctx()
    await read_all([collector(A, AccessDenied("no", action="x/read"), filtered=("x/read",))], given)
    assert given.read(A) == Denied(action="x/read", detail="no")


def test_a_subscription_has_no_workspace() -> None:
    with pytest.raises(LookupError):
        assert ctx(of_subscription=True).workspace
