"""Asset references in all their spellings, as one value. Source: azure_facts A.19 step 2.

``/subscriptions/…/workspaces/{ws}/models/{m}/versions/{v}``, ``azureml:{m}:{v}``,
``azureml:/subscriptions/…``, ``azureml://registries/{r}/models/{m}/versions/{v}`` (or
``/labels/{l}``), ``azureml://locations/{region}/workspaces/{guid}/models/{m}/versions/{v}``,
``azureml://subscriptions/…/workspaces/{ws}/models/…`` and ``azureml://feeds/{r}/…``.
"""

import re
from functools import lru_cache

from aml_maturity_audit.signals.record import Record

_COLLECTIONS = {
    "models": "models",
    "data": "data",
    "datasets": "data",
    "environments": "environments",
    "components": "components",
    "codes": "codes",
}
_WORKSPACE = re.compile(
    r"^/?subscriptions/(?P<sub>[^/]+)/resourcegroups/(?P<group>[^/]+)/"
    r"(?:providers/microsoft\.machinelearningservices/)?workspaces/(?P<ws>[^/]+)"
    r"(?P<rest>/.*)?$",
    re.IGNORECASE,
)
_REGISTRY_ARM = re.compile(
    r"^/?subscriptions/[^/]+/resourcegroups/[^/]+/providers/microsoft\.machinelearningservices/"
    r"registries/(?P<registry>[^/]+)(?P<rest>/.*)?$",
    re.IGNORECASE,
)
_REGISTRY = re.compile(r"^(?:registries|feeds)/(?P<registry>[^/]+)(?P<rest>/.*)$", re.IGNORECASE)
_LOCATION = re.compile(r"^locations/[^/]+/workspaces/(?P<guid>[^/]+)(?P<rest>/.*)$", re.IGNORECASE)
_ASSET = re.compile(
    r"^/(?P<kind>[A-Za-z]+)/(?P<name>[^/]+)/(?P<how>versions|labels)/(?P<version>[^/]+)/?$",
    re.IGNORECASE,
)
_PART = r"[^:@/\s\"'{}]+"
_SHORT = re.compile(rf"^(?P<name>{_PART})(?::(?P<version>{_PART})|@(?P<label>{_PART}))?$")


class AssetRef(Record, frozen=True, kw_only=True):
    """What a reference points at. Names and versions keep their case; `key` does not."""

    kind: str
    """`models`, `data`, `environments`, `components`, `codes`; empty for a short name."""
    name: str
    version: str = ""
    label: str = ""
    workspace_id: str | None = None
    """ARM id of the workspace it is in; None for the referring one (a short name)."""
    workspace_guid: str | None = None
    registry: str | None = None

    @property
    def key(self) -> str:
        """One spelling per asset, in lower case, to compare and to join on."""
        if self.registry is not None:
            where = f"registry:{self.registry}"
        elif self.workspace_guid is not None:
            where = f"guid:{self.workspace_guid}"
        else:
            where = self.workspace_id or "here"
        version = self.version or (f"@{self.label}" if self.label else "")
        return f"{where}|{self.kind}|{self.name}|{version}".lower()

    def within(self, workspace_id: str, kind: str) -> "AssetRef":
        """The same with the gaps of a short name filled: its workspace and its kind."""
        if self.registry is not None or self.workspace_guid is not None:
            return self
        return AssetRef(
            kind=self.kind or kind,
            name=self.name,
            version=self.version,
            label=self.label,
            workspace_id=self.workspace_id or workspace_id,
        )


@lru_cache(maxsize=4096)  # the same few assets are named by job after job
def parse_asset(reference: str | None) -> AssetRef | None:
    """The asset that `reference` names, or None where it names none (a path, a URL, nothing)."""
    if not reference:
        return None
    text = reference.strip()
    lowered = text.lower()
    if lowered.startswith("azureml://"):
        return _parse_long(text[len("azureml://") :])
    if lowered.startswith("azureml:"):
        text = text[len("azureml:") :]
    if text.startswith("/") or text.lower().startswith("subscriptions/"):
        return _parse_long(text)
    match = _SHORT.match(text)
    if match is None:
        return None
    return AssetRef(
        kind="",
        name=match["name"],
        version=match["version"] or "",
        label=match["label"] or "",
    )


def _parse_long(text: str) -> AssetRef | None:
    for pattern in (_REGISTRY_ARM, _WORKSPACE, _REGISTRY, _LOCATION):
        match = pattern.match(text)
        if match is not None:
            return _asset(match.groupdict())
    return None


def _asset(parts: dict[str, str | None]) -> AssetRef | None:
    match = _ASSET.match(parts.get("rest") or "")
    if match is None:
        return None
    kind = _COLLECTIONS.get(match["kind"].lower(), match["kind"].lower())
    labelled = match["how"].lower() == "labels"
    workspace = None
    if parts.get("ws"):
        workspace = workspace_id(str(parts["sub"]), str(parts["group"]), str(parts["ws"]))
    return AssetRef(
        kind=kind,
        name=match["name"],
        version="" if labelled else match["version"],
        label=match["version"] if labelled else "",
        workspace_id=workspace,
        workspace_guid=parts.get("guid"),
        registry=parts.get("registry"),
    )


def workspace_id(subscription: str, group: str, name: str) -> str:
    """The ARM id of a workspace, in the spelling used as key everywhere: lower case."""
    return (
        f"/subscriptions/{subscription}/resourcegroups/{group}"
        f"/providers/microsoft.machinelearningservices/workspaces/{name}"
    ).lower()


def same_id(left: str | None, right: str | None) -> bool:
    """Whether two ARM ids are one (rule 7: case-insensitively)."""
    return (
        bool(left) and bool(right) and str(left).strip("/").lower() == str(right).strip("/").lower()
    )


def last_segment(arm_id: str | None) -> str:
    """The last part of an ARM id: the name of what it names."""
    return (arm_id or "").rstrip("/").rsplit("/", 1)[-1]


def subscription_of(arm_id: str) -> str:
    """The subscription id in an ARM id, in lower case; empty where there is none."""
    match = re.match(r"^/?subscriptions/([^/]+)", arm_id, re.IGNORECASE)
    return match[1].lower() if match else ""


def resource_group_of(arm_id: str) -> str:
    """The resource group in an ARM id, in lower case; empty where there is none."""
    match = re.match(r"^/?subscriptions/[^/]+/resourcegroups/([^/]+)", arm_id, re.IGNORECASE)
    return match[1].lower() if match else ""
