"""The snapshot format: written atomically, private, readable when torn, strict when read."""

import gzip
import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aml_maturity_audit.errors import ToolFailure, UsageError
from aml_maturity_audit.signals import snapshot_lines
from aml_maturity_audit.signals.computes import COMPUTES, Compute
from aml_maturity_audit.signals.jobs import JOBS
from aml_maturity_audit.signals.reading import Denied, Gap, NotCollected, Observed
from aml_maturity_audit.signals.snapshot import (
    SNAPSHOT_SCHEMA,
    WORKSPACES,
    Footer,
    Header,
    Project,
    ProjectReadings,
    Readings,
    Requests,
    RunWarning,
    Scope,
    Snapshot,
    Subscription,
    SubscriptionReadings,
    WorkspaceReadings,
)
from aml_maturity_audit.signals.snapshot_file import (
    SnapshotWriter,
    partial_path,
    read_partial,
    read_snapshot,
    write_snapshot,
)
from aml_maturity_audit.signals.workspaces import Workspace

HEADER = Header(
    tool_version="0.1.0",
    run_id="r1",
    collected_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    scope=Scope(subscriptions=("11111111-0000-4000-8000-000000000001",)),
)
CLUSTER = Compute(id="/c/cpu", name="cpu", type="AmlCompute")


def workspace(name: str) -> WorkspaceReadings:
    return WorkspaceReadings(
        Workspace(
            id=f"/subscriptions/s/{name}", name=name, subscription_id="s", resource_group="g"
        ),
        Readings.of(
            {
                COMPUTES: Observed(
                    value=(CLUSTER,), gaps=(Gap(kind="undecoded", reason="x", resource="y"),)
                ),
                JOBS: Denied(action="Microsoft.MachineLearningServices/workspaces/jobs/read"),
            }
        ),
    )


def whole() -> Snapshot:
    return Snapshot(
        HEADER,
        workspaces=[workspace("a"), workspace("ümläut")],
        subscriptions=[
            SubscriptionReadings(
                Subscription(id="s", name="prod"), Readings.of({WORKSPACES: Observed(value=())})
            )
        ],
        projects=[
            ProjectReadings(
                Project(provider="azure-devops", organization="https://dev.azure.com/o", name="p"),
                Readings(),
            )
        ],
        footer=Footer(
            workspaces=2,
            requests=Requests(arm=3, by_source={"jobs": 3}),
            warnings=(RunWarning(code="c", text="t"),),
        ),
    )


def lines_of(path: Path) -> list[bytes]:
    return gzip.decompress(path.read_bytes()).splitlines()


def packed(path: Path, *lines: object) -> Path:
    body = b"".join(
        (line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines
    )
    path.write_bytes(gzip.compress(body))
    return path


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
