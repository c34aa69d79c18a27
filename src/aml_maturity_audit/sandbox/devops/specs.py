"""What an estate says about Azure DevOps, as strict records (docs/sandbox.md, "Azure DevOps")."""

from collections.abc import Mapping
from typing import Any

import msgspec

from aml_maturity_audit.sandbox.estate.settings import Record

Loose = Mapping[str, Any]  # JSON of the API's own, laid over what is served
NOTHING: Loose = {}


class OrganizationSpec(Record, frozen=True, kw_only=True):
    """An organization."""

    web: str | None = None
    projects: object = None


class ProjectSpec(Record, frozen=True, kw_only=True):
    """A project and what is in it; the collections are read later, each by its own record."""

    description: str = ""
    repositories: object = None
    pipelines: object = None
    environments: object = None
    service_connections: object = None
    releases: object = None
    body: Loose = NOTHING


class RepositorySpec(Record, frozen=True, kw_only=True):
    """A Git repository."""

    id: str | None = None
    default_branch: str | None = "main"
    is_disabled: bool = False
    files: Mapping[str, str] = msgspec.field(default_factory=dict)
    branches: Mapping[str, "BranchSpec"] = msgspec.field(default_factory=dict)
    commits: object = None
    pull_requests: object = None
    policies: object = None
    body: Loose = NOTHING


class BranchSpec(Record, frozen=True, kw_only=True):
    """A branch: its files lie on top of the default branch's; `null` takes one away."""

    files: Mapping[str, str | None] = msgspec.field(default_factory=dict)


class CommitSpec(Record, frozen=True, kw_only=True):
    """A commit on the default branch."""

    id: str | None = None
    at: str
    by: str
    comment: str = ""
    body: Loose = NOTHING


class Vote(Record, frozen=True, kw_only=True):
    """A reviewer's vote: 10, 5, 0, -5 or -10."""

    by: str
    vote: int = 0
    is_required: bool = False


class PullRequestSpec(Record, frozen=True, kw_only=True):
    """A pull request; closed ones are completed."""

    title: str = ""
    by: str
    created: str
    closed: str | None = None
    closed_by: str | None = None
    source: str = "topic"
    target: str | None = None
    status: str | None = None
    reviewers: tuple[Vote, ...] = ()
    body: Loose = NOTHING


class PolicySpec(Record, frozen=True, kw_only=True):
    """A policy on a branch of the repository."""

    kind: str
    branch: str | None = None
    match: str = "Exact"
    pipeline: str | None = None
    is_enabled: bool = True
    is_blocking: bool = True
    settings: Loose = NOTHING
    body: Loose = NOTHING


class ForeignRepository(Record, frozen=True, kw_only=True):
    """A repository on another host that a pipeline builds."""

    type: str
    name: str
    url: str
    id: str | None = None
    default_branch: str = "refs/heads/main"


class PipelineSpec(Record, frozen=True, kw_only=True):
    """A build definition: YAML, or designed (`process`)."""

    id: int | None = None
    repository: str | ForeignRepository | None = None
    yaml: str | None = None
    process: Loose | None = None
    folder: str = "\\"
    queue_status: str = "enabled"
    triggers: tuple[Loose, ...] | None = None
    variables: Loose = NOTHING
    by: str | None = None
    builds: object = None
    body: Loose = NOTHING


class Tests(Record, frozen=True, kw_only=True):
    """A published test run."""

    total: int
    passed: int | None = None
    stage: str = "__default"
    body: Loose = NOTHING


class BuildSpec(Record, frozen=True, kw_only=True):
    """A run of a pipeline; `at` is when it finished."""

    id: int | None = None
    at: str
    took: str = "5m"
    reason: str = "individualCI"
    status: str = "completed"
    result: str | None = "succeeded"
    by: str | None = None
    branch: str | None = None
    commit: str | None = None
    tests: Mapping[str, Tests] = msgspec.field(default_factory=dict)
    timeline: tuple[Any, ...] | msgspec.UnsetType | None = msgspec.UNSET
    body: Loose = NOTHING


class Check(Record, frozen=True, kw_only=True):
    """A check on an environment."""

    kind: str = "approval"
    approvers: tuple[str, ...] = ()
    is_disabled: bool = False
    settings: Loose = NOTHING
    body: Loose = NOTHING


class EnvironmentSpec(Record, frozen=True, kw_only=True):
    """A deployment environment of YAML pipelines."""

    description: str = ""
    by: str | None = None
    checks: tuple[Check, ...] = ()
    deployments: object = None
    body: Loose = NOTHING


class EnvironmentDeploymentSpec(Record, frozen=True, kw_only=True):
    """A deployment record of an environment."""

    at: str
    took: str = "5m"
    pipeline: str
    build: int | None = None
    stage: str = "Deploy"
    job: str = "deploy"
    result: str = "succeeded"
    body: Loose = NOTHING


class ConnectionSpec(Record, frozen=True, kw_only=True):
    """A service connection; to Azure unless it says otherwise."""

    id: str | None = None
    type: str = "azurerm"
    scope: str | None = None
    principal: str | None = None
    scheme: str = "WorkloadIdentityFederation"
    by: str | None = None
    body: Loose = NOTHING


class ReleaseTask(Record, frozen=True, kw_only=True):
    """A task of a classic release's environment."""

    name: str
    task: str = "CmdLine"
    enabled: bool = True
    inputs: Loose = NOTHING


class ReleaseEnvironment(Record, frozen=True, kw_only=True):
    """An environment of a classic release definition."""

    name: str
    approvers: tuple[str, ...] = ()
    tasks: tuple[ReleaseTask, ...] = ()
    body: Loose = NOTHING


class ReleaseSpec(Record, frozen=True, kw_only=True):
    """A classic release definition."""

    id: int | None = None
    folder: str = "\\"
    by: str | None = None
    artifacts: tuple[Loose, ...] = ()
    triggers: tuple[Loose, ...] = ()
    environments: tuple[ReleaseEnvironment, ...] = ()
    deployments: object = None
    body: Loose = NOTHING


class ReleaseDeploymentSpec(Record, frozen=True, kw_only=True):
    """A deployment of a classic release."""

    at: str
    took: str = "5m"
    environment: str
    status: str = "succeeded"
    reason: str = "continuousIntegration"
    by: str | None = None
    body: Loose = NOTHING
