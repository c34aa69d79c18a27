"""Files that are no snapshot, or not a whole one: each is refused in one sentence."""

import gzip
from pathlib import Path

import pytest

from aml_maturity_audit.errors import ToolFailure, UsageError
from aml_maturity_audit.signals import snapshot_lines
from aml_maturity_audit.signals.computes import COMPUTES
from aml_maturity_audit.signals.jobs import JOBS
from aml_maturity_audit.signals.reading import NotCollected
from aml_maturity_audit.signals.snapshot_file import (
    SnapshotWriter,
    read_snapshot,
    write_snapshot,
)
from signals.at_hand import lines_of, packed, whole


@pytest.mark.parametrize("kept", [11, 40, 200, -1, -8])
def test_a_truncated_file_is_refused(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "run.snapshot"
    write_snapshot(whole(), path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(UsageError, match="truncated"):
        read_snapshot(path)


def test_a_file_without_footer_is_truncated(tmp_path: Path) -> None:
    path = tmp_path / "run.snapshot"
    write_snapshot(whole(), path)
    packed(path, *lines_of(path)[:-1])
    with pytest.raises(UsageError, match="truncated"):
        read_snapshot(path)


def test_what_follows_the_footer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.snapshot"
    write_snapshot(whole(), path)
    packed(path, *lines_of(path), {"workspace": None})
    with pytest.raises(UsageError, match="goes on after"):
        read_snapshot(path)


def test_two_files_in_one_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.snapshot"
    write_snapshot(whole(), path)
    path.write_bytes(path.read_bytes() * 2)
    with pytest.raises(UsageError, match="goes on after"):
        read_snapshot(path)


def test_a_newer_format_asks_for_an_update(tmp_path: Path) -> None:
    path = packed(tmp_path / "f", {"schema": "aml-maturity-audit/snapshot/v9", "header": {"x": 1}})
    with pytest.raises(UsageError, match="v9") as caught:
        read_snapshot(path)
    assert "Update" in caught.value.remedy


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        gzip.compress(b"", mtime=0),
        gzip.compress(b"not json\n", mtime=0),
        gzip.compress(b'{"schema": "somebody/else/v1", "header": {}}\n', mtime=0),
        gzip.compress(b'{"schema": "aml-maturity-audit/assessment/v1"}\n', mtime=0),
        gzip.compress(b'{"schema": "aml-maturity-audit/snapshot/v1", "header": {}}\n', mtime=0),
        gzip.compress(b"[" * 100_000 + b"\n", mtime=0),
    ],
)
def test_a_foreign_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "f"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"no snapshot|truncated"):
        read_snapshot(path)


@pytest.mark.parametrize(
    "line",
    [
        {"something": "else"},
        {"workspace": {"name": "no id"}},
        {"workspace": None, "readings": {}},
        b"nonsense",
        {"subscription": {"id": "s"}, "readings": {"jobs": {"state": "guessed"}}},
        {"subscription": {"id": "s"}, "readings": {"jobs": []}},
    ],
)
def test_a_line_that_is_none_is_refused(tmp_path: Path, line: object) -> None:
    write_snapshot(whole(), tmp_path / "a")
    path = packed(tmp_path / "f", lines_of(tmp_path / "a")[0], line)
    with pytest.raises(UsageError):
        read_snapshot(path)


def test_a_reading_of_another_shape_is_refused_where_it_is_asked_for(tmp_path: Path) -> None:
    write_snapshot(whole(), tmp_path / "a")
    damaged = {"subscription": {"id": "s"}, "readings": {"jobs": {"state": "observed", "value": 1}}}
    path = packed(tmp_path / "f", lines_of(tmp_path / "a")[0], damaged, {"footer": {}})
    readings = read_snapshot(path).subscriptions[0].readings
    assert isinstance(readings.get(COMPUTES), NotCollected)
    with pytest.raises(UsageError, match="damaged"):
        readings.get(JOBS)


def test_unknown_fields_and_signals_of_a_later_day_are_ignored(tmp_path: Path) -> None:
    write_snapshot(whole(), tmp_path / "a")
    later = {
        "subscription": {"id": "s", "mood": "good"},
        "readings": {"weather": {"state": "observed", "value": "fine"}},
        "more": 1,
    }
    path = packed(tmp_path / "f", lines_of(tmp_path / "a")[0], later, {"footer": {"workspaces": 0}})
    assert read_snapshot(path).subscriptions[0].subscription.id == "s"


def test_a_file_beyond_bounds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot_lines, "LARGEST_FILE", 100_000)
    path = packed(tmp_path / "f", b"x" * 10_000_000)
    with pytest.raises(UsageError, match="larger"):
        read_snapshot(path)


@pytest.mark.parametrize("what", ["missing", "directory"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, what: str) -> None:
    path = tmp_path / "missing" if what == "missing" else tmp_path
    with pytest.raises(UsageError, match="cannot be read"):
        read_snapshot(path)


def test_a_path_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        SnapshotWriter(tmp_path / "nowhere" / "file")


def test_a_name_that_cannot_be_taken_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(ToolFailure, match="could not be written"):
        write_snapshot(whole(), tmp_path / "taken")
