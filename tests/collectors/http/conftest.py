"""A sandbox that serves the whole estate, and a run of collecting from it."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.door import Settings, open_door
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.collectors.run import collect
from aml_maturity_audit.sandbox import Sandbox, parse_estate
from aml_maturity_audit.signals.reading import Reading, SignalKey
from aml_maturity_audit.signals.snapshot import Snapshot

WHOLE = Path(__file__).with_name("whole.yaml")
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
SUBSCRIPTION = "11111111-0000-4000-8000-000000000001"

Start = Callable[..., Sandbox]
Collect = Callable[..., Awaitable[Snapshot]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a sandbox on the whole estate, its text changed by (old, new) pairs, or on another."""
    with ExitStack() as stack:

        def begin(*changes: tuple[str, str], text: str | None = None) -> Sandbox:
            source = WHOLE.read_text(encoding="utf-8") if text is None else text
            for old, new in changes:
                assert old in source
                source = source.replace(old, new)
            return stack.enter_context(Sandbox(parse_estate(source)))

        yield begin


@pytest.fixture
def gather() -> Collect:
    """Collect from a sandbox, in the window before its own time."""

    async def run(sandbox: Sandbox, **known: Any) -> Snapshot:
        rest = {key: known.pop(key) for key in ("sink", "progress") if key in known}
        plan = Plan(**{"collected_at": NOW, "run_id": "r1", **known})
        settings = Settings(auth=Auth.CLIENT_SECRET, environ=sandbox.environment)
        async with open_door(settings) as door:
            return await collect(door, plan, **rest)

    return run


def reading(snapshot: Snapshot, workspace: str, key: SignalKey[Any]) -> Reading[Any]:
    """What was read of a workspace."""
    (found,) = (one for one in snapshot.workspaces if one.workspace.name == workspace)
    return found.readings.get(key)


def of_subscription(snapshot: Snapshot, key: SignalKey[Any]) -> Reading[Any]:
    """What was read of the one subscription."""
    (found,) = snapshot.subscriptions
    return found.readings.get(key)
