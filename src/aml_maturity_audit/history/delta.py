"""Delta tables below one URI, written so that it may be repeated.

Rows are written by overwriting a predicate with retry on conflict, which is exact under concurrent
writers: plain appends lose commits while a table is being created, and app transactions do not
deduplicate (design.md, section 2).
"""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
from deltalake import DeltaTable, QueryBuilder, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from aml_maturity_audit.errors import ToolFailure, UsageError
from aml_maturity_audit.history.tables import Row

TRIES = 30


class Delta:
    """Tables by name, each with its schema."""

    def __init__(
        self,
        uri: str,
        schemas: Mapping[str, pa.Schema],
        storage_options: Mapping[str, str] | None = None,
    ) -> None:
        """Raises UsageError for a scheme that is neither a folder's nor `abfss://`."""
        if "://" in uri and not uri.startswith(("abfss://", "file://")):
            raise UsageError(
                f"A history cannot be kept at {uri}.",
                remedy="Name a local folder, or"
                " abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH.",
            )
        self._uri = uri.rstrip("/")
        self._schemas = schemas
        self._options = dict(storage_options or {})

    def replace(self, name: str, rows: pa.Table, predicate: str) -> None:
        """These rows in the place of those that the predicate finds; makes the table if need be.

        Raises ToolFailure where it cannot be written.
        """
        self._again(lambda: self._overwrite(name, rows, predicate))

    def _overwrite(self, name: str, rows: pa.Table, predicate: str) -> None:
        where = self._path(name)
        DeltaTable.create(
            where,
            schema=self._schemas[name],
            mode="ignore",
            partition_by=["date"],
            name=name,
            storage_options=self._options,
        )
        write_deltalake(
            where, rows, mode="overwrite", predicate=predicate, storage_options=self._options
        )

    def has(self, name: str) -> bool:
        """Whether the table is there."""
        try:
            return DeltaTable.is_deltatable(self._path(name), storage_options=self._options)
        except (DeltaError, OSError) as error:
            raise _failure(self._uri, error) from error

    def read(self, name: str, columns: Sequence[str] = (), predicate: str = "true") -> pa.Table:
        """Columns of a table as Arrow, or all of them, in the rows that the predicate finds.

        Raises UsageError where there is no such table, ToolFailure where it cannot be read.
        """
        # Not to_pyarrow_table: Arrow's threads call back into Python for the files, and may abort
        # the process while it ends (apache/arrow#36980; measured: 30 of 60 runs of `history list`).
        schema = self._schemas[name]
        fields = [schema.field(column) for column in columns or schema.names]
        names = ", ".join(f'"{field.name}"' for field in fields)
        query = QueryBuilder().register(name, self._open(name))
        try:
            found = query.execute(f'SELECT {names} FROM "{name}" WHERE {predicate}').read_all()  # noqa: S608
        except (DeltaError, OSError) as error:
            raise _failure(self._uri, error) from error
        return pa.table(found).cast(pa.schema(fields))

    def rows(self, name: str, columns: Sequence[str], predicate: str = "true") -> list[Row]:
        """The same as records."""
        found: list[Row] = self.read(name, columns, predicate).to_pylist()
        return found

    def delete(self, predicate: str) -> None:
        """Delete rows of all tables, and the files that held them."""
        for name in filter(self.has, self._schemas):
            self._again(lambda name=name: self._open(name).delete(predicate))  # type: ignore[misc]
            table = self._open(name)
            table.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)

    def _open(self, name: str) -> DeltaTable:
        try:
            return DeltaTable(self._path(name), storage_options=self._options)
        except TableNotFoundError as error:
            raise UsageError(
                f"There is no history at {self._uri}.", remedy="`audit --history` writes one."
            ) from error

    def _path(self, name: str) -> str:
        if "://" in self._uri:
            return f"{self._uri}/{name}"
        return str(Path(self._uri).expanduser() / name)

    def _again(self, write: Callable[[], object]) -> None:
        """Try until no other writer came between; bounded."""
        for attempt in range(TRIES):
            try:
                write()
            except CommitFailedError as error:
                if attempt == TRIES - 1:
                    raise _failure(self._uri, error) from error
                pause = min(0.05 * 2 ** min(attempt, 6), 2.0)
                time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311, TID251 - another writer
            except (DeltaError, OSError) as error:
                raise _failure(self._uri, error) from error
            else:
                return


def _failure(uri: str, error: Exception) -> ToolFailure:
    said = str(error).splitlines()[0][:300] if str(error) else type(error).__name__
    return ToolFailure(
        f"The history at {uri} could not be read or written: {said}.",
        remedy="Check that the place exists and that the identity may write there.",
    )
