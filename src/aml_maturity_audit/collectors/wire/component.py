"""What a component's specification, free-form JSON, says of its environment."""

from collections.abc import Mapping
from typing import cast

from aml_maturity_audit.collectors.wire.step import environment_of
from aml_maturity_audit.signals.ids import AssetRef, parse_asset


def environment_in(spec: Mapping[str, object], owner: AssetRef) -> str | None:
    """The environment that the spec of component `owner` names, as a full reference.

    A short name is of the owner's own workspace or registry.
    """
    named = environment_of(spec) or _anonymous(spec)
    ref = parse_asset(named)
    if named is None or ref is None or ref.workspace_id or ref.workspace_guid or ref.registry:
        return named
    how, which = ("versions", ref.version) if ref.version else ("labels", ref.label)
    tail = f"environments/{ref.name}/{how}/{which}"
    if owner.registry is not None:
        return f"azureml://registries/{owner.registry}/{tail}"
    if owner.workspace_guid is not None:
        return f"azureml://locations/-/workspaces/{owner.workspace_guid}/{tail}"
    return f"{owner.workspace_id}/{tail}"


def _anonymous(spec: Mapping[str, object]) -> str | None:
    """An environment written out inside the spec is an anonymous one."""
    inside = spec.get("environment")
    if isinstance(inside, Mapping) and cast("Mapping[str, object]", inside):
        return "azureml:CliV2AnonymousEnvironment:inline"
    return None
