"""Workspace discovery and run history, as far as azure-ai-ml asks for a job."""

import re

from aml_maturity_audit.sandbox.arm.access import Door
from aml_maturity_audit.sandbox.dataplane import refusals
from aml_maturity_audit.sandbox.estate.world import Resource, World
from aml_maturity_audit.sandbox.tokens import MACHINE_LEARNING, Tokens
from aml_maturity_audit.sandbox.web import Answer, Call

_RUN = re.compile(
    r"/history/v1\.0(?P<workspace>/subscriptions/.+/workspaces/[^/]+)"
    r"(/experiments/[^/]+|/experimentids/[^/]+)?/runs/(?P<run>[^/]+)(?P<rest>/.*)?",
    re.IGNORECASE,
)
_READ = "Microsoft.MachineLearningServices/workspaces/experiments/runs/read"


class History:
    """Answers `/discovery` openly, and single runs with a token."""

    def __init__(self, world: World, tokens: Tokens) -> None:
        self._world = world
        self._door = Door(world, tokens)
        self._audiences = (*tokens.arm_audiences, MACHINE_LEARNING)

    def claims(self, call: Call) -> bool:
        """The discovery document and everything below /history."""
        path = call.path.lower()
        return path.startswith("/history/") or path.split("/")[1] == "discovery"

    def answer(self, call: Call) -> Answer:
        """The services of a workspace, or one run."""
        if call.path.lower().startswith("/discovery"):
            names = ("api", "history", "mlflow", "experimentation", "modelmanagement", "pipelines")
            return Answer.json(dict.fromkeys(names, self._world.url))
        match = _RUN.fullmatch(call.path)
        rights = self._door.caller(call, self._audiences)
        if isinstance(rights, Answer):
            return rights
        if match is None:
            return refusals.not_found(f"The route '{call.path}'")
        workspace = match["workspace"]
        if workspace.lower() in self._world.closed_data_planes:
            return refusals.network_forbidden(workspace.rpartition("/")[2])
        if not rights.allows(workspace, _READ):
            who = rights.identity
            return refusals.action_forbidden(who.client_id, who.object_id, _READ, workspace)
        if (match["rest"] or "").lower() == "/children":
            return Answer.json({"value": [], "continuationToken": None, "nextLink": None})
        job = self._world.resource(f"{workspace}/jobs/{match['run']}")
        return _run(job) if job else refusals.not_found(f"The run '{match['run']}'")


def _run(job: Resource) -> Answer:
    return Answer.json(
        {
            "runId": job.name,
            "rootRunId": job.name,
            "parentRunId": None,
            "displayName": job.get("properties", "displayName"),
            "status": job.get("properties", "status"),
            "createdUtc": job.get("systemData", "createdAt"),
            "runType": "azureml.scriptrun",
            "tags": job.get("properties", "tags") or {},
            "properties": job.get("properties", "properties") or {},
        }
    )
