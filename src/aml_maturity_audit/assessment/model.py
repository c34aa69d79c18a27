"""The published assessment, version 1 (design.md, section 4).

A type of its own, not a dump of internals: titles, remedies and links are inside, so that an old
assessment renders without today's catalogue. Fields may be added; readers ignore what they do
not know.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

ASSESSMENT_SCHEMA = "aml-maturity-audit/assessment/v1"

DIMENSIONS = ("technology", "highlights", "people", "creation", "release", "application")
"""The columns of the model, in the order of every report."""

DIMENSION_TITLES = {
    "technology": "Technology",
    "highlights": "Highlights",
    "people": "People",
    "creation": "Model creation",
    "release": "Model release",
    "application": "Application integration",
}

MET = "met"
NOT_MET = "not_met"
UNKNOWN = "unknown"
NOT_APPLICABLE = "not_applicable"


class Published(msgspec.Struct, frozen=True, kw_only=True, rename="camel", gc=False):
    """What all published records share."""


class Level(Published, frozen=True, kw_only=True):
    """The interval from what is confirmed to what is possible, 0 to 4."""

    confirmed: int
    possible: int


class DimensionLevel(Published, frozen=True, kw_only=True):
    """One column of the model; the levels are None where it was not assessed."""

    id: str
    assessed: bool = True
    confirmed: int | None = None
    possible: int | None = None


class Evidence(Published, frozen=True, kw_only=True):
    """Something that was looked at."""

    text: str
    source: str = ""
    """ARM id, file and line, or run that it was read from."""
    url: str | None = None
    """Portal link."""


class Missing(Published, frozen=True, kw_only=True):
    """What was not seen and would be needed: grant `action`, or do what `hint` says."""

    signal: str
    action: str | None = None
    hint: str = ""


class Subject(Published, frozen=True, kw_only=True):
    """A thing that the verdict is about: a job, model, deployment, endpoint, pipeline …"""

    kind: str
    id: str
    name: str


class Attested(Published, frozen=True, kw_only=True):
    """Who attested a verdict, until when, with what evidence."""

    by: str
    on: str
    expires: str
    evidence: str = ""
    verdict: str = ""
    override: bool = False
    reason: str = ""
    observed: str = ""
    """The verdict that observation alone gives; an attestation never hides it."""


class CriterionResult(Published, frozen=True, kw_only=True):
    """One criterion, judged for one workspace."""

    id: str
    title: str
    dimensions: dict[str, int]
    """Column to the lowest level that requires it, in the edition of the run."""
    verdict: str
    because: str
    evidence: tuple[Evidence, ...] = ()
    counts: bool = True
    """Whether the edition requires it; otherwise it is shown as a signal."""
    attested: Attested | None = None
    missing: tuple[Missing, ...] = ()
    remedy: str = ""
    docs: str = ""
    """Public documentation page of the remedy."""
    subjects: tuple[Subject, ...] = ()
    inputs: str = ""
    """Digest of the readings used."""


class Blocker(Published, frozen=True, kw_only=True):
    """What keeps a dimension, or the workspace, from its next level, in the order to do it."""

    dimension: str
    """A dimension's id, or `overall`."""
    level: int
    """The level that is kept from being confirmed."""
    criteria: tuple[str, ...]


class ReadingSummary(Published, frozen=True, kw_only=True):
    """How one signal was read."""

    signal: str
    state: str
    """`observed`, `denied`, `failed` or `not_collected`."""
    complete: bool
    items: int = 0
    detail: str = ""
    action: str | None = None
    scope: str = "workspace"
    """`workspace`, `subscription` or `project`: whose reading it is."""


class WorkspaceAssessment(Published, frozen=True, kw_only=True):
    """One workspace."""

    key: str
    id: str
    name: str
    role: str | None
    """`training-only`, `serving-only`, `both`; None where it is not scored."""
    subscription_id: str
    resource_group: str
    location: str
    kind: str
    scored: bool
    level: Level | None
    dimensions: tuple[DimensionLevel, ...] = ()
    criteria: tuple[CriterionResult, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    readings: tuple[ReadingSummary, ...] = ()
    tags: dict[str, str] = {}
    url: str | None = None
    notes: tuple[str, ...] = ()
    """Sentences about the role, what it left out, and inferences."""
    hints: dict[str, object] = {}
    """Observed proxies for People; pseudonymised, never verdicts."""


class RequestCounts(Published, frozen=True, kw_only=True):
    """Requests sent while collecting."""

    arm: int = 0
    devops: int = 0
    data_plane: int = 0
    throttled: int = 0
    by_source: dict[str, int] = {}


class Run(Published, frozen=True, kw_only=True):
    """The run that the assessment judges."""

    id: str
    collected_at: datetime
    assessed_at: datetime
    edition: str
    window_days: int
    scope: dict[str, object] = {}
    catalogue_digest: str = ""
    policy_digest: str = ""
    policy_loosened: tuple[str, ...] = ()
    requests: RequestCounts = RequestCounts()


class Tool(Published, frozen=True, kw_only=True):
    """What wrote the assessment."""

    name: str = "aml-maturity-audit"
    version: str


class Coverage(Published, frozen=True, kw_only=True):
    """How much of the scored workspaces could be read."""

    workspaces: int = 0
    """Workspaces that are scored."""
    complete: bool = True
    incomplete_readings: int = 0


class Notice(Published, frozen=True, kw_only=True):
    """A warning about the run."""

    code: str
    text: str
    resource: str | None = None


class SystemAssessment(Published, frozen=True, kw_only=True):
    """Workspaces judged as one system (dev, test, prod)."""

    name: str
    roles: dict[str, str]
    """Workspace key to `dev`, `test` or `prod`."""
    inferred: bool = False
    level: Level | None = None
    dimensions: tuple[DimensionLevel, ...] = ()
    criteria: tuple[CriterionResult, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    notes: tuple[str, ...] = ()


class Assessment(Published, frozen=True, kw_only=True):
    """The whole document. Lists are sorted by key, times are UTC."""

    schema: str = ASSESSMENT_SCHEMA
    tool: Tool
    run: Run
    coverage: Coverage
    workspaces: Sequence[WorkspaceAssessment] = ()
    """A tuple, or `Kept` where they are many."""
    systems: tuple[SystemAssessment, ...] = ()
    warnings: tuple[Notice, ...] = ()
