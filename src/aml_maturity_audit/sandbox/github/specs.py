"""What an estate says about GitHub, as strict records (docs/sandbox.md, "GitHub")."""

from collections.abc import Mapping
from typing import Any

import msgspec

from aml_maturity_audit.sandbox.estate.settings import Record

Loose = Mapping[str, Any]  # JSON of the API's own, laid over what is served
NOTHING: Loose = {}


class OwnerSpec(Record, frozen=True, kw_only=True):
    """A user or organization."""

    type: str = "Organization"
    web: str | None = None
    named: bool = True
    """Whether an audit of the estate names it; else only what workflows use of it is read."""
    repositories: object = None


class BranchSpec(Record, frozen=True, kw_only=True):
    """A branch: its files lie on top of the default branch's; `null` takes one away."""

    files: Mapping[str, str | None] = msgspec.field(default_factory=dict)


class TagSpec(Record, frozen=True, kw_only=True):
    """A tag, on a commit of its own: its files lie on top of the default branch's."""

    sha: str | None = None
    files: Mapping[str, str | None] = msgspec.field(default_factory=dict)


class RepositorySpec(Record, frozen=True, kw_only=True):
    """A repository; the collections are read later, each by its own record."""

    default_branch: str = "main"
    private: bool = True
    archived: bool = False
    disabled: bool = False
    renamed_from: tuple[str, ...] = ()
    files: Mapping[str, str] = msgspec.field(default_factory=dict)
    branches: Mapping[str, BranchSpec] = msgspec.field(default_factory=dict)
    tags: Mapping[str, TagSpec] = msgspec.field(default_factory=dict)
    variables: Mapping[str, str] = msgspec.field(default_factory=dict)
    rules: tuple[Loose, ...] = ()
    """Rules on the default branch, as `rules/branches/{branch}` tells them."""
    protection: Loose | None = None
    """Classic protection of the default branch."""
    truncated_tree: bool = False
    commits: object = None
    workflows: object = None
    environments: object = None
    pull_requests: object = None
    body: Loose = NOTHING


class CommitSpec(Record, frozen=True, kw_only=True):
    """A commit on the default branch."""

    sha: str | None = None
    at: str
    by: str
    message: str = ""
    body: Loose = NOTHING


class WorkflowSpec(Record, frozen=True, kw_only=True):
    """A workflow: a file of the repository that GitHub runs."""

    path: str
    state: str = "active"
    runs: object = None
    body: Loose = NOTHING


class StepSpec(Record, frozen=True, kw_only=True):
    """A step of a job."""

    step: str
    conclusion: str = "success"


class JobSpec(Record, frozen=True, kw_only=True):
    """A job of a run, by the name that it shows."""

    job: str
    conclusion: str = "success"
    steps: tuple[str | StepSpec, ...] = ()
    body: Loose = NOTHING


class CheckSpec(Record, frozen=True, kw_only=True):
    """A check run that a run's reporter has made."""

    title: str = ""
    summary: str = ""
    conclusion: str = "success"


class AttemptSpec(Record, frozen=True, kw_only=True):
    """An attempt of a run before its last one."""

    at: str
    took: str = "5m"
    conclusion: str = "failure"
    by: str | None = None
    jobs: tuple[JobSpec, ...] = ()


class RunSpec(Record, frozen=True, kw_only=True):
    """A run of a workflow; `at` is when it was completed."""

    id: int | None = None
    at: str
    took: str = "5m"
    event: str = "push"
    conclusion: str = "success"
    status: str = "completed"
    branch: str | None = None
    sha: str | None = None
    by: str | None = None
    attempt: int = 1
    again_by: str | None = None
    """Who started the last attempt, where it is not the first."""
    earlier: tuple[AttemptSpec, ...] = ()
    """The attempts before, the first one first; those not told failed just before."""
    jobs: tuple[JobSpec, ...] = ()
    checks: Mapping[str, CheckSpec] = msgspec.field(default_factory=dict)
    deploys: tuple[str, ...] = ()
    """Environments that it deployed to."""
    body: Loose = NOTHING


class EnvironmentSpec(Record, frozen=True, kw_only=True):
    """An environment with its protection."""

    reviewers: tuple[str, ...] = ()
    wait_timer: int = 0
    branch_policy: bool = False
    variables: Mapping[str, str] = msgspec.field(default_factory=dict)
    body: Loose = NOTHING


class ReviewSpec(Record, frozen=True, kw_only=True):
    """A review of a pull request."""

    by: str
    state: str = "APPROVED"


class PullRequestSpec(Record, frozen=True, kw_only=True):
    """A closed pull request; merged unless it says otherwise."""

    title: str = ""
    by: str
    created: str
    closed: str
    merged: bool = True
    source: str = "topic"
    reviews: tuple[ReviewSpec, ...] = ()
    body: Loose = NOTHING
