"""The snapshot format: written atomically, private, readable when torn."""

import json
import stat
from pathlib import Path

import pytest

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.signals.computes import COMPUTES
from aml_maturity_audit.signals.jobs import JOBS
from aml_maturity_audit.signals.reading import Denied, Observed
from aml_maturity_audit.signals.snapshot import (
    SNAPSHOT_SCHEMA,
    WORKSPACES,
    Footer,
)
from aml_maturity_audit.signals.snapshot_file import (
    SnapshotWriter,
    partial_path,
    read_partial,
    read_snapshot,
    write_snapshot,
)
from signals.at_hand import CLUSTER, HEADER, lines_of, whole, workspace


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "run.snapshot"
    write_snapshot(whole(), path)
    read = read_snapshot(path)
    assert read.header == HEADER
    assert read.footer == whole().footer
    assert [one.workspace for one in read.workspaces] == [
        one.workspace for one in whole().workspaces
    ]
    computes = read.workspaces[1].readings.get(COMPUTES)
    assert isinstance(computes, Observed)
    assert computes.value == (CLUSTER,)
    assert not computes.complete
    assert isinstance(read.workspaces[0].readings.get(JOBS), Denied)
    assert read.subscriptions[0].readings.get(WORKSPACES) == Observed(value=())
    assert read.projects[0].project.name == "p"


def test_lines_stand_as_documented(tmp_path: Path) -> None:
    path = tmp_path / "run.snapshot"
    write_snapshot(whole(), path)
    lines = [json.loads(line) for line in lines_of(path)]
    assert lines[0]["schema"] == SNAPSHOT_SCHEMA
    assert [next(iter(line)) for line in lines[1:]] == [
        "workspace",
        "workspace",
        "subscription",
        "project",
        "footer",
    ]


def test_the_same_run_makes_the_same_bytes(tmp_path: Path) -> None:
    write_snapshot(whole(), tmp_path / "a")
    write_snapshot(whole(), tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_file_is_private_and_appears_only_when_whole(tmp_path: Path) -> None:
    path = tmp_path / "run.snapshot"
    with SnapshotWriter(path) as writer:
        writer.begin(HEADER)
        assert partial_path(path).exists()
        assert not path.exists()
        writer.finish(Footer())
    assert not partial_path(path).exists()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_older_partial_file_of_other_mode_is_made_private(tmp_path: Path) -> None:
    path = tmp_path / "run.snapshot"
    partial_path(path).write_text("old")
    partial_path(path).chmod(0o644)
    write_snapshot(whole(), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_from_before_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "run.snapshot"
    write_snapshot(whole(), path)
    before = path.read_bytes()
    with pytest.raises(RuntimeError, match="killed"), SnapshotWriter(path) as writer:
        writer.begin(HEADER)
        raise RuntimeError("killed")
    assert path.read_bytes() == before


def test_a_killed_run_is_read_up_to_its_last_whole_line(tmp_path: Path) -> None:
    path = tmp_path / "run.snapshot"
    writer = SnapshotWriter(path)
    writer.begin(HEADER)
    writer.workspace(workspace("a"))
    at_kill = partial_path(path).read_bytes()  # no close, as after SIGKILL
    writer.workspace(workspace("b"))
    torn = tmp_path / "torn"
    torn.write_bytes(partial_path(path).read_bytes()[: len(at_kill) + 5])
    read = read_partial(torn)
    assert [one.workspace.name for one in read.workspaces] == ["a"]
    assert not read.footer.complete
    writer.__exit__(None, None, None)


def test_a_partial_file_without_a_header_is_none(tmp_path: Path) -> None:
    torn = tmp_path / "torn"
    write_snapshot(whole(), tmp_path / "a")
    torn.write_bytes((tmp_path / "a").read_bytes()[:15])
    with pytest.raises(UsageError, match="no snapshot"):
        read_partial(torn)
