"""Each request to GitHub of an audit of the default estate fails in turn, in each way.

No verdict may turn into another than unknown, none may get better, and no level may rise above
what was confirmed or fall below what was possible. A sample runs always, all with TORTURE=whole.
Source: criteria.md, section 1, rule 2; section 4.
"""

import asyncio
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import pytest

from aml_maturity_audit.assessment.model import Assessment, WorkspaceAssessment
from aml_maturity_audit.azure.account import RequestAccount
from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.door import Settings, open_door
from aml_maturity_audit.azure.github.door import GitHubSettings, open_github
from aml_maturity_audit.azure.github.names import owners, server
from aml_maturity_audit.collectors.cicd.github.collect import github_repositories
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.collectors.run import collect
from aml_maturity_audit.mapping.assess import assess
from aml_maturity_audit.sandbox import Sandbox, default_estate
from aml_maturity_audit.signals.snapshot import ProjectReadings, Snapshot
from collectors.cicd.github.conftest import QUICK

NOW = "2026-11-20T09:00:00Z"
LABS = "3b8f2c14-5d6e-4f70-8a91-b2c3d4e5f607"
_FAR = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "9999999999"}
KINDS: Mapping[str, Mapping[str, Any]] = {
    "401": {"status": 401},
    "403": {"status": 403},
    "404": {"status": 404},
    "500": {"status": 500},
    "limit": {"status": 403, "headers": _FAR},
    "single sign-on": {"status": 403, "headers": {"x-github-sso": "required; url=x"}},
    "moved": {"kind": "redirect", "status": 301},
    "reset": {"kind": "reset"},
    "closed mid-body": {"kind": "close"},
    "HTML": {"body": "<!doctype html><html></html>"},
    "null": {"json": None},
    "truncated": {"kind": "truncate"},
}
OF_NO_FILE = {"HTML", "null", "truncated"}
"""Any bytes are a file; half of one cannot be told from the whole."""
WHOLE = os.environ.get("TORTURE") == "whole"
STRIDE = 1 if WHOLE else 61
GOOD = {"met", "not_applicable"}


@dataclass
class Rack:
    """A sandbox, the readings of Azure in it, and what GitHub adds undisturbed."""

    sandbox: Sandbox
    azure: Snapshot
    plan: Plan

    def assessed(self) -> Assessment:
        """The verdicts, with GitHub read once more."""
        projects = asyncio.run(self._projects())
        assert not any(
            b"failed inside the tool" in bytes(raw)
            for project in projects
            for raw in project.readings.raw().values()
        )
        known = self.azure
        whole = Snapshot(
            known.header,
            workspaces=known.workspaces,
            subscriptions=known.subscriptions,
            projects=projects,
            footer=known.footer,
        )
        return assess(whole, assessed_at=self.plan.collected_at)

    async def _projects(self) -> list[ProjectReadings]:
        environ = dict(self.sandbox.environment)
        at = server(f"{self.sandbox.url}/api/v3")
        settings = GitHubSettings(server=at, environ=environ, patience=QUICK)
        named = owners(["contoso-marketing/uplift"], [], at)
        async with open_github(named, RequestAccount(), settings) as clients:
            return (await github_repositories(clients, self.plan))[0]


async def _azure(sandbox: Sandbox, plan: Plan) -> Snapshot:
    settings = Settings(auth=Auth.CLIENT_SECRET, environ=dict(sandbox.environment))
    async with open_door(settings) as door:
        return await collect(door, plan)


@pytest.fixture(scope="module")
def rack() -> Iterator[Rack]:
    estate = default_estate()
    estate = replace(estate, settings=msgspec.structs.replace(estate.settings, now=NOW))
    with Sandbox(estate) as sandbox:
        sandbox.cloud.throttle.enabled = False
        at = sandbox.cloud.world.now
        plan = Plan(collected_at=at, run_id="rack", subscriptions=(LABS,))
        yield Rack(sandbox, asyncio.run(_azure(sandbox, plan)), plan)


def test_no_trouble_with_one_request_makes_a_verdict_wrong(rack: Rack) -> None:
    rack.sandbox.requests.clear()
    before = rack.assessed()
    addresses = sorted({_address(one) for one in rack.sandbox.requests})
    assert len(addresses) > 45
    pairs = [
        (address, kind)
        for address in addresses
        for kind in KINDS
        if not ("/contents/" in address and kind in OF_NO_FILE)
    ]
    found = []
    for address, kind in pairs[::STRIDE]:
        fault = rack.sandbox.faults.add(f"^{re.escape(address)}$", **KINDS[kind])
        found += [f"{kind} for {address}: {wrong}" for wrong in _wrongs(before, rack.assessed())]
        assert fault.struck, address
        rack.sandbox.faults.clear()
    assert not found, "\n".join(found)


def _address(received: Any) -> str:
    query = "&".join(f"{key}={value}" for key, value in received.query)
    return f"{received.path}?{query}" if query else str(received.path)


def _wrongs(before: Assessment, after: Assessment) -> list[str]:
    again = {workspace.key: workspace for workspace in after.workspaces}
    return [
        wrong
        for workspace in before.workspaces
        for wrong in (
            *_verdicts(workspace, again[workspace.key]),
            *_levels(workspace, again[workspace.key]),
        )
    ]


def _verdicts(before: WorkspaceAssessment, after: WorkspaceAssessment) -> list[str]:
    now = {result.id: result.verdict for result in after.criteria}
    return [
        f"{before.name}: {result.id} was {result.verdict} and is {now[result.id]}"
        for result in before.criteria
        if now[result.id] not in {"unknown", result.verdict}
        and not {now[result.id], result.verdict} <= GOOD
    ]


def _levels(before: WorkspaceAssessment, after: WorkspaceAssessment) -> list[str]:
    if before.level is None or after.level is None:
        return []
    was, now = before.level, after.level
    assert was.confirmed is not None and now.confirmed is not None
    assert was.possible is not None and now.possible is not None
    told = f"{before.name}: {was.confirmed}..{was.possible} became {now.confirmed}..{now.possible}"
    return [told] if now.confirmed > was.confirmed or now.possible < was.possible else []
