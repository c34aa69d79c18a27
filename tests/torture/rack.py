"""The default estate on the rack: one sandbox, read again and again, each time with other trouble.

What goes over the wire is a full audit: the real door, collectors and judges over TLS. Two things
make it quick enough to be repeated thousands of times, and neither changes what is read: one
transport and one sign-in serve all runs (lanes, refused versions and counts start anew with each),
and the half that a fault cannot touch (Azure, or Azure DevOps) is taken from the undisturbed run.
The halves share nothing but the sign-in; a fault of the sign-in disturbs both.
"""

import asyncio
from collections.abc import Coroutine, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import msgspec

from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.devops.door import DevOpsSettings, open_devops
from aml_maturity_audit.azure.devops.organizations import organizations
from aml_maturity_audit.azure.door import Door, Settings, behind, open_door
from aml_maturity_audit.azure.patience import Patience
from aml_maturity_audit.azure.transport import SharedTransport, new_session
from aml_maturity_audit.cli.borrowing import projects_of
from aml_maturity_audit.collectors.cicd.azure_devops.collect import azure_devops_projects
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.collectors.run import collect
from aml_maturity_audit.errors import AuditError
from aml_maturity_audit.mapping.assess import assess
from aml_maturity_audit.sandbox import Sandbox, default_estate
from aml_maturity_audit.signals.snapshot import ProjectReadings, Snapshot
from torture.kinds import Trouble
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
    requests: tuple[Request, ...] = ()
    undisturbed: Run = field(default_factory=Run)

    def disturbed(self, troubles: Iterable[tuple[Request, Trouble]]) -> Run:
        """The audit while these requests fail in these ways."""
        chosen = list(troubles)
        halves = {request.half for request, _ in chosen}
        faults = [
            self.sandbox.faults.add(request.pattern, method=request.method, **trouble)
            for request, trouble in chosen
        ]
        try:
            run = self._run(halves)
        finally:
            self.sandbox.faults.clear()
        run.struck = sum(fault.struck for fault in faults)
        return run

    def measured(self) -> None:
        """Take the undisturbed run, and the list of its requests."""
        self.sandbox.requests.clear()
        self.undisturbed = self._run({SIGN_IN})
        assert self.undisturbed.error is None
        self.requests = requests_in(self.sandbox.requests)

    def _run(self, halves: set[str]) -> Run:
        try:
            snapshot = self.runner.run(_within(self._read(halves)))
        except AuditError as error:
            return Run(error=error)
        return Run(snapshot, assess(snapshot, assessed_at=self.sandbox.cloud.world.now))

    async def _read(self, halves: set[str]) -> Snapshot:
        plan = Plan(collected_at=self.sandbox.cloud.world.now, run_id="rack")
        if SIGN_IN in halves:
            async with open_door(_settings(self.sandbox.environment)) as door:
                return await self._both(door, plan)
        door = behind(self.transport, self.door.cloud, self.door.tokens, SHORT)
        known = self.undisturbed.snapshot
        assert known is not None
        if ARM not in halves:
            return _with(known, await self._projects(door, plan))
        if DEVOPS not in halves:
            return _with(await collect(door, plan), known.projects)
        return await self._both(door, plan)

    async def _both(self, door: Door, plan: Plan) -> Snapshot:
        return _with(await collect(door, plan), await self._projects(door, plan))

    async def _projects(self, door: Door, plan: Plan) -> list[ProjectReadings]:
        named = organizations([f"{self.sandbox.url}/contoso"], projects_of(default_estate()))
        settings = DevOpsSettings(self.sandbox.environment, SHORT)
        async with open_devops(named, door.tokens, door.account, settings) as clients:
            projects, _ = await azure_devops_projects(clients, plan)
        return projects


def _with(snapshot: Snapshot, projects: list[ProjectReadings]) -> Snapshot:
    return Snapshot(
        snapshot.header,
        workspaces=snapshot.workspaces,
        subscriptions=snapshot.subscriptions,
        projects=projects,
        footer=snapshot.footer,
    )


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
    return Rack(sandbox, runner, door, SharedTransport(session, SHORT))
