"""The default estate on the rack: one sandbox, read again and again, each time with other trouble.

What goes over the wire is a full audit: the real door, collectors and judges over TLS. Some things
make it quick enough to be repeated thousands of times. One transport and one sign-in serve all runs
(lanes, refused versions and counts start anew with each); what Azure DevOps has answered whole is
remembered (`remembered.py`). Discovery is run each time, but of the
workspaces, subscriptions and projects only those are read again that ask what fails (`parts.py`);
the others are gone on with, as by `collect --resume`. Snapshots that differ in words alone are
judged once. `entirely` does none of this, and tests compare the two.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Coroutine, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field, replace
from ssl import SSLContext
from typing import Any, TypeVar
from unittest import mock

import msgspec

from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.devops import door as devops_door
from aml_maturity_audit.azure.devops.client import DevOps
from aml_maturity_audit.azure.devops.organizations import organizations
from aml_maturity_audit.azure.door import Door, Settings, behind, open_door
from aml_maturity_audit.azure.patience import Patience
from aml_maturity_audit.azure.tls import tls_context
from aml_maturity_audit.azure.transport import SharedTransport, new_session
from aml_maturity_audit.cli.borrowing import projects_of
from aml_maturity_audit.collectors.cicd.azure_devops import collect as devops_collect
from aml_maturity_audit.collectors.cicd.azure_devops.projects import Chosen, chosen_projects
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.collectors.run import collect
from aml_maturity_audit.errors import AuditError
from aml_maturity_audit.mapping.assess import assess
from aml_maturity_audit.sandbox import Sandbox, default_estate
from aml_maturity_audit.signals.snapshot import ProjectReadings, Snapshot
from torture.assessed import Assessed
from torture.kinds import Trouble
from torture.parts import EVERY, arm_parts, gone_on_with, id_of, with_projects, without
from torture.remembered import Remembered
from torture.requests import ARM, DEVOPS, SIGN_IN, Request, requests_in

T = TypeVar("T")

NOW = "2026-11-20T09:00:00Z"
SHORT = Patience(connect=5, read=1, attempt=2, total=3, attempts=2, backoff=0.001, longest=0.01)
LONGEST_RUN = 60.0
"""Seconds in which any disturbed run must have come to its end."""


@dataclass
class Run:
    """What one run came to: an assessment, or the error that ended it."""

    snapshot: Snapshot | None = None
    assessment: Assessment | None = None
    error: AuditError | None = None
    struck: int = 0
    """How many requests went wrong."""


@dataclass
class Rack:
    """A sandbox that holds still, and the undisturbed run of it."""

    sandbox: Sandbox
    runner: asyncio.Runner
    door: Door
    transport: SharedTransport
    context: SSLContext
    """TLS for Azure DevOps; loading it anew takes longer than what is then read."""
    assessed: Assessed
    remembered: Remembered = field(default_factory=Remembered)
    requests: tuple[Request, ...] = ()
    undisturbed: Run = field(default_factory=Run)
    askers: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    """By method and address, the parts that ask it; EVERY where discovery does."""

    def disturbed(self, troubles: Iterable[tuple[Request, Trouble]]) -> Run:
        """The audit while these requests fail in these ways, read again as far as they reach."""
        chosen = list(troubles)
        halves = {request.half for request, _ in chosen}
        parts = frozenset().union(*(self.askers[one.key] for one, _ in chosen))
        with self.remembered.but([request.pattern for request, _ in chosen]):
            return self._struck(chosen, lambda: self._again(halves, parts))

    def entirely(self, troubles: Iterable[tuple[Request, Trouble]]) -> Run:
        """The same, with everything read again from the sign-in on."""
        return self._struck(list(troubles), self._anew)

    def _struck(
        self, chosen: list[tuple[Request, Trouble]], read: Callable[[], Coroutine[Any, Any, Run]]
    ) -> Run:
        faults = [
            self.sandbox.faults.add(request.pattern, method=request.method, **trouble)
            for request, trouble in chosen
        ]
        try:
            run = self.runner.run(_ended(read()))
        finally:
            self.sandbox.faults.clear()
        run.struck = sum(fault.struck for fault in faults)
        return run

    def measured(self) -> None:
        """Take the undisturbed run, the list of its requests, and who asks each."""
        self.sandbox.requests.clear()
        self.undisturbed = self.runner.run(_ended(self._anew()))
        assert self.undisturbed.error is None
        self.requests = requests_in(self.sandbox.requests)
        self.askers = self._asked_by_parts()

    def _asked_by_parts(self) -> dict[tuple[str, str], frozenset[str]]:
        known = self.undisturbed.snapshot
        assert known is not None
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for half, parts in (
            (ARM, arm_parts(known)),
            (DEVOPS, [id_of(item) for item in known.projects]),
        ):
            discovery = self._asked(half, ())
            for part in parts:
                for key in self._asked(half, {part}) - discovery:
                    found[key].add(part)
        keys = [request.key for request in self.requests]
        return {key: frozenset(found.get(key, EVERY)) for key in keys}

    def _asked(self, half: str, parts: Collection[str]) -> set[tuple[str, str]]:
        """What is asked when these parts alone are read."""
        self.sandbox.requests.clear()
        run = self.runner.run(_ended(self._again({half}, parts)))
        assert run.error is None
        return {request.key for request in requests_in(self.sandbox.requests)}

    async def _anew(self) -> Run:
        async with open_door(_settings(self.sandbox.environment)) as door:
            snapshot = await collect(door, self._plan)
            snapshot = with_projects(snapshot, await self._projects(door, EVERY))
        return Run(snapshot, assess(snapshot, assessed_at=self.sandbox.cloud.world.now))

    async def _again(self, halves: set[str], parts: Collection[str]) -> Run:
        if SIGN_IN in halves:
            return await self._anew()
        door = behind(self.transport, self.door.cloud, self.door.tokens, SHORT)
        snapshot = self.undisturbed.snapshot
        assert snapshot is not None
        projects = snapshot.projects
        if ARM in halves:
            again = arm_parts(snapshot) if set(parts) >= EVERY else parts
            earlier = without(snapshot, again)
            snapshot = gone_on_with(earlier, await collect(door, self._plan, earlier=earlier))
        if DEVOPS in halves:
            projects = await self._projects(door, parts)
        snapshot = with_projects(snapshot, projects)
        return Run(snapshot, self.assessed(snapshot))

    async def _projects(self, door: Door, parts: Collection[str]) -> list[ProjectReadings]:
        """All projects; of those that are no `parts`, what the undisturbed run has read."""
        named = organizations([f"{self.sandbox.url}/contoso"], projects_of(default_estate()))
        settings = devops_door.DevOpsSettings(self.sandbox.environment, SHORT)
        known = self.undisturbed.snapshot.projects if self.undisturbed.snapshot else []
        kept = [one for one in known if id_of(one) not in parts and not set(parts) >= EVERY]
        names = {id_of(one) for one in kept}

        async def chosen(clients: list[DevOps]) -> list[Chosen]:
            return [one for one in await chosen_projects(clients) if one.name.lower() not in names]

        with (
            mock.patch.object(devops_collect, "chosen_projects", chosen),
            mock.patch.object(devops_door, "tls_context", lambda _: self.context),
        ):
            async with devops_door.open_devops(
                named, door.tokens, door.account, settings
            ) as clients:
                again, _ = await devops_collect.azure_devops_projects(clients, self._plan)
        return sorted([*kept, *again], key=id_of)

    @property
    def _plan(self) -> Plan:
        return Plan(collected_at=self.sandbox.cloud.world.now, run_id="rack")


async def _ended(reading: Coroutine[Any, Any, Run]) -> Run:
    try:
        return await _within(reading)
    except AuditError as error:
        return Run(error=error)


async def _within(reading: Coroutine[Any, Any, T]) -> T:
    async with asyncio.timeout(LONGEST_RUN):
        return await reading


def _settings(environ: Mapping[str, str]) -> Settings:
    return Settings(auth=Auth.CLIENT_SECRET, environ=environ, patience=SHORT)


@contextmanager
def racked() -> Iterator[Rack]:
    """The default estate, read undisturbed once and ready to be disturbed."""
    estate = default_estate()
    estate = replace(estate, settings=msgspec.structs.replace(estate.settings, now=NOW))
    with Sandbox(estate) as sandbox, asyncio.Runner() as runner:
        sandbox.cloud.throttle.enabled = False
        stack = AsyncExitStack()
        try:
            rack = runner.run(_opened(sandbox, runner, stack))
            rack.measured()
            yield rack
        finally:
            runner.run(stack.aclose())


async def _opened(sandbox: Sandbox, runner: asyncio.Runner, stack: AsyncExitStack) -> Rack:
    session = await stack.enter_async_context(new_session(sandbox.environment))
    door = await stack.enter_async_context(open_door(_settings(sandbox.environment)))
    assessed = Assessed(sandbox.cloud.world.now)
    context = tls_context(sandbox.environment)
    return Rack(sandbox, runner, door, SharedTransport(session, SHORT), context, assessed)
