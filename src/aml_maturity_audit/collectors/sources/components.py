"""The component versions that steps without an environment of their own, and deployments, name."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from aml_maturity_audit.collectors.asset_door import ASSET_READ, asset
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.jobs_of_interest import (
    Named,
    Naming,
    runs_of_interest,
    uses_in,
    versions_named,
)
from aml_maturity_audit.collectors.lookups import (
    FOUND,
    Outcome,
    attempt,
    bounded,
    gathered,
    hidden_by,
    read_of,
)
from aml_maturity_audit.collectors.wire.base import Resource, Wire
from aml_maturity_audit.collectors.wire.component import environment_in
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.signals.components import COMPONENTS, ComponentVersion
from aml_maturity_audit.signals.ids import AssetRef
from aml_maturity_audit.signals.jobs import JOBS, SOURCE_JOBS
from aml_maturity_audit.signals.models import MODEL_VERSIONS
from aml_maturity_audit.signals.reading import Reading
from aml_maturity_audit.signals.registries import is_system_registry
from aml_maturity_audit.signals.serving import BATCH_DEPLOYMENTS

MOST = 40


class ComponentProperties(Wire):
    """The declared part of `properties`; of the spec only environment and type are kept."""

    component_spec: dict[str, Any] | None = None


class ComponentWire(Resource):
    """A component version."""

    properties: ComponentProperties | None = None


async def fetch(context: Context) -> Reading[tuple[ComponentVersion, ...]]:
    """The most used first, at most `MOST`; a gap says how many were left out."""
    asked, left_out = bounded(
        versions_named(_uses(context), "components"), MOST, "component versions"
    )
    outcomes = await gathered(asked, lambda ref: attempt(_version(context, ref), resource=ref.key))
    records = [
        outcome.value or _unfound(ref, outcome)
        for ref, outcome in zip(asked, outcomes, strict=True)
    ]
    gaps = (*hidden_by(context.read(JOBS)), *left_out)
    return read_of(records, outcomes, gaps)


def _uses(context: Context) -> Counter[Named]:
    here = context.workspace.id
    uses = uses_in(runs_of_interest(context), components_of)
    uses.update((deployment.component_id, here) for deployment in context.seen(BATCH_DEPLOYMENTS))
    return uses


def components_of(run: Naming) -> Iterator[str | None]:
    """Those that tell an environment which the run or its step does not."""
    if not run.environment_id and not run.steps:
        yield run.component_id
    for step in run.steps:
        if not step.environment_id:
            yield step.component_id


async def _version(context: Context, ref: AssetRef) -> ComponentVersion:
    """Raises Problem."""
    if ref.registry is not None and is_system_registry(ref.registry):
        detail = f"From the system registry {ref.registry}; not looked up."
        return ComponentVersion(reference=ref.key, state=FOUND, detail=detail)
    said = await asset(context, ref, ComponentWire, COMPONENTS)
    return parse(said, ref)


def parse(item: ComponentWire, ref: AssetRef) -> ComponentVersion:
    """The record of the version that `ref` names."""
    spec = (item.properties.component_spec if item.properties else None) or {}
    return ComponentVersion(
        reference=ref.key,
        state=FOUND,
        environment_id=environment_in(spec, ref),
        type=text(spec.get("type")),
    )


def _unfound(ref: AssetRef, outcome: Outcome[ComponentVersion]) -> ComponentVersion:
    return ComponentVersion(reference=ref.key, state=outcome.state, detail=outcome.detail)


COLLECTOR = Collector(
    yields=COMPONENTS,
    needs=(*COMPONENTS.actions, ASSET_READ),
    fetch=fetch,
    after=(JOBS, SOURCE_JOBS, MODEL_VERSIONS, BATCH_DEPLOYMENTS),
)
