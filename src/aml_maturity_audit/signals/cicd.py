"""What a CI/CD source knows: repositories, pipelines, their runs. Sources: azure_facts A.1 to A.3,
A.18; criteria.md, "linked pipeline". The same for Azure DevOps and GitHub; a *project* is an Azure
DevOps project or a GitHub repository's owner and name.
"""

from datetime import datetime

from aml_maturity_audit.signals.practices import PipelineContent
from aml_maturity_audit.signals.reading import SignalKey
from aml_maturity_audit.signals.record import Record


class Person(Record, frozen=True, kw_only=True):
    """Somebody, as CI/CD names them; compared, never judged."""

    id: str = ""
    """Object id in the directory, where it is told."""
    upn: str = ""
    name: str = ""
    is_service: bool = False


class Repository(Record, frozen=True, kw_only=True):
    """A repository."""

    id: str
    name: str
    origins: tuple[str, ...] = ()
    """Its URLs as `aml_maturity_audit.signals.origins.canonical` spells them."""
    default_branch: str = ""
    disabled: bool = False
    last_commit_at: datetime | None = None
    """Of the newest commit in the window; None where there is none or it was not read."""
    commits_read: bool = False
    """Whether the commits of the window could be read."""
    files: tuple[str, ...] = ()
    """Paths in the default branch that end like a scoring script (`*.py`)."""
    files_complete: bool = False


REPOSITORIES = SignalKey(
    "repositories", tuple[Repository, ...], scope="project", title="Repositories",
    actions=("vso.code",),
)  # fmt: skip


class Pipeline(Record, frozen=True, kw_only=True):
    """A pipeline: its definition, and what reading its file has shown."""

    id: str
    """Unique within the project, with its kind: `yaml:12`, `classic:3`, `release:4`. A run of a
    pipeline that is not listed (any more) has `unlisted:5`."""
    name: str
    url: str = ""
    """Portal link."""
    repository_id: str = ""
    origin: str = ""
    """Canonical origin of the repository it builds."""
    enabled: bool = True
    file: str = ""
    content: PipelineContent | None = None
    """None where the file could not be read; `problem` says why."""
    problem: str = ""
    connections: tuple[str, ...] = ()
    """Ids of the service connections it is seen to use."""


PIPELINES = SignalKey(
    "pipelines", tuple[Pipeline, ...], scope="project", title="Pipelines and their files",
    actions=("vso.build", "vso.code"),
)  # fmt: skip


class PipelineRun(Record, frozen=True, kw_only=True):
    """A completed run in the window."""

    id: str
    pipeline_id: str
    url: str = ""
    reason: str = ""
    """`individualCI`, `batchedCI`, `pullRequest`, `schedule`, `buildCompletion`,
    `resourceTrigger`, `manual` … in the spelling of Azure DevOps, for GitHub too."""
    result: str = ""
    """`succeeded`, `partiallySucceeded`, `failed`, `canceled`."""
    started_at: datetime | None = None
    finished_at: datetime | None = None
    requested_for: Person = Person()
    commit: str = ""
    branch: str = ""
    origin: str = ""
    """Canonical origin, where the run tells it."""
    ran: tuple[str, ...] | None = None
    """Identifiers and names of the stages, jobs and steps that ran, in lower case; None where
    the timeline was not read."""
    skipped: tuple[str, ...] = ()
    """Likewise those that carry a practice (`PracticeEvidence`) and were skipped; where the
    timeline was not read, or does not tell, those that may have been."""


PIPELINE_RUNS = SignalKey(
    "pipeline-runs", tuple[PipelineRun, ...], scope="project",
    title="Runs of the pipelines in the window", actions=("vso.build", "vso.release"),
)  # fmt: skip
"""A classic release's deployments count as runs of its definition (`release:4`). A gap's `resource`
is the id of the pipeline whose runs it is about; without one it may be about any."""


class TestRun(Record, frozen=True, kw_only=True):
    """A published test run of a pipeline run."""

    name: str
    pipeline_id: str = ""
    run_id: str = ""
    total: int = 0
    stage: str = ""


TEST_RUNS = SignalKey(
    "test-runs", tuple[TestRun, ...], scope="project", title="Published test results",
    actions=("vso.test",),
)  # fmt: skip


class EnvironmentDeployment(Record, frozen=True, kw_only=True):
    """A deployment record of a deployment environment."""

    environment: str
    pipeline_id: str = ""
    run_id: str = ""
    result: str = ""
    finished_at: datetime | None = None
    stage: str = ""


DEPLOYMENT_RECORDS = SignalKey(
    "deployment-records", tuple[EnvironmentDeployment, ...], scope="project",
    title="Deployments on environments in the window", actions=("vso.build",),
)  # fmt: skip


class DeploymentEnvironment(Record, frozen=True, kw_only=True):
    """A deployment environment with its checks."""

    id: str
    name: str
    approvals: int = 0
    """Enabled approval checks."""
    checks: int = 0
    """All enabled checks, approvals among them."""


DEPLOYMENT_ENVIRONMENTS = SignalKey(
    "deployment-environments", tuple[DeploymentEnvironment, ...], scope="project",
    title="Deployment environments and their checks", actions=("vso.build",),
)  # fmt: skip


class ServiceConnection(Record, frozen=True, kw_only=True):
    """An Azure service connection."""

    id: str
    name: str
    subscription_id: str = ""
    resource_groups: tuple[str, ...] = ()
    """Where its scope is limited to resource groups; empty for the whole subscription."""
    workspace: str = ""
    """Where its scope is limited to an Azure ML workspace (ARM id)."""
    service_principal: str = ""
    """Client id of the identity it signs in as."""


SERVICE_CONNECTIONS = SignalKey(
    "service-connections", tuple[ServiceConnection, ...], scope="project",
    title="Azure service connections", actions=("vso.serviceendpoint",),
)  # fmt: skip


class BranchPolicy(Record, frozen=True, kw_only=True):
    """A policy on branches."""

    type: str
    """`build-validation`, `minimum-reviewers`, `required-reviewers` or the type's id."""
    repository_id: str = ""
    branch: str = ""
    blocking: bool = False
    enabled: bool = False
    pipeline_id: str = ""
    """Of a build validation: the pipeline that it runs."""


BRANCH_POLICIES = SignalKey(
    "branch-policies", tuple[BranchPolicy, ...], scope="project", title="Branch policies",
    actions=("vso.code",),
)  # fmt: skip


class PullRequest(Record, frozen=True, kw_only=True):
    """A completed pull request, for the People hints only."""

    id: str
    repository_id: str = ""
    author: Person = Person()
    approvers: tuple[Person, ...] = ()
    self_approved: bool = False


PULL_REQUESTS = SignalKey(
    "pull-requests", tuple[PullRequest, ...], scope="project",
    title="Completed pull requests in the window (hints)", actions=("vso.code",),
)  # fmt: skip
