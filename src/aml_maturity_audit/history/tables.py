"""The tables of a history: their columns, typed and documented, and an assessment's rows in them.

Every table is partitioned by `date`, the day of the run in UTC, and has `run_id` and `shard`, by
which a run is written again without doubling.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from operator import itemgetter

import pyarrow as pa

from aml_maturity_audit.assessment.model import Assessment, WorkspaceAssessment
from aml_maturity_audit.history.documents import compact
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
Rows = Callable[[], pa.RecordBatchReader]
"""Rows of a table, made anew whenever they are asked for: a batch at a time, since as records they
take many times the memory."""
_BATCH = 10_000
_Cells = tuple[object, ...]
ShardOf = Callable[[WorkspaceAssessment], str]


def rows_of(assessment: Assessment, shard: str) -> Iterator[tuple[str, Rows]]:
    """The rows of an assessment of one shard, each table's with its name."""
    return _rows(assessment, shard, lambda _: shard)


def merged_rows(assessment: Assessment, total: int) -> Iterator[tuple[str, Rows]]:
    """The assessment of all shards: each workspace stays with its shard, so that a repeat of the
    shard replaces its rows."""
    return _rows(assessment, MERGED, lambda w: str(Shard.owner(w.key, total)))


def snapshot_rows(assessment: Assessment, shard: str, snapshot: bytes) -> Rows:
    """What a shard read, as the row of `snapshots`."""
    return lambda: _reader([(*_run(assessment, shard)[: len(_RUN)], snapshot)], SNAPSHOTS)


def _rows(assessment: Assessment, shard: str, shard_of: ShardOf) -> Iterator[tuple[str, Rows]]:
    yield "levels", lambda: _reader(_levels(assessment, shard_of), LEVELS)
    yield "verdicts", lambda: _reader(_verdicts(assessment, shard_of), VERDICTS)
    yield "documents", lambda: _reader([_document(assessment, shard)], DOCUMENTS)


def _reader(rows: Iterable[_Cells], schema: pa.Schema) -> pa.RecordBatchReader:
    """Rows, whose cells stand in the order of the columns, as a stream of Arrow."""
    return pa.RecordBatchReader.from_batches(schema, _batches(iter(rows), schema))


def _batches(rows: Iterator[_Cells], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    while some := list(islice(rows, _BATCH)):
        columns = [
            pa.array(map(itemgetter(at), some), field.type, size=len(some))
            for at, field in enumerate(schema)
        ]
        yield pa.record_batch(columns, schema=schema)


def _run(assessment: Assessment, shard: str) -> _Cells:
    """The cells that every row begins with."""
    run = assessment.run
    rules = (run.edition, run.catalogue_digest, run.policy_digest)
    return (run.id, shard, run.collected_at.date(), run.collected_at, *rules)


def _workspace(workspace: WorkspaceAssessment) -> _Cells:
    return (workspace.key, workspace.id, workspace.name, workspace.subscription_id)


def _levels(assessment: Assessment, shard_of: ShardOf) -> Iterator[_Cells]:
    for workspace in assessment.workspaces:
        if workspace.level is None:
            continue
        common = (*_run(assessment, shard_of(workspace)), *_workspace(workspace), workspace.role)
        yield (*common, OVERALL, workspace.level.confirmed, workspace.level.possible)
        for own in workspace.dimensions:
            yield (*common, own.id, own.confirmed, own.possible)


def _verdicts(assessment: Assessment, shard_of: ShardOf) -> Iterator[_Cells]:
    for workspace in assessment.workspaces:
        common = (*_run(assessment, shard_of(workspace)), *_workspace(workspace))
        for own in workspace.criteria:
            attested = own.attested is not None
            yield (*common, own.id, own.verdict, own.counts, attested, own.because, own.inputs)


def _document(assessment: Assessment, shard: str) -> _Cells:
    coverage = assessment.coverage
    return (*_run(assessment, shard), coverage.workspaces, coverage.complete, compact(assessment))
