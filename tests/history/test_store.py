"""A history on disk: exact under repeats and concurrent writers, readable by others."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from msgspec.structs import replace

from aml_maturity_audit.assessment.document import dump
from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.assessment.trend import FLEET
from aml_maturity_audit.errors import ToolFailure, UsageError
from aml_maturity_audit.history.store import History
from aml_maturity_audit.history.tables import DOCUMENTS, LEVELS, VERDICTS
from aml_maturity_audit.history.trend import trends
from aml_maturity_audit.signals.shards import Shard
from assessments import assessment, workspace

FIRST = datetime(2026, 6, 1, 4, tzinfo=UTC)


def run(number: int = 1, verdicts: str = "++++++++++", *names: str, **given) -> Assessment:
    """A run of one day after another, of workspaces with these verdicts."""
    made = assessment(*(workspace(name, verdicts=verdicts) for name in names or ("ml-prod",)))
    changed = replace(
        made.run,
        id=f"run-{number}",
        collected_at=FIRST + timedelta(days=number),
        assessed_at=FIRST + timedelta(days=number, minutes=5),
        **given,
    )
    return replace(made, run=changed)


def test_a_run_comes_back_as_it_was(tmp_path: Path) -> None:
    history = History(str(tmp_path))
    history.write(run())
    found = history.document("run-1")
    assert found is not None
    assert dump(found) == dump(run())


def test_the_newest_run_is_the_default(tmp_path: Path) -> None:
    history = History(str(tmp_path))
    for number in (2, 1, 3):
        history.write(run(number))
    assert history.document().run.id == "run-3"
    assert [row["run_id"] for row in history.runs()] == ["run-1", "run-2", "run-3"]


def test_writing_again_doubles_nothing_and_replaces(tmp_path: Path) -> None:
    history = History(str(tmp_path))
    history.write(run(1, "++++++++++"))
    history.write(run(2))
    history.write(run(1, "----------"))
    levels = [row for row in history.records("levels") if row["run_id"] == "run-1"]
    assert len(levels) == 7
    assert max(row["confirmed"] or 0 for row in levels) <= 1
    assert len(history.runs()) == 2


def test_the_tables_are_typed_as_documented(tmp_path: Path) -> None:
    history = History(str(tmp_path))
    history.write(run())
    for name, schema in (("levels", LEVELS), ("verdicts", VERDICTS), ("documents", DOCUMENTS)):
        assert pa.schema(history.table(name).schema) == pa.schema(schema)
    levels = pa.schema(history.table("levels").schema)
    assert str(levels.field("collected_at").type) == "timestamp[us, tz=UTC]"


def test_duckdb_reads_it_as_it_is(tmp_path: Path) -> None:
    history = History(str(tmp_path))
    for number, verdicts in ((1, "----------"), (2, "++++++++++")):
        history.write(run(number, verdicts))
    levels = history.table("levels")
    query = (
        "select date, min(confirmed) from levels where dimension = 'overall' group by 1 order by 1"
    )
    rows = duckdb.connect().register("levels", levels).execute(query).fetchall()
    assert [level for _, level in rows] == [0, 4]


WRITER = """
import sys
from pathlib import Path
from aml_maturity_audit.assessment.document import load
from aml_maturity_audit.history.store import History
uri, shard, file = sys.argv[1:]
History(uri).write(load(Path(file).read_bytes()), shard)
"""


def start(uri: Path, shard: str, document: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", WRITER, str(uri), shard, str(document)]
    return subprocess.Popen(command, stderr=subprocess.PIPE)


def shards(tmp_path: Path, count: int) -> dict[str, Path]:
    files = {}
    for number in range(1, count + 1):
        file = tmp_path / f"{number}.json"
        file.write_bytes(dump(run(1, "++++++++++", f"ml-{number}")))
        files[f"{number}/{count}"] = file
    return files


def finished(writer: subprocess.Popen[bytes]) -> int:
    _, said = writer.communicate(timeout=120)
    assert writer.returncode == 0, said.decode()
    return writer.returncode


def test_four_writers_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    files = shards(tmp_path, 4)
    writers = [start(tmp_path / "h", shard, file) for shard, file in files.items()]
    assert [finished(writer) for writer in writers] == [0, 0, 0, 0]
    history = History(str(tmp_path / "h"))
    assert len(history.runs()) == 4
    assert len(history.records("levels")) == 4 * 7
    assert history.shards("run-1") == ["1/4", "2/4", "3/4", "4/4"]
    kept = {(row["shard"], row["workspace"]) for row in history.records("levels")}
    assert kept == {(f"{number}/4", f"ml-{number}") for number in (1, 2, 3, 4)}
    assert history.document("run-1") is None
    assert history.whole_runs() == set()


def test_a_killed_writer_leaves_it_readable_and_a_repeat_completes_it(tmp_path: Path) -> None:
    files = shards(tmp_path, 2)
    history = History(str(tmp_path / "h"))
    history.write(run(1, "++++++++++", "ml-1"), "1/2")
    killed = start(tmp_path / "h", "2/2", files["2/2"])
    killed.kill()
    killed.communicate()
    assert history.runs()
    finished(start(tmp_path / "h", "2/2", files["2/2"]))
    assert history.shards("run-1") == ["1/2", "2/2"]
    assert len(history.records("levels")) == 2 * 7


def test_pruning_deletes_old_runs_and_their_files(tmp_path: Path) -> None:
    history = History(str(tmp_path))
    for number in range(1, 5):
        history.write(run(number))
    before = len(list((tmp_path / "documents").rglob("*.parquet")))
    assert history.prune(FIRST + timedelta(days=3)) == 2
    assert [row["run_id"] for row in history.runs()] == ["run-3", "run-4"]
    assert len(list((tmp_path / "documents").rglob("*.parquet"))) < before


@pytest.mark.parametrize(
    "break_it",
    [
        lambda history: history.document("run-9"),
        lambda history: history.document("run' OR '1'='1"),
        lambda history: history.table("nothing"),
        lambda history: History("s3://bucket/x"),
    ],
)
def test_bad_input(tmp_path: Path, break_it) -> None:
    history = History(str(tmp_path))
    history.write(run())
    with pytest.raises(UsageError):
        break_it(history)


def test_no_history_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no history"):
        History(str(tmp_path / "none")).runs()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises((ToolFailure, UsageError)):
        History(str(file)).write(run())


def test_a_run_id_that_could_be_a_predicate_is_refused(tmp_path: Path) -> None:
    made = run()
    evil = replace(made, run=replace(made.run, id="x' OR '1'='1"))
    with pytest.raises(UsageError):
        History(str(tmp_path)).write(evil)


def rows(tmp_path: Path, *runs: Assessment):
    history = History(str(tmp_path))
    for each in runs:
        history.write(each)
    return history.records("levels")


def test_a_trend_per_workspace(tmp_path: Path) -> None:
    found = trends(rows(tmp_path, run(1, "----------"), run(2, "++++++++++")))
    assert [trend.spark for trend in found] == ["▁█"]
    assert [point.confirmed for point in found[0].points] == [0, 4]


def test_a_trend_of_a_dimension_and_of_named_workspaces(tmp_path: Path) -> None:
    kept = rows(tmp_path, run(1, "++++++++++", "a", "b"))
    assert [t.name for t in trends(kept, workspaces=["A"], dimension="technology")] == ["a"]
    assert trends(kept, dimension="people") == ()


def test_the_fleet_is_a_mean(tmp_path: Path) -> None:
    found = trends(rows(tmp_path, run(1, "++++++++++", "a", "b")), fleet=True)
    assert (found[0].key, found[0].points[0].workspaces) == (FLEET, 2)


def test_a_change_of_rules_is_marked(tmp_path: Path) -> None:
    stricter = run(2, "++++++++++", policy_digest="other", catalogue_digest="new")
    points = trends(rows(tmp_path, run(1), stricter, run(3)))[0].points
    assert [point.changed for point in points] == [
        (),
        ("catalogue", "policy"),
        ("catalogue", "policy"),
    ]


def test_what_shards_say_together_takes_the_place_of_what_each_said(tmp_path: Path) -> None:
    history = History(str(tmp_path))
    history.write(run(1, "----------", "a"), "1/2", b"read")
    history.write(run(1, "----------", "b"), "2/2", b"read")
    together = run(1, "++++++++++", "a", "b")
    history.complete(together, 2)
    levels = history.records("levels")
    assert {row["confirmed"] for row in levels if row["dimension"] == "overall"} == {4}
    assert {row["shard"] for row in levels} == {"1/2"}
    assert len(levels) == 2 * 7
    assert dump(history.document("run-1")) == dump(together)
    assert history.whole_runs() == {"run-1"}
    assert history.shards("run-1") == ["1/2", "2/2"]


def test_a_shard_that_is_repeated_takes_back_what_was_put_together(tmp_path: Path) -> None:
    history = History(str(tmp_path))
    assert [str(Shard.owner(workspace(name).key, 2)) for name in "ac"] == ["1/2", "2/2"]
    for shard, name in (("1/2", "a"), ("2/2", "c")):
        history.write(run(1, "----------", name), shard, b"first")
    history.complete(run(1, "++++++++++", "a", "c"), 2)
    history.write(run(1, "----------", "a"), "1/2", b"second")
    levels = [r for r in history.records("levels") if r["dimension"] == "overall"]
    assert sorted((row["workspace"], row["confirmed"]) for row in levels) == [("a", 0), ("c", 4)]
    assert history.document("run-1") is None
    assert dict(history.snapshots("run-1")) == {"1/2": b"second", "2/2": b"first"}


def test_pruning_takes_what_shards_read_with_it(tmp_path: Path) -> None:
    history = History(str(tmp_path))
    history.write(run(1, "++++++++++", "a"), "1/1", b"read")
    history.prune(FIRST + timedelta(days=9))
    assert dict(history.snapshots("run-1")) == {}
    assert list((tmp_path / "snapshots").rglob("*.parquet")) == []
