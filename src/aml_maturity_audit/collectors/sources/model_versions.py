"""The model versions that judging needs: the latest ones, the deployed ones, and their origins."""

from collections.abc import Iterable

from aml_maturity_audit.azure.api import ML
from aml_maturity_audit.collectors.asset_door import ASSET_READ
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.deployed import deployed_models, placed_by_guid, resolved
from aml_maturity_audit.collectors.lookups import (
    Outcome,
    attempt,
    gathered,
    in_step_with,
    read_of,
    untold,
)
from aml_maturity_audit.collectors.model_lookup import Wanted, look_up
from aml_maturity_audit.collectors.newest_version import newest_version
from aml_maturity_audit.signals.ids import AssetRef, parse_asset
from aml_maturity_audit.signals.models import MODEL_VERSIONS, MODELS, Model, ModelVersion
from aml_maturity_audit.signals.reading import DENIED, FAILED, Reading
from aml_maturity_audit.signals.serving import BATCH_DEPLOYMENTS, ONLINE_DEPLOYMENTS

ANONYMOUS = "azureml_anonymous"
MOST_RECENT = 20
"""So many models' latest versions are read (criteria.md, `models-are-managed`)."""


async def fetch(context: Context) -> Reading[tuple[ModelVersion, ...]]:
    """Versions by reference; the latest ones first, then the deployed ones, then origins."""
    recent, unknown = await _latest(context)
    deployed = [
        Wanted(resolved(ref, context), ref.key)
        for ref in deployed_models(context)
        if ref.key not in {one.reference for one in recent}
    ]
    first = await gathered([*recent, *deployed], lambda one: look_up(context, one))
    known = {version.reference for version, _ in first}
    origins = list(_origins((version for version, _ in first), known, context))
    second = await gathered(origins, lambda one: look_up(context, one))
    found = (*first, *second)
    return read_of(
        [version for version, _ in found],
        [outcome for _, outcome in found],
        (*in_step_with(context.read(MODELS)), *untold(unknown)),
    )


def most_recent(models: Iterable[Model]) -> tuple[Model, ...]:
    """The most recently modified models that are registered ones; undated ones last."""
    live = [one for one in models if not one.archived and one.name.lower() != ANONYMOUS]
    dated = sorted(
        (model for model in live if model.modified_at is not None),
        key=lambda model: (model.modified_at, model.name),
        reverse=True,
    )
    undated = [model for model in live if model.modified_at is None]
    return (*dated, *undated)[:MOST_RECENT]


async def _latest(context: Context) -> tuple[list[Wanted], list[Outcome[str]]]:
    """What to look up, and what came of asking for versions that no container tells."""
    models = most_recent(context.seen(MODELS))
    versions = await gathered(
        models, lambda model: attempt(_latest_version(context, model), resource=model.name)
    )
    refs = [
        AssetRef(kind="models", name=model.name, version=outcome.value).within(
            context.workspace.id, "models"
        )
        for model, outcome in zip(models, versions, strict=True)
        if outcome.value
    ]
    unknown = [outcome for outcome in versions if outcome.state in {DENIED, FAILED}]
    return [Wanted(ref, ref.key, latest=True) for ref in refs], unknown


async def _latest_version(context: Context, model: Model) -> str:
    """As the container tells it; where it does not, from the list of versions."""
    return model.latest_version or await newest_version(
        context, f"{context.workspace.id}/models", model.name, MODEL_VERSIONS, ML
    )


def _origins(
    versions: Iterable[ModelVersion], known: set[str], context: Context
) -> Iterable[Wanted]:
    for version in versions:
        named = parse_asset(version.origin)
        ref = placed_by_guid(named, context) if named is not None else None
        if ref is not None and ref.key not in known:
            known.add(ref.key)
            yield Wanted(ref, ref.key)


COLLECTOR = Collector(
    yields=MODEL_VERSIONS,
    needs=(*MODEL_VERSIONS.actions, ASSET_READ),
    fetch=fetch,
    after=(MODELS, ONLINE_DEPLOYMENTS, BATCH_DEPLOYMENTS),
)
