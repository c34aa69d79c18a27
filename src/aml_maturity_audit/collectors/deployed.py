"""The models that deployments here serve, as references that bear their workspace."""

from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.signals.ids import AssetRef, parse_asset
from aml_maturity_audit.signals.models import MODELS
from aml_maturity_audit.signals.serving import BATCH_DEPLOYMENTS, ONLINE_DEPLOYMENTS


def deployed_models(context: Context) -> tuple[AssetRef, ...]:
    """Each model version that a deployment names, once."""
    named = [one.model for one in context.seen(ONLINE_DEPLOYMENTS)]
    named += [one.model for one in context.seen(BATCH_DEPLOYMENTS)]
    found: dict[str, AssetRef] = {}
    for model in named:
        ref = parse_asset(model)
        if ref is not None and (ref.kind or "models") == "models":
            placed = placed_by_guid(ref, context).within(context.workspace.id, "models")
            found.setdefault(placed.key, placed)
    return tuple(found.values())


def placed_by_guid(ref: AssetRef, context: Context) -> AssetRef:
    """The same with the ARM id of a workspace that it names by its guid, where that is known."""
    workspace = context.estate.by_guid(ref.workspace_guid) if ref.workspace_guid else None
    if workspace is None:
        return ref
    return AssetRef(
        kind=ref.kind,
        name=ref.name,
        version=ref.version,
        label=ref.label,
        workspace_id=workspace.id.lower(),
    )


def resolved(ref: AssetRef, context: Context) -> AssetRef:
    """The same with `latest`, of a model of this workspace, as the version it stands for."""
    if ref.version or ref.label.lower() != "latest" or ref.registry or ref.workspace_guid:
        return ref
    if (ref.workspace_id or "").lower() != context.workspace.id.lower():
        return ref
    versions = {model.name: model.latest_version for model in context.seen(MODELS)}
    return AssetRef(
        kind=ref.kind,
        name=ref.name,
        version=versions.get(ref.name, ""),
        label=ref.label,
        workspace_id=ref.workspace_id,
    )
