"""Delta tables below one URI, written so that it may be repeated.

Rows are written by overwriting a predicate with retry on conflict, which is exact under concurrent
writers: plain appends lose commits while a table is being created, and app transactions do not
deduplicate (design.md, section 2).
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, TypeVar

from arro3.core import RecordBatch, RecordBatchReader, Schema, Table
from deltalake import (
    ColumnProperties,
    DeltaTable,
    QueryBuilder,
    WriterProperties,
    write_deltalake,
)
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.history.arrow import Row, as_schema, encoded, rows_in
from aml_maturity_audit.history.documents import TOGETHER
from aml_maturity_audit.history.places import Place
from aml_maturity_audit.history.trouble import is_unauthenticated, trouble

TRIES = 30
_USUAL = WriterProperties(compression="SNAPPY")
_BOUNDLESS: Literal["NONE"] = "NONE"
_PROPERTIES = {
    "documents": WriterProperties(
        compression="ZSTD",
        column_properties={
            "document": ColumnProperties(dictionary_enabled=True, statistics_enabled=_BOUNDLESS)
        },
    ),
    "parts": WriterProperties(
        compression="ZSTD",
        data_page_size_limit=8 * 2**20,
        max_row_group_size=TOGETHER,
        column_properties={
            "document": ColumnProperties(dictionary_enabled=False, statistics_enabled=_BOUNDLESS)
        },
    ),
}
"""How Parquet is written. Of a cell of many megabytes bounds are further copies, while a dictionary
of it alone spares one. Parts are read by their number, each out of a row group of its own."""
T = TypeVar("T")


class Delta:
    """Tables by name, each with its schema."""

    def __init__(self, uri: str, schemas: Mapping[str, Schema], place: Place) -> None:
        """`uri` is what errors call the place."""
        self._uri = uri
        self._schemas = schemas
        self._place = place

    def replace(self, name: str, rows: Callable[[], RecordBatchReader], predicate: str) -> None:
        """These rows in the place of those that the predicate finds; makes the table if need be.

        `rows` gives them, anew for every try. Raises AuditError where they cannot be written.
        """
        self._again(lambda: self._overwrite(name, rows(), predicate))

    def _overwrite(self, name: str, rows: RecordBatchReader, predicate: str) -> None:
        where, options = self._path(name), dict(self._place.options())
        DeltaTable.create(
            where,
            schema=self._schemas[name],
            mode="ignore",
            partition_by=["date"],
            name=name,
            storage_options=options,
        )
        write_deltalake(
            where,
            rows,
            mode="overwrite",
            predicate=predicate,
            storage_options=options,
            writer_properties=_PROPERTIES.get(name, _USUAL),
        )

    def has(self, name: str) -> bool:
        """Whether the table is there. Raises AuditError where that cannot be told."""
        return self._again(
            lambda: DeltaTable.is_deltatable(
                self._path(name), storage_options=dict(self._place.options())
            )
        )

    def reach(self, name: str) -> None:
        """Make sure that the table can be written, or made; raises AuditError where not."""
        self._place.check()
        if self.has(name):
            self._again(lambda: self._open(name))

    def read(self, name: str, columns: Sequence[str] = (), predicate: str = "true") -> Table:
        """Columns of a table as Arrow, or all of them, in the rows that the predicate finds.

        Raises UsageError where there is no such table, AuditError where it cannot be read.
        """
        batches = list(self.batches(name, columns, predicate))
        return Table.from_batches(batches, schema=self._fields(name, columns))

    def batches(
        self, name: str, columns: Sequence[str] = (), predicate: str = "true"
    ) -> Iterator[RecordBatch]:
        """The same, a batch at a time."""
        # Not to_pyarrow_table: Arrow's threads call back into Python for the files, and may abort
        # the process while it ends (apache/arrow#36980; measured: 30 of 60 runs of `history list`).
        fields = self._fields(name, columns)
        names = ", ".join(f'"{field.name}"' for field in fields)
        return (as_schema(batch, fields) for batch in self._found(name, names, predicate))

    def texts(self, name: str, predicate: str) -> Iterator[bytes]:
        """The documents in rows of a table, each as it is kept; raises as reading does."""
        for batch in self._found(name, "document", predicate):
            yield from encoded(batch.column("document"))

    def ask(self, name: str, columns: str, where: str) -> Iterator[Row]:
        """The records that SQL finds in a table; raises as reading does."""
        for batch in self._found(name, columns, where):
            yield from rows_in(batch)

    def _found(self, name: str, columns: str, where: str) -> Iterator[RecordBatch]:
        query = f'SELECT {columns} FROM "{name}" WHERE {where}'  # noqa: S608  names are plain
        found = self._again(lambda: self._started(name, query))
        while True:
            try:
                batch = next(found, None)
            except Exception as error:  # deltalake raises no narrower one while it reads
                raise trouble(self._uri, error) from error
            if batch is None:
                return
            yield RecordBatch.from_arrow(batch)

    def rows(self, name: str, columns: Sequence[str], predicate: str = "true") -> list[Row]:
        """The same as records."""
        return rows_in(self.read(name, columns, predicate))

    def remove(self, name: str, predicate: str) -> None:
        """Delete rows of a table; raises as reading does."""
        self._again(lambda: self._open(name).delete(predicate))

    def delete(self, predicate: str) -> None:
        """Delete rows of all tables, and the files that held them."""
        for name in filter(self.has, self._schemas):
            self._again(lambda name=name: self._open(name).delete(predicate))  # type: ignore[misc]
            self._again(lambda name=name: self._sweep(name))  # type: ignore[misc]

    def _sweep(self, name: str) -> object:
        table = self._open(name)
        return table.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)

    def _started(self, name: str, query: str) -> Iterator[RecordBatch]:
        return iter(QueryBuilder().register(name, self._open(name)).execute(query))

    def _fields(self, name: str, columns: Sequence[str]) -> Schema:
        schema = self._schemas[name]
        return Schema([schema.field(column) for column in columns or schema.names])

    def _open(self, name: str) -> DeltaTable:
        return DeltaTable(self._path(name), storage_options=dict(self._place.options()))

    def _path(self, name: str) -> str:
        return f"{self._place.location.rstrip('/')}/{name}"

    def _again(self, work: Callable[[], T]) -> T:
        """Do it until no other writer came between, bounded; and once more with a fresh token."""
        renewed = False
        for attempt in range(TRIES):
            try:
                return work()
            except TableNotFoundError as error:
                raise UsageError(
                    f"There is no history at {self._uri}.", remedy="`audit --history` writes one."
                ) from error
            except CommitFailedError as error:
                if attempt == TRIES - 1:
                    raise trouble(self._uri, error) from error
                pause = min(0.05 * 2 ** min(attempt, 6), 2.0)
                time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311, TID251 - another writer
            except (DeltaError, OSError) as error:
                if renewed or not is_unauthenticated(error):
                    raise trouble(self._uri, error) from error
                renewed = True
                self._place.renew()
        raise AssertionError("the last try either returns or raises")
