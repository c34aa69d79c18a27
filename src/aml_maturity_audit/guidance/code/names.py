"""Names in files: those of Azure that are as Azure gives them, and those derived from them.

Names come from strangers. One that Azure would not have given is refused rather than quoted away:
what refers to it could not be applied.
"""

import re
from hashlib import sha256

from aml_maturity_audit.guidance.code.artefact import NameMissing
from aml_maturity_audit.signals.ids import parse_asset

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,254}")
_DEPLOYMENT = re.compile(r"[A-Za-z](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?")
_GROUP = re.compile(r"[\w.()-]{1,90}")
_SUBSCRIPTION = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ID = re.compile(r"(?:/[A-Za-z0-9_.()-]+)+")
_UNSAFE = re.compile(r"[^a-z0-9-]+")


def proper(name: str, what: str) -> str:
    """A name that Azure ML may have given. Raises NameMissing for another."""
    return _matching(_NAME, name, what)


def proper_deployment(name: str, what: str) -> str:
    """A name of an online endpoint or deployment. Raises NameMissing for another."""
    return _matching(_DEPLOYMENT, name, what)


def proper_group(name: str) -> str:
    """A resource group's name. Raises NameMissing for another."""
    return _matching(_GROUP, name, "the resource group")


def proper_subscription(id: str) -> str:
    """A subscription's id. Raises NameMissing for another."""
    return _matching(_SUBSCRIPTION, id, "the subscription")


def proper_id(id: str, what: str) -> str:
    """An ARM id of proper segments. Raises NameMissing for another."""
    return _matching(_ID, id, what)


def asset_reference(reference: str | None, what: str) -> str:
    """A model, environment or code reference as Azure ML YAML takes it, with its version.

    Raises NameMissing where it is none, names no version, or names it by workspace GUID.
    """
    asset = parse_asset(reference)
    if asset is None or not asset.version or asset.workspace_guid:
        raise NameMissing(f"The snapshot names no versioned {what}.")
    name, version = proper(asset.name, what), proper(asset.version, f"version of {what}")
    if asset.registry is not None:
        home = proper(asset.registry, "registry")
        return f"azureml://registries/{home}/{asset.kind}/{name}/versions/{version}"
    if asset.workspace_id is None:
        return f"azureml:{name}:{version}"
    text = str(reference).strip().removeprefix("azureml:")
    return f"azureml:{proper_id(text, what)}"


def derived(stem: str, suffix: str, most: int = 32) -> str:
    """A name of small letters, digits and dashes, after a stranger's and told apart from others."""
    plain = _UNSAFE.sub("-", stem.lower()).strip("-")
    room = most - len(suffix) - 1
    if plain != stem or not plain or len(plain) > room:
        mark = sha256(stem.encode()).hexdigest()[:6]
        plain = f"{plain[: room - 7].strip('-')}-{mark}".strip("-")
    return f"{plain}-{suffix}"


def file_name(stem: str, ending: str) -> str:
    """A file name that no system, shell or template takes for anything else."""
    whole = derived(stem, "x", 80).removesuffix("-x")
    return f"{whole}{ending}"


def _matching(pattern: re.Pattern[str], name: str, what: str) -> str:
    if not pattern.fullmatch(name) or ".." in name:
        raise NameMissing(f"The name of {what}, {name[:60]!r}, is none that Azure gives.")
    return name
