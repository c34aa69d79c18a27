"""Literal records, complete by default: what snapshots in tests are made of."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from aml_maturity_audit.signals.activity import ServingWrite
from aml_maturity_audit.signals.cicd import (
    DeploymentEnvironment,
    EnvironmentDeployment,
    Person,
    Pipeline,
    PipelineRun,
    Repository,
    ServiceConnection,
    TestRun,
)
from aml_maturity_audit.signals.jobs import GitOrigin, Job
from aml_maturity_audit.signals.practices import (
    PipelineContent,
    PracticeEvidence,
    WorkspaceMention,
)
from aml_maturity_audit.signals.record import Actor
from aml_maturity_audit.signals.serving import (
    BatchDeployment,
    BatchEndpoint,
    OnlineDeployment,
    OnlineEndpoint,
)
from aml_maturity_audit.signals.workspaces import Workspace

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
WINDOW_START = NOW - timedelta(days=90)
SUBSCRIPTION = "11111111-1111-1111-1111-111111111111"
ORIGIN = "dev.azure.com/acme/shop/_git/shop"
"""The repository of everything, unless a test says otherwise."""
CLONED_FROM = "https://dev.azure.com/acme/shop/_git/shop"

USER = Actor(name="Dana Data", type="User")
SERVICE = Actor(name="5f0c1f6e-release-app", type="Application")
NOBODY = Actor()
"""An actor of whom nothing is told."""


def days_ago(days: float) -> datetime:
    """So many days before the snapshot was taken."""
    return NOW - timedelta(days=days)


def workspace(
    name: str = "shop", group: str = "rg", *, subscription: str = SUBSCRIPTION, **more: Any
) -> Workspace:
    return Workspace(
        id=f"/subscriptions/{subscription}/resourceGroups/{group}"
        f"/providers/Microsoft.MachineLearningServices/workspaces/{name}",
        name=name,
        subscription_id=subscription,
        resource_group=group,
        **{"guid": f"guid-of-{name}", **more},
    )


def job(name: str = "train", *, by: Actor = USER, at: datetime | None = None, **more: Any) -> Job:
    """A completed training job of yesterday, submitted by a user from the repository."""
    told = {
        "type": "Command",
        "status": "Completed",
        "experiment": "churn",
        "serverless": True,
        "git": git(),
        **more,
    }
    return Job(name=name, created_by=by, **{"created_at": at or days_ago(1), **told})


def git(url: str | None = CLONED_FROM, *, dirty: bool | None = False, **more: Any) -> GitOrigin:
    return GitOrigin(repository=url, dirty=dirty, **{"commit": "c0ffee", **more})


def repository(name: str = "shop", origin: str = ORIGIN, **more: Any) -> Repository:
    """A repository, read whole, without files that matter."""
    told = {"id": name, "files_complete": True, "commits_read": True, **more}
    return Repository(name=name, origins=(origin,), **told)


def step(practice: str, **more: Any) -> tuple[str, PracticeEvidence]:
    """A practice with its evidence, for `pipeline`: `step("runs_tests", stage="test")`."""
    told = {"file": "azure-pipelines.yml", "line": 7, "text": f"does {practice}", **more}
    return practice, PracticeEvidence(**told)


def pipeline(
    name: str = "ci",
    *practices: str | tuple[str, PracticeEvidence],
    origin: str = ORIGIN,
    content: PipelineContent | str | None = "read",
    names: Sequence[str | WorkspaceMention | None] = (),
    environments: Sequence[str] = (),
    unresolved: Sequence[str] = (),
    uses_azure_ml: bool = False,
    service_connections: Sequence[str] = (),
    **more: Any,
) -> Pipeline:
    """A pipeline of the repository, which shows the practices and names the workspaces."""
    found: dict[str, tuple[PracticeEvidence, ...]] = {}
    for each in practices:
        practice, evidence = each if isinstance(each, tuple) else step(each)
        found[practice] = (*found.get(practice, ()), evidence)
    if isinstance(content, str):
        content = PipelineContent(
            kind="azure-pipelines",
            parsed=True,
            practices=found,
            mentions=tuple(n if isinstance(n, WorkspaceMention) else mention(n) for n in names),
            environments=tuple(environments),
            unresolved=tuple(unresolved),
            uses_azure_ml=uses_azure_ml or bool(names),
            service_connections=tuple(service_connections),
        )
    told = {"id": f"yaml:{name}", "repository_id": "shop" if origin == ORIGIN else "", **more}
    return Pipeline(name=name, origin=origin, content=content, **told)


def mention(of: str | None = "shop", **more: Any) -> WorkspaceMention:
    """A place in a pipeline that names a workspace; None for what cannot be resolved."""
    told = {"file": "azure-pipelines.yml", "line": 3, "expression": "" if of else "$(WS)", **more}
    return WorkspaceMention(workspace=of, **told)


def run(
    of: Pipeline,
    reason: str = "individualCI",
    result: str = "succeeded",
    *,
    at: datetime | None = None,
    **more: Any,
) -> PipelineRun:
    """A run of yesterday that took half an hour and ended at `at`."""
    end = at or days_ago(1)
    told = {"id": f"run-of-{of.name}-{reason}", "finished_at": end, **more}
    told.setdefault("started_at", end - timedelta(minutes=30))
    if "skipped" in told:
        told.setdefault("ran", ())
    return PipelineRun(pipeline_id=of.id, reason=reason, result=result, **told)


def results_of(of: Pipeline, name: str = "unit tests", total: int = 12, **more: Any) -> TestRun:
    return TestRun(name=name, pipeline_id=of.id, total=total, **{"run_id": "1", **more})


def deployed_to(
    environment: str, of: Pipeline, result: str = "succeeded", **more: Any
) -> EnvironmentDeployment:
    told = {"finished_at": days_ago(1), **more}
    return EnvironmentDeployment(environment=environment, pipeline_id=of.id, result=result, **told)


def gate(name: str, approvals: int = 1) -> DeploymentEnvironment:
    return DeploymentEnvironment(id=name, name=name, approvals=approvals, checks=approvals)


def connection(name: str = "azure", group: str | None = "rg", **more: Any) -> ServiceConnection:
    """A service connection, limited to a resource group unless that is None."""
    told = {
        "id": name,
        "subscription_id": SUBSCRIPTION,
        "resource_groups": (group,) if group else (),
        **more,
    }
    return ServiceConnection(name=name, **told)


def person(name: str = "", upn: str = "", id: str = "") -> Person:
    return Person(id=id, upn=upn, name=name)


def endpoint(name: str = "scoring", **more: Any) -> OnlineEndpoint:
    """An online endpoint whose traffic all goes to `blue`."""
    told = {"state": "Succeeded", "traffic": {"blue": 100}, "created_by": USER, **more}
    return OnlineEndpoint(id=f"{workspace().id}/onlineEndpoints/{name}", name=name, **told)


def deployment(name: str = "blue", endpoint: str = "scoring", **more: Any) -> OnlineDeployment:
    """An online deployment that stands, of a model of the workspace, made by a user."""
    told = {
        "id": f"{workspace().id}/onlineEndpoints/{endpoint}/deployments/{name}",
        "state": "Succeeded",
        "kind": "Managed",
        "model": "azureml:churn:1",
        "capacity": 1,
        "created_by": USER,
        "created_at": days_ago(200),
        **more,
    }
    return OnlineDeployment(name=name, endpoint=endpoint, **told)


def batch_endpoint(
    name: str = "nightly", default: str | None = "main", **more: Any
) -> BatchEndpoint:
    told = {"state": "Succeeded", "default_deployment": default, **more}
    return BatchEndpoint(id=f"{workspace().id}/batchEndpoints/{name}", name=name, **told)


def batch_deployment(name: str = "main", endpoint: str = "nightly", **more: Any) -> BatchDeployment:
    told = {
        "id": f"{workspace().id}/batchEndpoints/{endpoint}/deployments/{name}",
        "state": "Succeeded",
        "kind": "Model",
        "model": "azureml:churn:1",
        "created_by": USER,
        "created_at": days_ago(200),
        **more,
    }
    return BatchDeployment(name=name, endpoint=endpoint, **told)


def write(
    number: int = 1, *, at: datetime | None = None, by_user: bool | None = False, **more: Any
) -> ServingWrite:
    """A successful write on the deployment, by an application, within what `run` makes."""
    told = {
        "resource_id": f"{workspace().id}/onlineEndpoints/scoring/deployments/blue",
        "time": at or days_ago(1) - timedelta(minutes=10),
        **more,
    }
    return ServingWrite(correlation_id=f"correlation-{number}", by_user=by_user, **told)
