"""The clouds, and every host that follows from one. Source: azure_facts D.4; design.md, section 3.

Scopes of the known clouds are those of azure-mgmt-core, endpoints those of azure-ai-ml.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec
from yarl import URL

from aml_maturity_audit.azure.hosts import is_loopback, parent_domain
from aml_maturity_audit.errors import UsageError

METADATA_VARIABLE = "ARM_CLOUD_METADATA_URL"
AUTHORITY_VARIABLE = "AZURE_AUTHORITY_HOST"
ENTRA_AUTHORITIES = frozenset(
    {
        "login.microsoftonline.com",
        "login.microsoftonline.us",
        "login.chinacloudapi.cn",
        "login.partner.microsoftonline.cn",
        "login.microsoft.com",
        "login.windows.net",
        "sts.windows.net",
    }
)
"""Hosts that instance discovery knows; any other turns it off."""


@dataclass(frozen=True)
class Cloud:
    """Where a cloud answers, and for what it issues tokens."""

    name: str
    arm: str
    """URL of Azure Resource Manager, without a slash at the end."""
    scope: str
    """Token scope of Azure Resource Manager, which the data plane takes too."""
    authority: str
    """URL of Entra."""
    data_suffixes: tuple[str, ...]
    """Data-plane hosts end with one of these; each starts with a dot."""
    registry_discovery: str
    """URL of the host that knows every registry of the cloud; empty where there is none."""
    portal: str = ""
    """URL of Azure ML studio; empty in a cloud without one."""
    loopback: bool = False
    """The cloud runs on this machine, so its data plane and its storage do too."""
    storage_suffix: str = ""
    """Domain of its storage accounts, without a dot at the start; empty in a cloud without any."""

    @property
    def instance_discovery(self) -> bool:
        """Whether Entra can vouch for the authority."""
        return (URL(self.authority).host or "") in ENTRA_AUTHORITIES


PUBLIC = Cloud(
    name="AzureCloud",
    arm="https://management.azure.com",
    scope="https://management.azure.com/.default",
    authority="https://login.microsoftonline.com",
    data_suffixes=(".api.azureml.ms", ".experiments.azureml.net"),
    registry_discovery="https://eastus.api.azureml.ms",
    portal="https://ml.azure.com",
    storage_suffix="core.windows.net",
)
US_GOVERNMENT = Cloud(
    name="AzureUSGovernment",
    arm="https://management.usgovcloudapi.net",
    scope="https://management.core.usgovcloudapi.net/.default",
    authority="https://login.microsoftonline.us",
    data_suffixes=(".api.ml.azure.us",),
    registry_discovery="https://usgovarizona.api.ml.azure.us",
    portal="https://ml.azure.us",
    storage_suffix="core.usgovcloudapi.net",
)
CHINA = Cloud(
    name="AzureChinaCloud",
    arm="https://management.chinacloudapi.cn",
    scope="https://management.chinacloudapi.cn/.default",
    authority="https://login.chinacloudapi.cn",
    data_suffixes=(".api.ml.azure.cn",),
    registry_discovery="https://chinaeast2.api.ml.azure.cn",
    portal="https://studio.ml.azure.cn",
    storage_suffix="core.chinacloudapi.cn",
)
KNOWN = {cloud.name.lower(): cloud for cloud in (PUBLIC, US_GOVERNMENT, CHINA)}


class _Authentication(msgspec.Struct):
    loginEndpoint: str  # noqa: N815
    audiences: list[str]


class _Suffixes(msgspec.Struct):
    storage: str = ""


class _Entry(msgspec.Struct):
    name: str
    resourceManager: str  # noqa: N815
    authentication: _Authentication
    suffixes: _Suffixes = msgspec.field(default_factory=_Suffixes)


def known_cloud(name: str | None) -> Cloud:
    """The built-in cloud called `name` (any casing), the public one for None.

    Raises UsageError for any other name: it needs ARM_CLOUD_METADATA_URL.
    """
    cloud = KNOWN.get((name or PUBLIC.name).lower())
    if cloud is None:
        names = ", ".join(known.name for known in KNOWN.values())
        raise UsageError(
            f"{name!r} is not a cloud known by name ({names}).",
            remedy=f"For another cloud set {METADATA_VARIABLE} to its metadata address.",
        )
    return cloud


def cloud_from_metadata(body: bytes, metadata_url: str, name: str | None = None) -> Cloud:
    """The cloud that `body`, read from `metadata_url`, describes.

    Takes the 2019-05-01 list form and the later form of one object. Of several entries it is the
    one called `name`, else the one whose resourceManager has the address's host, else the only one.
    Raises UsageError where there is none.
    """
    entries = _entries(body, metadata_url)
    host = URL(metadata_url).host
    chosen = [entry for entry in entries if name and entry.name.lower() == name.lower()]
    if not name:
        chosen = [entry for entry in entries if _host(entry.resourceManager) == host]
        chosen = chosen or (entries if len(entries) == 1 else [])
    if not chosen:
        wanted = f"no cloud called {name!r}" if name else f"no cloud whose ARM host is {host}"
        raise UsageError(
            f"{METADATA_VARIABLE} ({metadata_url}) describes {wanted}; it has "
            f"{', '.join(entry.name for entry in entries) or 'none'}."
        )
    return _cloud(chosen[0], host or "")


def with_authority(cloud: Cloud, environ: Mapping[str, str]) -> Cloud:
    """The cloud with the authority of AZURE_AUTHORITY_HOST, where that is set.

    Raises UsageError where it is no https address.
    """
    authority = environ.get(AUTHORITY_VARIABLE, "").strip()
    if not authority:
        return cloud
    return replace(cloud, authority=_https(authority, AUTHORITY_VARIABLE))


def _entries(body: bytes, url: str) -> list[_Entry]:
    try:
        if body.lstrip()[:1] == b"[":
            return _well_formed(msgspec.json.decode(body, type=list[msgspec.Raw]))
        return [msgspec.json.decode(body, type=_Entry)]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(
            f"{METADATA_VARIABLE} ({url}) does not answer with cloud metadata ({error}).",
            remedy="It usually ends in /metadata/endpoints?api-version=2019-05-01.",
        ) from error


def _well_formed(raws: list[msgspec.Raw]) -> list[_Entry]:
    entries = []
    for raw in raws:
        try:
            entries.append(msgspec.json.decode(raw, type=_Entry))
        except msgspec.MsgspecError:
            continue
    return entries


def _cloud(entry: _Entry, metadata_host: str) -> Cloud:
    arm = _https(entry.resourceManager, f"resourceManager of {entry.name}")
    authority = _https(entry.authentication.loginEndpoint, f"loginEndpoint of {entry.name}")
    for known in KNOWN.values():
        if _host(known.arm) == _host(arm):
            return replace(known, authority=authority)
    local = is_loopback(metadata_host)
    return Cloud(
        name=entry.name,
        arm=arm,
        scope=f"{_audience(entry, arm)}/.default",
        authority=authority,
        data_suffixes=() if local else (f".{parent_domain(metadata_host)}",),
        registry_discovery=arm if local else "",
        loopback=local,
        storage_suffix=entry.suffixes.storage.strip(". ").lower(),
    )


def _audience(entry: _Entry, arm: str) -> str:
    audiences = [audience.rstrip("/") for audience in entry.authentication.audiences if audience]
    for audience in audiences:
        if _host(audience) == _host(arm):
            return audience
    return audiences[0] if audiences else arm


def _host(url: str) -> str | None:
    try:
        return URL(url).host
    except ValueError:
        return None


def _https(url: str, what: str) -> str:
    try:
        parsed = URL(url if "://" in url else f"https://{url}")
        if parsed.scheme == "https" and parsed.host:
            return str(parsed.origin()) + parsed.path.rstrip("/")
    except ValueError:
        pass
    raise UsageError(f"{what} is {url!r}, which is no https address.")
