"""A history: the runs of a place, in Delta tables below one URI.

A shard is written by replacing what stands under its run and shard (`delta.py`), so that it may be
written again, by itself or beside others, and never stands twice.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from arro3.core import Table

from aml_maturity_audit.assessment.model import Assessment, Run
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.history.arrow import Row, rows_in
from aml_maturity_audit.history.delta import Delta
from aml_maturity_audit.history.documents import IN_PARTS, Document
from aml_maturity_audit.history.places import Place, folder
from aml_maturity_audit.history.reading import head_of, loaded
from aml_maturity_audit.history.tables import (
    MERGED,
    OVERALL,
    PARTS,
    SNAPSHOTS,
    TABLES,
    WHOLE,
    document_rows,
    merged_rows,
    part_rows,
    rows_of,
    snapshot_rows,
)

_PLAIN = re.compile(r"[A-Za-z0-9._:/\-]{1,200}")
_RUNS = (
    "run_id",
    "shard",
    "collected_at",
    "edition",
    "workspaces",
    "complete",
    "catalogue_digest",
    "policy_digest",
)


_TREND = (
    *("run_id", "collected_at", "edition", "catalogue_digest", "policy_digest"),
    *("workspace_key", "workspace", "dimension", "confirmed", "possible"),
)


_IN_PARTS = f'starts_with(document, \'{{"schema":"{IN_PARTS}"\')'


class History:
    """Reads and writes the runs below one URI."""

    def __init__(self, uri: str, place: Place | None = None) -> None:
        """`uri` is a local folder, or names the `place` that is signed in to.

        Raises UsageError for another scheme.
        """
        self._uri = uri
        schemas = {"snapshots": SNAPSHOTS, **TABLES}
        self._delta = Delta(uri, schemas, place or folder(uri))

    def reach(self) -> None:
        """Make sure that runs can be looked for there, before any work is done.

        Raises AuditError where access is refused, nobody answers, or what is there is no history.
        """
        self._delta.reach("documents")

    def write(
        self, assessment: Assessment, shard: str = WHOLE, snapshot: bytes | None = None
    ) -> None:
        """Keep a run or a shard of it, or write it again.

        `snapshot` is what a shard read, from which the run is put together. Raises ToolFailure
        where the tables cannot be written.
        """
        run = _of_run(assessment.run.id)
        own = f"{run} AND shard = '{_plain(shard)}'"
        if snapshot is not None:
            rows = snapshot_rows(assessment, shard, snapshot)
            self._delta.replace("snapshots", rows, own)
        for name, rows in rows_of(assessment, shard):
            self._delta.replace(name, rows, own)
        # What was put together from the shard's former reading goes with it.
        self._keep(assessment, shard, f"{run} AND shard IN ('{shard}', '{MERGED}')")

    def complete(self, assessment: Assessment, total: int) -> None:
        """Put what the `total` shards of a run say together in the place of what each said."""
        run = _of_run(assessment.run.id)
        for name, rows in merged_rows(assessment, total):
            self._delta.replace(name, rows, run)
        self._keep(assessment, MERGED, f"{run} AND shard = '{MERGED}'")

    def _keep(self, assessment: Assessment, shard: str, stale: str) -> None:
        """Put a document in the place of stale ones.

        Its parts come first, and the parts of the stale ones go last: whoever is stopped, or reads
        in between, leaves or finds a document with all its parts.
        """
        document, former = Document(assessment), self._parts_of(stale)
        if document.id is not None:
            for some, rows in part_rows(assessment, shard, document):
                own = f"part >= {some.start} AND part < {some.stop}"
                self._delta.replace("parts", rows, f"part_of = '{document.id}' AND {own}")
        self._delta.replace("documents", document_rows(assessment, shard, document), stale)
        for parts in former:
            self._delta.remove("parts", f"part_of = '{_plain(parts)}'")

    def _parts_of(self, documents: str) -> list[str]:
        """The ids of the parts of documents."""
        if not (self._delta.has("parts") and self._delta.has("documents")):
            return []
        heads = self._delta.texts("documents", f"{documents} AND {_IN_PARTS}")
        return [parts.id for parts in (head_of(text).parts for text in heads) if parts]

    def document(self, run_id: str | None = None) -> Assessment | None:
        """A whole run, or the newest one; None where its shards were not put together yet.

        Raises UsageError for a run that is not there.
        """
        wanted = run_id or self.newest()
        shards = self._shards(wanted)
        if not shards:
            raise UsageError(
                f"The history has no run {wanted!r}.", remedy="`history list` shows the runs."
            )
        whole = MERGED if MERGED in shards else WHOLE if shards == [WHOLE] else None
        if whole is None:
            return None
        where = f"{_of_run(wanted)} AND shard = '{whole}'"
        (text,) = self._delta.texts("documents", where)
        while True:
            try:
                return loaded(text, self._part, f"Run {wanted}")
            except UsageError:
                (newer,) = self._delta.texts("documents", where)
                if newer == text:
                    raise
                text = newer  # it was written again, and the parts of the former one went

    def _part(self, parts: str, number: int) -> list[bytes]:
        where = f"part_of = '{_plain(parts)}' AND part = {number}"
        return list(self._delta.texts("parts", where)) if self._delta.has("parts") else []

    def shards(self, run_id: str) -> list[str]:
        """The shards of a run that are there; none where none is."""
        return [shard for shard in self._shards(run_id) if shard != MERGED]

    def facts(self, run_id: str) -> Iterator[tuple[str, Run]]:
        """How each shard of a run was judged, one after another: documents may be large."""
        for shard in self.shards(run_id):
            where = f"{_of_run(run_id)} AND shard = '{_plain(shard)}'"
            for text in self._delta.texts("documents", where):
                yield shard, head_of(text).run

    def snapshots(self, run_id: str) -> Iterator[tuple[str, bytes]]:
        """What the shards of a run read, one after another."""
        for row in self._rows("snapshots", ("shard", "snapshot"), run_id):
            content = row["snapshot"]
            assert isinstance(content, bytes)
            yield str(row["shard"]), content

    def runs(self) -> list[Row]:
        """One record per run and shard, and one for what was put together; the oldest first."""
        rows = self._delta.rows("documents", _RUNS)
        return sorted(rows, key=lambda row: (str(row["collected_at"]), str(row["shard"])))

    def whole_runs(self) -> set[str]:
        """The runs whose levels and verdicts are those of the whole scope."""
        return {str(row["run_id"]) for row in self.runs() if row["shard"] in {WHOLE, MERGED}}

    def whole_before(self, run: Run, most: int) -> list[Row]:
        """The last whole runs before a run, at most so many; the oldest first, as in a trend."""
        if not self._delta.has("documents"):
            return []
        earlier = [
            row
            for row in self.runs()
            if row["shard"] in {WHOLE, MERGED}
            and (_time(row["collected_at"]), str(row["run_id"])) < (run.collected_at, run.id)
        ]
        return earlier[-most:]

    def means(self, run_ids: Sequence[str]) -> Iterator[tuple[str, str, float, float, int]]:
        """Run, dimension, mean levels and number of workspaces, of those that were assessed."""
        columns = "run_id, dimension, avg(confirmed) AS low, avg(possible) AS high, count(*) AS n"
        where = f"{_of_runs(run_ids)} AND confirmed IS NOT NULL GROUP BY run_id, dimension"
        for row in self._delta.ask("levels", columns, where):
            yield tuple(row.values())  # type: ignore[misc]

    def overall(self, run_ids: Sequence[str]) -> Iterator[tuple[str, str, int, int]]:
        """Run, workspace's key and its levels."""
        columns = "run_id, workspace_key, confirmed, possible"
        where = f"{_of_runs(run_ids)} AND dimension = '{OVERALL}' AND confirmed IS NOT NULL"
        for row in self._delta.ask("levels", columns, where):
            yield tuple(row.values())  # type: ignore[misc]

    def levels(self, dimension: str) -> list[Row]:
        """What a trend is made of: the levels of all runs in a dimension."""
        return self._delta.rows("levels", _TREND, f"dimension = '{_plain(dimension)}'")

    def newest(self) -> str:
        """The id of the newest run. Raises UsageError where there is none."""
        runs = self.runs()
        if not runs:
            raise UsageError(f"The history at {self._uri} has no run yet.")
        return str(runs[-1]["run_id"])

    def table(self, name: str, *, since: date | None = None) -> Table:
        """A whole published table as Arrow, from a day on."""
        if name not in TABLES:
            raise UsageError(
                f"A history has no table {name!r}.", remedy=f"It has {', '.join(TABLES)}."
            )
        if name == "parts" and not self._delta.has(name) and self._delta.has("documents"):
            return Table.from_batches([], schema=PARTS)  # every document is whole
        return self._delta.read(name, (), f"date >= '{since.isoformat()}'" if since else "true")

    def records(self, name: str) -> list[Row]:
        """A whole published table as records."""
        return rows_in(self.table(name))

    def prune(self, older_than: datetime) -> int:
        """Delete runs from before a day, and their files; how many runs went."""
        day = older_than.date()
        gone = {str(r["run_id"]) for r in self.runs() if _time(r["collected_at"]).date() < day}
        self._delta.delete(f"date < '{day.isoformat()}'")
        return len(gone)

    def _shards(self, run_id: str) -> list[str]:
        return sorted(str(row["shard"]) for row in self._rows("documents", ("shard",), run_id))

    def _rows(self, name: str, columns: tuple[str, ...], run_id: str) -> list[Row]:
        if not self._delta.has(name):
            return []
        return self._delta.rows(name, columns, _of_run(run_id))


def _of_run(run_id: str) -> str:
    return f"run_id = '{_plain(run_id)}'"


def _of_runs(run_ids: Sequence[str]) -> str:
    return f"run_id IN ({', '.join(repr(_plain(run_id)) for run_id in run_ids)})"


def _plain(name: str) -> str:
    """A name that can stand in a predicate. Raises UsageError for any other."""
    if not _PLAIN.fullmatch(name):
        raise UsageError(f"The run id {name!r} cannot be kept in a history.")
    return name


def _time(cell: object) -> datetime:
    assert isinstance(cell, datetime)
    return cell
