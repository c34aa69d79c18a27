"""A history: three Delta tables in a local folder or under `abfss://`.

Written by overwriting the predicate (run, shard) with retry on conflict, which is exact and may be
repeated: plain appends lose commits while a table is being created, and app transactions do not
deduplicate (design.md, section 2).
"""

import random
import re
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from aml_maturity_audit.assessment.document import load
from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.errors import ToolFailure, UsageError
from aml_maturity_audit.history.tables import TABLES, rows_of

T = TypeVar("T")

TRIES = 30
_PLAIN = re.compile(r"[A-Za-z0-9._:/\-]{1,200}")
WHOLE = "1/1"
"""The shard of a run that was not split."""


class History:
    """Reads and writes the tables below one URI."""

    def __init__(self, uri: str, storage_options: Mapping[str, str] | None = None) -> None:
        """`uri` is a local folder or `abfss://container@account.dfs.core.windows.net/path`.

        Raises UsageError for another scheme.
        """
        if "://" in uri and not uri.startswith(("abfss://", "file://")):
            raise UsageError(
                f"A history cannot be kept at {uri}.",
                remedy="Name a local folder, or"
                " abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH.",
            )
        self._uri = uri.rstrip("/")
        self._options = dict(storage_options or {})

    def write(self, assessment: Assessment, shard: str = WHOLE) -> None:
        """Keep a run, or write it again: the same run and shard never stand twice.

        Raises ToolFailure where the tables cannot be written.
        """
        if not _PLAIN.fullmatch(assessment.run.id) or not _PLAIN.fullmatch(shard):
            raise UsageError(f"The run id {assessment.run.id!r} cannot be kept in a history.")
        for name, rows in rows_of(assessment, shard).items():
            self._again(lambda name=name, rows=rows: self._overwrite(name, rows, assessment, shard))  # type: ignore[misc]

    def _overwrite(self, name: str, rows: pa.Table, assessment: Assessment, shard: str) -> None:
        where = self._path(name)
        DeltaTable.create(
            where,
            schema=TABLES[name],
            mode="ignore",
            partition_by=["date"],
            name=name,
            storage_options=self._options,
        )
        write_deltalake(
            where,
            rows,
            mode="overwrite",
            predicate=f"run_id = '{assessment.run.id}' AND shard = '{shard}'",
            storage_options=self._options,
        )

    def documents(self, run_id: str | None = None) -> list[tuple[str, Assessment]]:
        """(shard, assessment) of one run, or of the newest one. Raises UsageError for none."""
        wanted = run_id or self._newest()
        rows = self._read("documents", ["run_id", "shard", "document"], ("run_id", wanted))
        if not rows:
            raise UsageError(
                f"The history has no run {wanted!r}.", remedy="`history` lists the runs."
            )
        found = sorted((str(row["shard"]), str(row["document"])) for row in rows)
        return [(shard, load(document.encode())) for shard, document in found]

    def runs(self) -> list[dict[str, object]]:
        """One record per run and shard, the oldest first."""
        columns = [
            "run_id",
            "shard",
            "collected_at",
            "edition",
            "workspaces",
            "complete",
            "catalogue_digest",
            "policy_digest",
        ]
        rows = self._read("documents", columns)
        return sorted(rows, key=lambda row: (str(row["collected_at"]), str(row["shard"])))

    def table(self, name: str, *, since: date | None = None) -> pa.Table:
        """A whole table as Arrow, from a day on."""
        if name not in TABLES:
            raise UsageError(
                f"A history has no table {name!r}.", remedy=f"It has {', '.join(TABLES)}."
            )
        filters = [("date", ">=", since)] if since else None
        try:
            return self._open(name).to_pyarrow_table(filters=filters)
        except (DeltaError, OSError) as error:
            raise _failure(self._uri, error) from error

    def prune(self, older_than: datetime) -> int:
        """Delete runs from before a day, and their files; how many runs went."""
        day = older_than.date().isoformat()
        gone = {
            str(r["run_id"]) for r in self.runs() if _day(r["collected_at"]) < older_than.date()
        }
        for name in TABLES:
            self._again(lambda name=name: self._open(name).delete(f"date < '{day}'"))  # type: ignore[misc]
            table = self._open(name)
            table.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)
        return len(gone)

    def _newest(self) -> str:
        runs = self.runs()
        if not runs:
            raise UsageError(f"The history at {self._uri} has no run yet.")
        return str(runs[-1]["run_id"])

    def _read(
        self, name: str, columns: list[str], equal: tuple[str, str] | None = None
    ) -> list[dict[str, object]]:
        filters = [(equal[0], "=", equal[1])] if equal else None
        try:
            found = self._open(name).to_pyarrow_table(columns=columns, filters=filters)
        except (DeltaError, OSError) as error:
            raise _failure(self._uri, error) from error
        rows: list[dict[str, object]] = found.to_pylist()
        return rows

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


def _day(time_of_run: object) -> date:
    assert isinstance(time_of_run, datetime)
    return time_of_run.date()


def _failure(uri: str, error: Exception) -> ToolFailure:
    said = str(error).splitlines()[0][:300] if str(error) else type(error).__name__
    return ToolFailure(
        f"The history at {uri} could not be read or written: {said}.",
        remedy="Check that the place exists and that the identity may write there.",
    )
