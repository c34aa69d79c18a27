"""What an estate says about the server itself: identities, paging, throttling, faults."""

import re
from collections.abc import Mapping
from typing import Literal, TypeVar

import msgspec

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox.estate.times import absolute, duration
from aml_maturity_audit.sandbox.estate.vocabulary import nearest
from aml_maturity_audit.sandbox.estate.yamlfile import Plain

_UNKNOWN = re.compile(r"unknown field `([^`]*)`")


T = TypeVar("T", bound=msgspec.Struct)


class Record(msgspec.Struct, frozen=True, rename="camel", forbid_unknown_fields=True):
    """Unknown keys are errors; YAML writes them in camel case."""


class Tenant(Record, frozen=True, kw_only=True):
    """The Entra tenant all identities live in."""

    id: str = "72f988bf-0000-4000-8000-00000000d0e5"
    domain: str = "contoso.example"
    display_name: str = "Contoso"
    token_lifetime: int = 3600


class Access(Record, frozen=True, kw_only=True):
    """A role assignment (or, under `deny`, a deny assignment) of the signed-in identity."""

    scope: str = "/"
    actions: tuple[str, ...] = ("*/read",)
    not_actions: tuple[str, ...] = ()


_SCOPES = "build code release test project serviceendpoint"


class DevOpsAccess(Record, frozen=True, kw_only=True):
    """How an identity gets into Azure DevOps: by its token's scopes, or as a member."""

    pat: str | None = None
    scopes: tuple[str, ...] = tuple(f"vso.{scope}" for scope in _SCOPES.split())
    expired: bool = False
    missing_scope_status: Literal[401, 403] = 401
    member: bool = True
    projects: tuple[str, ...] | None = None


class GitHubAccess(Record, frozen=True, kw_only=True):
    """How an identity gets into GitHub: by a token, or as an App (its id is its installation's)."""

    token: str | None = None
    app: str | None = None
    expired: bool = False
    permissions: tuple[str, ...] | None = None
    missing_permission_status: Literal[403, 404] = 403
    repositories: tuple[str, ...] | None = None


class Identity(Record, frozen=True, kw_only=True):
    """A service principal that may sign in, and what it may read."""

    client_id: str
    object_id: str = "0b9ec700-0000-4000-8000-00000000c1d0"
    secret: str = "sandbox-secret"
    secret_expired: bool = False
    access: tuple[Access, ...] = (Access(),)
    deny: tuple[Access, ...] = ()
    devops: DevOpsAccess = DevOpsAccess()
    github: GitHubAccess = GitHubAccess()
    storage: Literal["contributor", "reader", "none"] = "contributor"


class StorageAccount(Record, frozen=True, kw_only=True):
    """A storage account with a hierarchical namespace, and its containers."""

    containers: tuple[str, ...] = ()


class Principal(Record, frozen=True, kw_only=True):
    """Who made something: a person, an application or a managed identity."""

    name: str
    type: str = "User"
    object_id: str | None = None
    client_id: str | None = None
    upn: str | None = None


class Paging(Record, frozen=True, kw_only=True):
    """How many items a page holds, in general and by collection name."""

    size: int = 100
    sizes: Mapping[str, int] = msgspec.field(default_factory=dict)


class Throttling(Record, frozen=True, kw_only=True):
    """ARM's token bucket per subscription; `enabled: false` switches it off."""

    enabled: bool = True
    bucket: int = 250
    refill_per_second: float = 25.0
    retry_after: int = 1


class ApiVersions(Record, frozen=True, kw_only=True):
    """An api-version rule: for paths that match, only `supported`, or anything but `refused`."""

    path: str = ""
    supported: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    code: Literal["NoRegisteredProviderFound", "InvalidApiVersionParameter"] = (
        "NoRegisteredProviderFound"
    )


class FaultRule(Record, frozen=True, kw_only=True):
    """Trouble for the requests that match: see docs/sandbox.md, "Faults"."""

    path: str = ""
    method: str | None = None
    nth: int | None = None
    times: int | None = None
    status: int | None = None
    headers: Mapping[str, str] = msgspec.field(default_factory=dict)
    body: str | None = None
    body_bytes: bytes | None = None
    json: object = msgspec.UNSET
    content_type: str | None = None
    kind: Literal[
        "answer",
        "reset",
        "close",
        "truncate",
        "hang",
        "delay",
        "redirect",
        "loop",
        "stranger",
        "drip",
        "endless",
    ] = "answer"
    seconds: float = 0.0
    to: str | None = None


class ManagementGroup(Record, frozen=True, kw_only=True):
    """A management group and what hangs directly below it."""

    display_name: str = ""
    subscriptions: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


class Settings(Record, frozen=True, kw_only=True):
    """Everything in an estate that is no Azure resource."""

    now: str | None = None
    tenant: Tenant = Tenant()
    cloud: str = "AzureSandbox"
    identities: Mapping[str, Identity] = msgspec.field(default_factory=dict)
    principals: Mapping[str, Principal] = msgspec.field(default_factory=dict)
    management_groups: Mapping[str, ManagementGroup] = msgspec.field(default_factory=dict)
    storage: Mapping[str, StorageAccount] = msgspec.field(default_factory=dict)
    paging: Paging = Paging()
    throttling: Throttling = Throttling()
    latency: str | None = None
    faults: tuple[FaultRule, ...] = ()
    api_versions: tuple[ApiVersions, ...] = ()


def settings_from(root: Mapping[str, Plain], origin: str) -> Settings:
    """The settings part of an estate; `UsageError` saying what is wrong where."""
    settings = convert(dict(root), Settings, f"The estate {origin}")
    try:
        if settings.now is not None:
            absolute(settings.now)
        if settings.latency is not None:
            duration(settings.latency)
        for path in [*(f.path for f in settings.faults), *(v.path for v in settings.api_versions)]:
            re.compile(path)
    except (ValueError, re.error) as problem:
        raise UsageError(f"The estate {origin} is not valid: {problem}.") from problem
    return settings


def convert(value: object, kind: type[T], where: str) -> T:
    """The plain value as a strict record; an unknown key names the nearest known one."""
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as problem:
        unknown = _UNKNOWN.search(str(problem))
        remedy = nearest(unknown[1], _fields(kind, str(problem))) if unknown else ""
        raise UsageError(f"{where} is not valid: {problem}.", remedy=remedy) from problem


def _fields(kind: type[msgspec.Struct], problem: str) -> set[str]:
    """The keys that were possible: the record's own, or any where a nested one is wrong."""
    records = Record.__subclasses__() if " - at `" in problem else [kind]
    return {field for record in records for field in record.__struct_encode_fields__}
