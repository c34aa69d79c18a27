"""Rows as Arrow, read by another library, and back."""

from datetime import UTC, date, datetime, timedelta, timezone

import pyarrow as pa
import pytest
from arro3.core import DataType, Field, RecordBatch, Schema

from aml_maturity_audit.history.arrow import as_schema, encoded, reader_of, rows_in

SCHEMA = Schema(
    [
        Field("day", DataType.date32()),
        Field("time", DataType.timestamp("us", tz="UTC")),
        Field("name", DataType.string(), nullable=False),
        Field("level", DataType.int32()),
        Field("raw", DataType.large_binary()),
        Field("text", DataType.large_string()),
    ]
)
LATE = datetime(2026, 1, 5, 3, 0, 0, 123457, tzinfo=UTC)
EARLY = datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
ROWS = [
    (date(2026, 1, 5), LATE, "é", 0, b"\x00\xff", "{}"),
    (date(1969, 12, 31), EARLY, "", -1, b"", ""),
    (None, None, "none", None, None, None),
]
RECORDS = [dict(zip(SCHEMA.names, row, strict=True)) for row in ROWS]


def test_another_reader_finds_what_was_put_in():
    table = pa.RecordBatchReader.from_stream(reader_of(ROWS, SCHEMA)).read_all()
    assert table.to_pylist() == RECORDS
    assert table.schema == pa.schema(SCHEMA)


@pytest.mark.parametrize("times", [0, 1, 5000])
def test_records_come_back_as_they_were(times):
    assert rows_in(reader_of(iter(ROWS * times), SCHEMA).read_all()) == RECORDS * times


def test_a_long_stream_is_made_a_batch_at_a_time():
    made = []
    rows = (made.append(1) or ROWS[0] for _ in range(25_000))
    reader = reader_of(rows, SCHEMA)
    assert [(batch.num_rows, len(made)) for batch in reader] == [
        (10_000, 10_000),
        (10_000, 20_000),
        (5_000, 25_000),
    ]


def test_a_time_of_another_zone_is_the_same_moment():
    there = LATE.astimezone(timezone(timedelta(hours=5, minutes=30)))
    row = (ROWS[0][0], there, *ROWS[0][2:])
    assert rows_in(reader_of([row], SCHEMA).read_all()) == RECORDS[:1]


def test_a_document_may_come_encoded():
    row = (*ROWS[0][:5], '{"é": 1}'.encode())
    assert rows_in(reader_of([row], SCHEMA).read_all())[0]["text"] == '{"é": 1}'


def test_texts_are_given_as_the_bytes_they_are_kept_as():
    table = reader_of(ROWS[:2], SCHEMA).read_all()
    assert encoded(table.column("name")) == ["é".encode(), b""]
    assert encoded(table.column("text")) == [b"{}", b""]


def test_views_of_an_engine_become_what_the_schema_says():
    batch = reader_of(ROWS, SCHEMA).read_next_batch()
    views = [
        field.with_type(DataType.string_view()) if field.name == "name" else field
        for field in SCHEMA
    ]
    columns = [batch.column(field.name).cast(field.type) for field in views]
    viewed = RecordBatch.from_arrays(columns, schema=Schema(views))
    assert pa.schema(viewed.schema) != pa.schema(SCHEMA)
    assert pa.schema(as_schema(viewed, SCHEMA).schema) == pa.schema(SCHEMA)
    assert rows_in(as_schema(viewed, SCHEMA)) == RECORDS
