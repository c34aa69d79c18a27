"""What a CI/CD pipeline file is seen to do.

Source: criteria.md, section 1, "practices of a pipeline".
"""

import msgspec

PRACTICES = (
    "automatic_trigger",
    "scheduled",
    "runs_tests",
    "lints",
    "trains_model",
    "registers_model",
    "deploys_model",
    "shifts_traffic",
    "tests_deployment",
    "provisions_infra",
    "creates_schedule_or_monitor",
    "approval_or_environment_gate",
    "builds_image",
    "promotes_via_registry",
)


class PracticeEvidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One place in a pipeline file that shows a practice."""

    file: str
    """Path of the file, from the root of its repository; of another repository
    `owner/name/path@ref`."""
    line: int
    """Line in that file, from 1; 0 where the source has no lines (a classic definition)."""
    text: str
    """The command or task, one line, scrubbed of secrets, at most 200 characters."""
    stage: str | None = None
    """Identifier of the stage that carries it, as a timeline names it."""
    job: str | None = None
    """Identifier of the job that carries it."""
    step: str | None = None
    """Display name, else name, of the step that carries it."""
    gated: bool = False
    """The job that carries it is behind an approval or environment gate."""
    splits_traffic: bool = False
    """Of `shifts_traffic` only: two targets, a share strictly between 0 and 100, or a mirror."""
    inferred: bool = False
    """Weaker evidence: a script's or a job file's name, not a command that was read."""


class WorkspaceMention(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place where a pipeline says which Azure ML workspace it acts on."""

    workspace: str | None
    """The name, or None where it is an expression that cannot be resolved."""
    resource_group: str | None = None
    subscription: str | None = None
    expression: str = ""
    """What stands there when it is not a literal, as `$(WORKSPACE)`."""
    file: str
    line: int


class PipelineContent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What reading one pipeline, with the templates it includes, has shown."""

    kind: str
    """`azure-pipelines`, `github-actions`, `classic` or `unknown`."""
    parsed: bool
    """False where the file is not the YAML it should be and was read by lines."""
    is_template: bool = False
    practices: dict[str, tuple[PracticeEvidence, ...]] = {}
    """Practice name to evidence; a practice that is not there was not seen."""
    mentions: tuple[WorkspaceMention, ...] = ()
    uses_azure_ml: bool = False
    """It calls Azure ML somewhere (`az ml`, an Azure ML task or action, the SDK)."""
    service_connections: tuple[str, ...] = ()
    """Names of Azure service connections its tasks use."""
    environments: tuple[str, ...] = ()
    """Names of deployment environments its jobs target."""
    stages: tuple[str, ...] = ()
    """Stage (or job) identifiers and display names, to recognise integration test stages."""
    unresolved: tuple[str, ...] = ()
    """Sentences: what could not be resolved, where (a foreign template, a variable group …)."""
    unread: tuple[str, ...] = ()
    """Files that it includes or runs, that are there, or may be, and could not be read: they may
    hold anything. Of another repository as `owner/name/path@ref`."""
    wants: tuple[str, ...] = ()
    """Paths that it includes or runs and that were not handed in: in the same repository, or, as
    `//owner/name/path@ref`, in another."""
