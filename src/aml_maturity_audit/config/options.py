"""Every option there is, once: its type, its default and its help. Source: design.md, section 3.

A flag is `--` and the option's name with dashes, its variable is AML_MATURITY_AUDIT_ and the name
in capitals, its key in the TOML file is the name with dashes (underscores are taken too).
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from aml_maturity_audit.azure.auth import Auth

PREFIX = "AML_MATURITY_AUDIT_"


def _option(default: Any, help: str, **more: Any) -> Any:  # noqa: ANN401  as dataclasses.field
    return field(default=default, metadata={"help": help, **more})


def _table(help: str) -> Any:  # noqa: ANN401  as dataclasses.field
    """A table of the file, or JSON in its variable: it has no flag."""
    return field(default_factory=dict, metadata={"help": help, "table": True})


@dataclass(frozen=True, kw_only=True)
class Config:
    """What a command was asked to do, in effect."""

    subscription: tuple[str, ...] = _option(
        (),
        "Subscription to audit, by id; repeatable. None: every one that is visible.",
        metavar="ID",
    )
    management_group: str | None = _option(
        None, "Audit the subscriptions below this management group.", metavar="NAME"
    )
    resource_group: str | None = _option(
        None, "Audit only the workspaces in this resource group.", metavar="NAME"
    )
    workspace: tuple[str, ...] = _option(
        (), "Audit only this workspace, by name or ARM id; repeatable.", metavar="NAME"
    )
    devops_organization: tuple[str, ...] = _option(
        (),
        "Azure DevOps organization or collection to read pipelines from; repeatable.",
        metavar="URL",
    )
    devops_project: tuple[str, ...] = _option(
        (),
        "Only this project of it, as PROJECT or ORGANIZATION/PROJECT; repeatable.",
        metavar="NAME",
    )
    github_repository: tuple[str, ...] = _option(
        (),
        "GitHub repository to read workflows from, as OWNER/REPO; repeatable.",
        metavar="OWNER/REPO",
    )
    github_organization: tuple[str, ...] = _option(
        (), "GitHub organization to read all repositories of; repeatable.", metavar="NAME"
    )
    github_api_url: str | None = _option(
        None,
        "API of the GitHub to ask, as https://HOST/api/v3; github.com's by default.",
        metavar="URL",
    )
    github_app_id: str | None = _option(
        None, "Ask GitHub as this App, in place of GITHUB_TOKEN or GH_TOKEN.", metavar="ID"
    )
    github_app_key: Path | None = _option(
        None, "Private key of that App, a .pem file.", metavar="FILE"
    )
    auth: str = _option(
        Auth.DEFAULT.value, "How to sign in.", choices=tuple(choice.value for choice in Auth)
    )
    cloud: str | None = _option(
        None,
        "AzureCloud, AzureUSGovernment, AzureChinaCloud, or one that ARM_CLOUD_METADATA_URL names.",
        metavar="NAME",
    )
    data_plane: bool = _option(
        True, "Read the MLflow data plane, which a workspace's network may close to you."
    )
    max_jobs: int = _option(
        10_000, "Read at most so many jobs of a workspace.", minimum=1, metavar="N"
    )
    edition: str = _option("2024", "Edition of the maturity model.", metavar="2024|2025-10")
    attestations: Path | None = _option(
        None, "Let the attestations in this file settle what no API shows.", metavar="FILE"
    )
    window_days: int | None = _option(
        None,
        "Days of activity that count; 90 when collecting, all that was collected when judging.",
        minimum=1,
        maximum=365,
        metavar="N",
    )
    format: tuple[str, ...] = _option(
        (),
        "table, json, csv, markdown, html, xlsx or junit; repeatable. By default table, "
        "or what the name of --output says.",
        metavar="NAME",
    )
    output: Path | None = _option(None, "Write the report to this file.", metavar="FILE")
    output_dir: Path | None = _option(
        None, "Write one report per format to this directory, as assessment.*.", metavar="DIR"
    )
    details: bool = _option(False, "Show every criterion with its evidence.")
    mask: bool | None = _option(
        None,
        "Hide subscription, tenant and principal ids and people's names; by default in documents "
        "(html, markdown, xlsx), not in data.",
    )
    snapshot: Path | None = _option(None, "Keep what was read in this file.", metavar="FILE")
    history: str | None = _option(
        None,
        "Keep the run in this history: a folder, or abfss://CONTAINER@ACCOUNT.dfs.…/PATH.",
        metavar="URI",
    )
    reports: str | None = _option(
        None,
        "Keep the run's reports below this place, in DATE/RUN: a folder, or abfss://… as for "
        "--history. By default html, json and csv.",
        metavar="URI",
    )
    shard: str | None = _option(
        None,
        "Read only this part of the scope's workspaces; the others are listed. Needs --run-id.",
        metavar="I/N",
    )
    run_id: str | None = _option(
        None, "The id of the run, which its shards have in common.", metavar="ID"
    )
    fail_under: int | None = _option(
        None,
        "Exit with 10 where a workspace cannot reach this level, 11 where it is not confirmed.",
        minimum=0,
        maximum=4,
        metavar="N",
    )
    baseline: Path | None = _option(
        None, "Exit with 10 where something got worse since this saved assessment.", metavar="FILE"
    )
    strict: bool = _option(False, "Exit with 5 where something could not be read.")
    notification_url: str | None = _option(
        None,
        "Tell this webhook what changed and what fell; in the file: [notification] url.",
        metavar="URL",
    )
    verbose: bool = _option(False, "Say on stderr what was asked for, and how often.")
    log_format: str = _option(
        "text", "How messages on stderr are written.", choices=("text", "json")
    )
    gate: Mapping[str, Any] = _table("Levels to reach per dimension: technology = 2")
    policy: Mapping[str, Any] = _table("Thresholds of judging")
    links: tuple[Mapping[str, Any], ...] = field(
        default=(), metadata={"help": "Pipelines and workspaces, linked by hand", "table": True}
    )
    exceptions: tuple[Mapping[str, Any], ...] = field(
        default=(), metadata={"help": "Criteria that are accepted not to be met", "table": True}
    )
    systems: Mapping[str, Any] = _table("Workspaces that belong together, by role")
    integration_test_names: tuple[str, ...] = field(
        default=("integration",),
        metadata={"help": "Words that make a test run one of integration tests", "table": True},
    )


@dataclass(frozen=True)
class Option:
    """One option, as the command line, the documentation and `config show` see it."""

    name: str
    kind: Any
    """Its type: `tuple[str, ...]`, `int`, `bool | None`, `Path | None` …"""
    default: Any
    help: str
    metavar: str | None = None
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    table: bool = False
    """Without a flag."""

    @property
    def key(self) -> str:
        """Its name in the file; its flag is `--` and this."""
        return self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return PREFIX + self.name.upper()

    @property
    def is_list(self) -> bool:
        """Whether it can be given several times."""
        return bool(self.kind == tuple[str, ...])

    @property
    def is_switch(self) -> bool:
        """Whether it is on or off."""
        return self.kind in (bool, bool | None)


@cache
def options() -> Mapping[str, Option]:
    """All options by name, in the order of help."""
    kinds = get_type_hints(Config)
    return {each.name: _described(each, kinds[each.name]) for each in fields(Config)}


def _described(each: Field[Any], kind: Any) -> Option:  # noqa: ANN401  a type
    default = each.default if each.default is not MISSING else {}
    return Option(each.name, kind, default, **each.metadata)
