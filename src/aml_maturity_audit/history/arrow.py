"""Rows to Arrow and back, with the Arrow that deltalake itself brings.

Dates and times are made of what Arrow keeps, days and microseconds since 1970. Time zones are not
looked up in a database of them, which a small machine may lack.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from arro3.core import (
    Array,
    ChunkedArray,
    DataType,
    RecordBatch,
    RecordBatchReader,
    Schema,
    Table,
)

Row = dict[str, object]
Cells = tuple[object, ...]

_BATCH = 10_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def reader_of(rows: Iterable[Cells], schema: Schema, most: int = _BATCH) -> RecordBatchReader:
    """Rows, whose cells stand in the order of the columns, as a stream of Arrow.

    A batch of at most so many at a time: as records they take many times the memory.
    """
    return RecordBatchReader.from_batches(schema, _batches(iter(rows), schema, most))


def as_schema(batch: RecordBatch, schema: Schema) -> RecordBatch:
    """The same columns in a schema's types: an engine answers in views of its own."""
    columns = [batch.column(field.name).cast(field.type) for field in schema]
    return RecordBatch.from_arrays(columns, schema=schema)


def rows_in(columns: RecordBatch | Table) -> list[Row]:
    """A batch or a whole table as records."""
    schema = columns.schema
    values = [_values(columns.column(field.name), field.type) for field in schema]
    return [dict(zip(schema.names, row, strict=True)) for row in zip(*values, strict=True)]


def encoded(texts: ChunkedArray | Array) -> list[bytes]:
    """Texts as the bytes that they are kept as: a document may be large."""
    viewed = DataType.is_string_view(texts.type)
    raw = DataType.binary_view() if viewed else DataType.large_binary()
    return list(texts.cast(raw).to_pylist())


def _batches(rows: Iterator[Cells], schema: Schema, most: int) -> Iterator[RecordBatch]:
    while some := list(islice(rows, most)):
        columns = [
            _array(values, field.type)
            for values, field in zip(zip(*some, strict=True), schema, strict=True)
        ]
        yield RecordBatch.from_arrays(columns, schema=schema)


def _array(values: Sequence[Any], kind: DataType) -> Array:
    if DataType.is_date32(kind):
        days = [None if each is None else (each - _EPOCH.date()).days for each in values]
        return Array(days, DataType.int32()).cast(kind)
    if DataType.is_timestamp(kind):
        whole = [None if each is None else (each - _EPOCH) // _MICROSECOND for each in values]
        return Array(whole, DataType.int64()).cast(kind)
    if isinstance(values[0], bytes) and not DataType.is_large_binary(kind):  # texts, as encoded
        return Array(values, DataType.large_binary()).cast(DataType.large_string()).cast(kind)
    return Array(values, kind)


def _values(column: Array | ChunkedArray, kind: DataType) -> list[Any]:
    if DataType.is_timestamp(kind):
        whole = column.cast(DataType.int64()).to_pylist()
        return [None if each is None else _EPOCH + each * _MICROSECOND for each in whole]
    return list(column.to_pylist())
