"""Whether the data versions that jobs behind models read still exist."""

from collections.abc import Iterator

from aml_maturity_audit.collectors.asset_door import ASSET_READ, asset
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.jobs_of_interest import behind_models, versioned
from aml_maturity_audit.collectors.lookups import (
    FOUND,
    Outcome,
    attempt,
    bounded,
    by_use,
    gathered,
    hidden_by,
    read_of,
)
from aml_maturity_audit.collectors.wire.base import Resource
from aml_maturity_audit.signals.data import DATA_REFERENCES, DATA_VERSIONS, DataReference
from aml_maturity_audit.signals.ids import AssetRef
from aml_maturity_audit.signals.jobs import JOBS, SOURCE_JOBS
from aml_maturity_audit.signals.models import MODEL_VERSIONS
from aml_maturity_audit.signals.reading import Reading

MOST = 40


async def fetch(context: Context) -> Reading[tuple[DataReference, ...]]:
    """One lookup per version; those that the list of versions shows need none."""
    here = context.workspace.id
    listed = {
        AssetRef(kind="data", name=one.name, version=one.version).within(here, "data").key
        for one in context.seen(DATA_VERSIONS)
    }
    named = by_use(inputs_of(context))
    known = [ref for ref in named if ref.key in listed]
    asked, left_out = bounded([ref for ref in named if ref.key not in listed], MOST, "data inputs")
    outcomes = await gathered(asked, lambda ref: attempt(_exists(context, ref), resource=ref.key))
    records = [DataReference(reference=ref.key, state=FOUND) for ref in known]
    records += [_record(ref, outcome) for ref, outcome in zip(asked, outcomes, strict=True)]
    return read_of(records, outcomes, (*hidden_by(context.read(SOURCE_JOBS)), *left_out))


def inputs_of(context: Context) -> Iterator[AssetRef]:
    """Data versions that jobs behind models name as inputs, their own or their steps'."""
    for placed in behind_models(context):
        inputs = placed.job.inputs or tuple(i for s in placed.job.steps for i in s.inputs)
        for item in inputs:
            ref = versioned(item.uri, placed.workspace_id, "data")
            if ref is not None:
                yield ref


async def _exists(context: Context, ref: AssetRef) -> None:
    """Raises Problem, Missing where it does not."""
    await asset(context, ref, Resource, DATA_REFERENCES)


def _record(ref: AssetRef, outcome: Outcome[None]) -> DataReference:
    return DataReference(reference=ref.key, state=outcome.state, detail=outcome.detail)


COLLECTOR = Collector(
    yields=DATA_REFERENCES,
    needs=(*DATA_REFERENCES.actions, ASSET_READ),
    fetch=fetch,
    after=(SOURCE_JOBS, JOBS, MODEL_VERSIONS, DATA_VERSIONS),
)
