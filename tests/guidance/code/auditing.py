"""Audits over HTTP of estates at hand, and what `plan --write` makes of them."""

import asyncio
from pathlib import Path
from typing import Any

import yaml

from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.devops.door import DevOpsSettings, open_devops
from aml_maturity_audit.azure.devops.organizations import organizations
from aml_maturity_audit.azure.door import Settings, open_door
from aml_maturity_audit.collectors.cicd.azure_devops.collect import azure_devops_projects
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.collectors.run import collect
from aml_maturity_audit.mapping.assess import assess
from aml_maturity_audit.sandbox import Sandbox, estate_from
from aml_maturity_audit.signals.snapshot import Snapshot

ESTATE = Path(__file__).with_name("estate.yaml")
WORKSPACE = "mlw-churn-prod"
HANDLER = (
    "/subscriptions/11111111-0000-4000-8000-000000000001/resourceGroups/rg-churn-prod/providers"
    "/Microsoft.Web/sites/func-retrain/functions/on-breach"
)
GIVEN = {
    "auth-mode": "aad_token",
    "events-to": HANDLER,
    "instance-type": "Standard_DS3_v2",
    "notify": "ml-team@contoso.example",
    "request-file": "tests/sample.json",
    "task": "classification",
}


def estate() -> dict[str, Any]:
    """The estate as it is before anything was applied."""
    return yaml.safe_load(ESTATE.read_text(encoding="utf-8"))


def read(content: dict[str, Any]) -> Snapshot:
    """Everything that the auditor can read of an estate, as it goes over the wire."""
    with Sandbox(estate_from(content)) as sandbox:
        sandbox.cloud.throttle.enabled = False
        return asyncio.run(_read(sandbox, list(content["devops"]["contoso"]["projects"])))


async def _read(sandbox: Sandbox, projects: list[str]) -> Snapshot:
    environ = dict(sandbox.environment)
    plan = Plan(collected_at=sandbox.cloud.world.now, run_id="plan")
    async with open_door(Settings(auth=Auth.CLIENT_SECRET, environ=environ)) as door:
        snapshot = await collect(door, plan)
        named = organizations([f"{sandbox.url}/contoso"], projects)
        settings = DevOpsSettings(environ)
        async with open_devops(named, door.tokens, door.account, settings) as clients:
            snapshot.projects[:], _ = await azure_devops_projects(clients, plan)
    return snapshot


def judged(snapshot: Snapshot, edition: str = "2024") -> Assessment:
    """The snapshot, judged at the moment it was taken."""
    return assess(snapshot, assessed_at=snapshot.header.collected_at, edition=edition)


def level(assessment: Assessment) -> tuple[int, int]:
    """(confirmed, possible) of the workspace."""
    found = next(w.level for w in assessment.workspaces if w.name == WORKSPACE)
    return found.confirmed, found.possible


def verdicts(assessment: Assessment) -> dict[str, str]:
    """Every verdict of the workspace, by criterion."""
    found = next(w for w in assessment.workspaces if w.name == WORKSPACE)
    return {one.id: one.verdict for one in found.criteria}
