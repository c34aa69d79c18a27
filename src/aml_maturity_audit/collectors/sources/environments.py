"""The environment versions that jobs, their steps and components name."""

from collections import Counter
from collections.abc import Iterator

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
from aml_maturity_audit.signals.components import COMPONENTS
from aml_maturity_audit.signals.environments import ENVIRONMENTS, EnvironmentVersion
from aml_maturity_audit.signals.ids import AssetRef
from aml_maturity_audit.signals.jobs import JOBS, SOURCE_JOBS
from aml_maturity_audit.signals.models import MODEL_VERSIONS
from aml_maturity_audit.signals.reading import Reading
from aml_maturity_audit.signals.registries import is_system_registry

MOST = 40
_ANONYMOUS = "cliv2anonymousenvironment"
_CURATED = "azureml-"


class EnvironmentProperties(Wire):
    """The declared part of `properties`."""

    is_anonymous: bool | None = None


class EnvironmentWire(Resource):
    """An environment version."""

    properties: EnvironmentProperties | None = None


async def fetch(context: Context) -> Reading[tuple[EnvironmentVersion, ...]]:
    """The most used first; those that their name tells enough about need no request."""
    named = versions_named(_uses(context), "environments")
    told = [known for ref in named if (known := known_by_name(ref)) is not None]
    unknown = [ref for ref in named if known_by_name(ref) is None]
    asked, left_out = bounded(unknown, MOST, "environment versions")
    outcomes = await gathered(asked, lambda ref: attempt(_version(context, ref), resource=ref.key))
    looked_up = [
        outcome.value or _unfound(ref, outcome)
        for ref, outcome in zip(asked, outcomes, strict=True)
    ]
    gaps = (*hidden_by(context.read(JOBS)), *left_out)
    return read_of([*told, *looked_up], outcomes, gaps)


def known_by_name(ref: AssetRef) -> EnvironmentVersion | None:
    """Curated environments and those of system registries are there for everybody; anonymous ones
    say so by their name (azure_facts A.10). None for any other."""
    name = ref.name.lower()
    if name.startswith(_ANONYMOUS):
        return EnvironmentVersion(reference=ref.key, state=FOUND, anonymous=True)
    curated = name.startswith(_CURATED) and ref.registry is None
    if curated or (ref.registry is not None and is_system_registry(ref.registry)):
        return EnvironmentVersion(reference=ref.key, state=FOUND)
    return None


def _uses(context: Context) -> Counter[Named]:
    here = context.workspace.id
    uses = uses_in(runs_of_interest(context), environments_of)
    uses.update((component.environment_id, here) for component in context.seen(COMPONENTS))
    return uses


def environments_of(run: Naming) -> Iterator[str | None]:
    """The run's own and its steps'."""
    yield run.environment_id
    yield from (step.environment_id for step in run.steps)


async def _version(context: Context, ref: AssetRef) -> EnvironmentVersion:
    """Raises Problem."""
    said = await asset(context, ref, EnvironmentWire, ENVIRONMENTS)
    return parse(said, ref)


def parse(item: EnvironmentWire, ref: AssetRef) -> EnvironmentVersion:
    """The record of the version that `ref` names."""
    anonymous = item.properties is not None and item.properties.is_anonymous is True
    return EnvironmentVersion(reference=ref.key, state=FOUND, anonymous=anonymous)


def _unfound(ref: AssetRef, outcome: Outcome[EnvironmentVersion]) -> EnvironmentVersion:
    return EnvironmentVersion(reference=ref.key, state=outcome.state, detail=outcome.detail)


COLLECTOR = Collector(
    yields=ENVIRONMENTS,
    needs=(*ENVIRONMENTS.actions, ASSET_READ),
    fetch=fetch,
    after=(JOBS, SOURCE_JOBS, MODEL_VERSIONS, COMPONENTS),
)
