"""An audit of the default estate over HTTP: the real door, collectors and judges, no shortcut."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec

from aml_maturity_audit.assessment.model import Assessment, CriterionResult, WorkspaceAssessment
from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.devops.door import DevOpsSettings, open_devops
from aml_maturity_audit.azure.devops.organizations import organizations
from aml_maturity_audit.azure.door import Settings, open_door
from aml_maturity_audit.azure.github.door import GitHubSettings
from aml_maturity_audit.azure.github.names import owners, server
from aml_maturity_audit.cli.borrowing import projects_of
from aml_maturity_audit.collectors.cicd.azure_devops.collect import azure_devops_projects
from aml_maturity_audit.collectors.cicd.collect import collect_repositories
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.collectors.run import collect
from aml_maturity_audit.mapping.assess import assess
from aml_maturity_audit.mapping.estate import Mappings
from aml_maturity_audit.sandbox import Sandbox, default_estate
from aml_maturity_audit.signals.snapshot import Snapshot


@dataclass(frozen=True)
class Audit:
    """What one audit found, by workspace name without its prefix `mlw-`."""

    snapshot: Snapshot
    assessment: Assessment

    @property
    def workspaces(self) -> Mapping[str, WorkspaceAssessment]:
        """The scored workspaces."""
        return {w.name.removeprefix("mlw-"): w for w in self.assessment.workspaces if w.scored}

    def level(self, name: str) -> tuple[int, int]:
        """(confirmed, possible) of a workspace."""
        level = self.workspaces[name].level
        assert level is not None
        return level.confirmed, level.possible

    def criterion(self, name: str, criterion: str) -> CriterionResult:
        """How a criterion came out for a workspace."""
        return next(c for c in self.workspaces[name].criteria if c.id == criterion)

    def verdict(self, name: str, criterion: str) -> str:
        """The verdict alone."""
        return self.criterion(name, criterion).verdict


def read(
    identity: str = "auditor",
    *,
    devops: bool = True,
    github: bool = True,
    subscriptions: tuple[str, ...] = (),
    now: str | None = None,
) -> Snapshot:
    """Everything that `identity` can read of the estate, as it goes over the wire.

    `now` is the time there; the moment it starts, where none is given.
    """
    estate = default_estate()
    estate = replace(estate, settings=msgspec.structs.replace(estate.settings, now=now))
    with Sandbox(estate, identity=identity) as sandbox:
        sandbox.cloud.throttle.enabled = False
        return asyncio.run(_read(sandbox, subscriptions, devops=devops, github=github))


async def _read(
    sandbox: Sandbox, subscriptions: tuple[str, ...], *, devops: bool, github: bool
) -> Snapshot:
    environ = dict(sandbox.environment)
    plan = Plan(collected_at=sandbox.cloud.world.now, run_id="estate", subscriptions=subscriptions)
    async with open_door(Settings(auth=Auth.CLIENT_SECRET, environ=environ)) as door:
        snapshot = await collect(door, plan)
        if devops:
            named = organizations([f"{sandbox.url}/contoso"], projects_of(default_estate()))
            settings = DevOpsSettings(environ)
            async with open_devops(named, door.tokens, door.account, settings) as clients:
                snapshot.projects[:], _ = await azure_devops_projects(clients, plan)
        if github:
            at = server(f"{sandbox.url}/api/v3")
            owned = owners([], ["contoso-marketing"], at)
            asked = GitHubSettings(server=at, environ=environ)
            snapshot.projects += (await collect_repositories(door, owned, plan, asked)).projects
    return snapshot


def judged(snapshot: Snapshot, mappings: Mappings | None = None, edition: str = "2024") -> Audit:
    """The snapshot, judged at the moment it was taken."""
    at = snapshot.header.collected_at
    return Audit(snapshot, assess(snapshot, assessed_at=at, mappings=mappings, edition=edition))
