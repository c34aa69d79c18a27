"""The tables of a history: their columns, typed and documented, and an assessment's rows in them.

Every table is partitioned by `date`, the day of the run in UTC, and has `run_id` and `shard`, by
which a run is written again without doubling.
"""

from collections.abc import Callable, Iterator
from itertools import islice

import msgspec
import pyarrow as pa

from aml_maturity_audit.assessment.document import dump
from aml_maturity_audit.assessment.model import Assessment, WorkspaceAssessment
from aml_maturity_audit.signals.shards import Shard

_TIME = pa.timestamp("us", tz="UTC")
_RUN = (
    pa.field("run_id", pa.string(), nullable=False),
    pa.field("shard", pa.string(), nullable=False),
    pa.field("date", pa.date32(), nullable=False),
    pa.field("collected_at", _TIME, nullable=False),
)
_RULES = (
    pa.field("edition", pa.string(), nullable=False),
    pa.field("catalogue_digest", pa.string(), nullable=False),
    pa.field("policy_digest", pa.string(), nullable=False),
)
_WORKSPACE = (
    pa.field("workspace_key", pa.string(), nullable=False),
    pa.field("workspace_id", pa.string(), nullable=False),
    pa.field("workspace", pa.string(), nullable=False),
    pa.field("subscription_id", pa.string(), nullable=False),
)

OVERALL = "overall"
"""The dimension under which the workspace's own level stands."""

LEVELS = pa.schema(
    [
        *_RUN,
        *_RULES,
        *_WORKSPACE,
        pa.field("role", pa.string()),
        pa.field("dimension", pa.string(), nullable=False),
        pa.field("confirmed", pa.int32()),
        pa.field("possible", pa.int32()),
    ]
)
"""Run × workspace × dimension, with `overall`; the levels are null where it was not assessed."""

VERDICTS = pa.schema(
    [
        *_RUN,
        *_RULES,
        *_WORKSPACE,
        pa.field("criterion", pa.string(), nullable=False),
        pa.field("verdict", pa.string(), nullable=False),
        pa.field("counts", pa.bool_(), nullable=False),
        pa.field("attested", pa.bool_(), nullable=False),
        pa.field("because", pa.string(), nullable=False),
        pa.field("inputs", pa.string(), nullable=False),
    ]
)
"""Run × workspace × criterion."""

DOCUMENTS = pa.schema(
    [
        *_RUN,
        *_RULES,
        pa.field("workspaces", pa.int32(), nullable=False),
        pa.field("complete", pa.bool_(), nullable=False),
        pa.field("document", pa.large_string(), nullable=False),
    ]
)
"""Run × shard: the assessment as JSON. Written last: a run is whole when its document is there,
under the shard `1/1`, or `all` where it was put together."""

SNAPSHOTS = pa.schema([*_RUN, pa.field("snapshot", pa.large_binary(), nullable=False)])
"""Run × shard, of runs in several shards: what was read, as a snapshot's file holds it. It is what
shards are put together from; nobody else needs it."""

TABLES = {"levels": LEVELS, "verdicts": VERDICTS, "documents": DOCUMENTS}
"""What is published."""

WHOLE = "1/1"
"""The shard of a run that was not split."""
MERGED = "all"
"""The shard of the document into which the shards of a run were put together."""

Row = dict[str, object]
_BATCH = 10_000
ShardOf = Callable[[WorkspaceAssessment], str]


def rows_of(assessment: Assessment, shard: str) -> Iterator[tuple[str, pa.Table]]:
    """An assessment of one shard as Arrow tables, each with its name; one after another, because
    all at once would take several times the memory."""
    return _rows(assessment, shard, lambda _: shard)


def merged_rows(assessment: Assessment, total: int) -> Iterator[tuple[str, pa.Table]]:
    """The assessment of all shards: each workspace stays with its shard, so that a repeat of the
    shard replaces its rows."""
    return _rows(assessment, MERGED, lambda w: str(Shard.owner(w.key, total)))


def snapshot_row(assessment: Assessment, shard: str, snapshot: bytes) -> pa.Table:
    """What a shard read, as a row of `snapshots`."""
    run = _run(assessment, shard)
    row = {name: run[name] for name in ("run_id", "shard", "date", "collected_at")}
    return pa.Table.from_pylist([{**row, "snapshot": snapshot}], schema=SNAPSHOTS)


def _rows(assessment: Assessment, shard: str, shard_of: ShardOf) -> Iterator[tuple[str, pa.Table]]:
    yield "levels", _table(_levels(assessment, shard_of), LEVELS)
    yield "verdicts", _table(_verdicts(assessment, shard_of), VERDICTS)
    yield "documents", _table(iter([_document(assessment, shard)]), DOCUMENTS)


def _table(rows: Iterator[Row], schema: pa.Schema) -> pa.Table:
    """Rows as Arrow, a batch at a time: as records they take many times the memory."""
    batches = []
    while some := list(islice(rows, _BATCH)):
        batches.append(pa.RecordBatch.from_pylist(some, schema=schema))
    return pa.Table.from_batches(batches, schema=schema)


def _run(assessment: Assessment, shard: str) -> Row:
    run = assessment.run
    return {
        "run_id": run.id,
        "shard": shard,
        "date": run.collected_at.date(),
        "collected_at": run.collected_at,
        "edition": run.edition,
        "catalogue_digest": run.catalogue_digest,
        "policy_digest": run.policy_digest,
    }


def _workspace(workspace: WorkspaceAssessment) -> Row:
    return {
        "workspace_key": workspace.key,
        "workspace_id": workspace.id,
        "workspace": workspace.name,
        "subscription_id": workspace.subscription_id,
    }


def _levels(assessment: Assessment, shard_of: ShardOf) -> Iterator[Row]:
    for workspace in assessment.workspaces:
        if workspace.level is None:
            continue
        run = _run(assessment, shard_of(workspace))
        whole = (OVERALL, workspace.level.confirmed, workspace.level.possible)
        own = [(d.id, d.confirmed, d.possible) for d in workspace.dimensions]
        for dimension, confirmed, possible in (whole, *own):
            yield {
                **run,
                **_workspace(workspace),
                "role": workspace.role,
                "dimension": dimension,
                "confirmed": confirmed,
                "possible": possible,
            }


def _verdicts(assessment: Assessment, shard_of: ShardOf) -> Iterator[Row]:
    for workspace in assessment.workspaces:
        run = _run(assessment, shard_of(workspace))
        for result in workspace.criteria:
            yield {
                **run,
                **_workspace(workspace),
                "criterion": result.id,
                "verdict": result.verdict,
                "counts": result.counts,
                "attested": result.attested is not None,
                "because": result.because,
                "inputs": result.inputs,
            }


def _document(assessment: Assessment, shard: str) -> Row:
    return {
        **_run(assessment, shard),
        "workspaces": assessment.coverage.workspaces,
        "complete": assessment.coverage.complete,
        "document": msgspec.json.format(dump(assessment), indent=-1).decode(),
    }
