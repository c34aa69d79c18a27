"""The tables of a history: their columns, typed and documented, and an assessment's rows in them.

Every table is partitioned by `date`, the day of the run in UTC, and has `run_id` and `shard`, by
which a run is written again without doubling.
"""

from collections.abc import Callable, Iterator

from arro3.core import DataType, Field, RecordBatchReader, Schema

from aml_maturity_audit.assessment.model import Assessment, WorkspaceAssessment
from aml_maturity_audit.history.arrow import Cells, reader_of
from aml_maturity_audit.history.documents import TOGETHER, Document
from aml_maturity_audit.signals.shards import Shard

_TIME = DataType.timestamp("us", tz="UTC")
_RUN = (
    Field("run_id", DataType.string(), nullable=False),
    Field("shard", DataType.string(), nullable=False),
    Field("date", DataType.date32(), nullable=False),
    Field("collected_at", _TIME, nullable=False),
)
_RULES = (
    Field("edition", DataType.string(), nullable=False),
    Field("catalogue_digest", DataType.string(), nullable=False),
    Field("policy_digest", DataType.string(), nullable=False),
)
_WORKSPACE = (
    Field("workspace_key", DataType.string(), nullable=False),
    Field("workspace_id", DataType.string(), nullable=False),
    Field("workspace", DataType.string(), nullable=False),
    Field("subscription_id", DataType.string(), nullable=False),
)

OVERALL = "overall"
"""The dimension under which the workspace's own level stands."""

LEVELS = Schema(
    [
        *_RUN,
        *_RULES,
        *_WORKSPACE,
        Field("role", DataType.string()),
        Field("dimension", DataType.string(), nullable=False),
        Field("confirmed", DataType.int32()),
        Field("possible", DataType.int32()),
    ]
)
"""Run × workspace × dimension, with `overall`; the levels are null where it was not assessed."""

VERDICTS = Schema(
    [
        *_RUN,
        *_RULES,
        *_WORKSPACE,
        Field("criterion", DataType.string(), nullable=False),
        Field("verdict", DataType.string(), nullable=False),
        Field("counts", DataType.bool(), nullable=False),
        Field("attested", DataType.bool(), nullable=False),
        Field("because", DataType.string(), nullable=False),
        Field("inputs", DataType.string(), nullable=False),
    ]
)
"""Run × workspace × criterion."""

DOCUMENTS = Schema(
    [
        *_RUN,
        *_RULES,
        Field("workspaces", DataType.int32(), nullable=False),
        Field("complete", DataType.bool(), nullable=False),
        Field("document", DataType.large_string(), nullable=False),
    ]
)
"""Run × shard: the assessment as JSON. Written last: a run is whole when its document is there,
under the shard `1/1`, or `all` where it was put together. A large one is only a head, whose
workspaces are in `parts`."""

PARTS = Schema(
    [
        *_RUN,
        Field("part_of", DataType.string(), nullable=False),
        Field("part", DataType.int32(), nullable=False),
        Field("workspace_key", DataType.string(), nullable=False),
        Field("document", DataType.large_string(), nullable=False),
    ]
)
"""Document × workspace, of large documents: the workspace as JSON. `part_of` is what the head names
as `parts.id`: rows that no head names are left by a run that was stopped."""

SNAPSHOTS = Schema([*_RUN, Field("snapshot", DataType.large_binary(), nullable=False)])
"""Run × shard, of runs in several shards: what was read, as a snapshot's file holds it. It is what
shards are put together from; nobody else needs it."""

TABLES = {"levels": LEVELS, "verdicts": VERDICTS, "documents": DOCUMENTS, "parts": PARTS}
"""What is published."""

WHOLE = "1/1"
"""The shard of a run that was not split."""
MERGED = "all"
"""The shard of the document into which the shards of a run were put together."""

Rows = Callable[[], RecordBatchReader]
"""Rows of a table, made anew whenever they are asked for: a batch at a time, since as records they
take many times the memory."""
ShardOf = Callable[[WorkspaceAssessment], str]


def rows_of(assessment: Assessment, shard: str) -> Iterator[tuple[str, Rows]]:
    """What an assessment of one shard says of workspaces: the rows of each table, with its name."""
    return _rows(assessment, lambda _: shard)


def merged_rows(assessment: Assessment, total: int) -> Iterator[tuple[str, Rows]]:
    """The same of all shards: each workspace stays with its shard, so that a repeat of the shard
    replaces its rows."""
    return _rows(assessment, lambda w: str(Shard.owner(w.key, total)))


def document_rows(assessment: Assessment, shard: str, document: Document) -> Rows:
    """The document of an assessment, or its head, as the row of `documents`."""
    coverage = assessment.coverage
    common = (*_run(assessment, shard), coverage.workspaces, coverage.complete)
    return lambda: reader_of(((*common, document.text()) for _ in range(1)), _viewed(DOCUMENTS))


def part_rows(
    assessment: Assessment, shard: str, document: Document
) -> Iterator[tuple[range, Rows]]:
    """The workspaces of a document in parts, as rows of `parts`: some at a time, with their
    numbers."""
    common = (*_run(assessment, shard)[: len(_RUN)], document.id)
    schema = _viewed(PARTS)
    for some in document.parts():
        cells = [(*common, *part) for part in some]
        numbers = range(some[0].number, some[-1].number + 1)
        yield numbers, lambda cells=cells: reader_of(cells, schema, TOGETHER)  # type: ignore[misc]


def _viewed(schema: Schema) -> Schema:
    """With documents as views, of which deltalake makes a copy less (measured: 1 of 4)."""
    kind = DataType.string_view()
    return Schema([f.with_type(kind) if f.name == "document" else f for f in schema])


def snapshot_rows(assessment: Assessment, shard: str, snapshot: bytes) -> Rows:
    """What a shard read, as the row of `snapshots`."""
    return lambda: reader_of([(*_run(assessment, shard)[: len(_RUN)], snapshot)], SNAPSHOTS)


def _rows(assessment: Assessment, shard_of: ShardOf) -> Iterator[tuple[str, Rows]]:
    yield "levels", lambda: reader_of(_levels(assessment, shard_of), LEVELS)
    yield "verdicts", lambda: reader_of(_verdicts(assessment, shard_of), VERDICTS)


def _run(assessment: Assessment, shard: str) -> Cells:
    """The cells that every row begins with."""
    run = assessment.run
    rules = (run.edition, run.catalogue_digest, run.policy_digest)
    return (run.id, shard, run.collected_at.date(), run.collected_at, *rules)


def _workspace(workspace: WorkspaceAssessment) -> Cells:
    return (workspace.key, workspace.id, workspace.name, workspace.subscription_id)


def _levels(assessment: Assessment, shard_of: ShardOf) -> Iterator[Cells]:
    for workspace in assessment.workspaces:
        if workspace.level is None:
            continue
        common = (*_run(assessment, shard_of(workspace)), *_workspace(workspace), workspace.role)
        yield (*common, OVERALL, workspace.level.confirmed, workspace.level.possible)
        for own in workspace.dimensions:
            yield (*common, own.id, own.confirmed, own.possible)


def _verdicts(assessment: Assessment, shard_of: ShardOf) -> Iterator[Cells]:
    for workspace in assessment.workspaces:
        common = (*_run(assessment, shard_of(workspace)), *_workspace(workspace))
        for own in workspace.criteria:
            attested = own.attested is not None
            yield (*common, own.id, own.verdict, own.counts, attested, own.because, own.inputs)
