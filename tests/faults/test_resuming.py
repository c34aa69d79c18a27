"""`collect --resume`: a killed or interrupted run is gone on with, from wherever it was stopped.

Source: issue "Unbreakable", Interruption. Partial files are cut at many offsets, and real processes
are killed at several requests.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from aml_maturity_audit.signals.snapshot_file import partial_path, read_partial, read_snapshot
from faults.snapshots import content, killed

COMMAND = [sys.executable, "-W", "error", "-m", "aml_maturity_audit"]


@pytest.fixture
def whole(run, sandbox, tmp_path) -> Path:
    """A snapshot of an undisturbed run."""
    file = tmp_path / "whole.snapshot"
    assert run("collect", file).code == 0
    sandbox.requests.clear()
    return file


def workspaces_asked(sandbox) -> set[str]:
    return {
        one.path.split("/workspaces/")[1].split("/")[0]
        for one in sandbox.requests.to("/workspaces/")
        if one.path.split("/workspaces/")[1].count("/")
    }


def test_a_partial_file_cut_anywhere_is_gone_on_with_and_nothing_is_read_twice(
    run, sandbox, whole, tmp_path
):
    left, ends = killed(read_snapshot(whole), tmp_path / "killed.snapshot")
    file = tmp_path / "estate.snapshot"
    offsets = sorted({*ends, *(end + 3 for end in ends[:-1]), *range(ends[0], len(left), 1499)})
    for offset in offsets:
        partial_path(file).write_bytes(left[:offset])
        kept = {item.workspace.name for item in read_partial(partial_path(file)).workspaces}
        sandbox.requests.clear()
        ended = run("collect", "--resume", file)
        assert ended.code == 0, (offset, ended.err)
        assert content(file) == content(whole)
        assert workspaces_asked(sandbox).isdisjoint(kept)
        assert len(kept) + len(workspaces_asked(sandbox)) == 6
        assert not list(tmp_path.glob("*.partial")) + list(tmp_path.glob(".*.partial"))
        file.unlink()


def test_a_partial_file_without_a_whole_header_is_no_snapshot_and_is_left_alone(
    run, sandbox, whole, tmp_path
):
    left, ends = killed(read_snapshot(whole), tmp_path / "killed.snapshot")
    file = tmp_path / "estate.snapshot"
    for offset in (0, 1, 9, 20, ends[0] // 2):
        partial_path(file).write_bytes(left[:offset])
        ended = run("collect", "--resume", file)
        assert (ended.code, ended.out) == (2, b"")
        assert len(ended.err.splitlines()) == 1
        assert partial_path(file).read_bytes() == left[:offset]
    assert len(sandbox.requests) == 0


@pytest.mark.parametrize("asked", [1, 4, 12, 25, 40, 60, 75, 90])
def test_a_process_killed_at_any_request_leaves_the_old_file_and_can_be_gone_on_with(
    asked, run, sandbox, whole, tmp_path
):
    file = tmp_path / "estate.snapshot"
    file.write_bytes(whole.read_bytes())
    sandbox.faults.add("", kind="delay", seconds=0.01)
    with subprocess.Popen([*COMMAND, "collect", str(file)], env=os.environ.copy()) as process:
        while len(sandbox.requests) < asked and process.poll() is None:
            pass
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert file.read_bytes() == whole.read_bytes()
    sandbox.faults.clear()
    if partial_path(file).exists():
        assert run("collect", "--resume", file).code == 0
        assert not partial_path(file).exists()
    else:
        assert asked < 25
        assert run("collect", file).code == 0
    assert content(file) == content(whole)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_after_an_interruption_the_way_on_is_said_and_works(
    number, code, run, sandbox, whole, tmp_path
):
    file = tmp_path / "estate.snapshot"
    sandbox.faults.add("/workspaces/flo/computes", kind="hang")
    with subprocess.Popen(
        [*COMMAND, "collect", str(file)],
        env=os.environ.copy(),
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while not sandbox.requests.to("/workspaces/flo/computes"):
            assert process.poll() is None
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert f"collect --resume {file}" in err
    assert not read_snapshot(file).footer.complete
    sandbox.faults.clear()
    assert run("collect", "--resume", file).code == 0
    assert content(file) == content(whole)


def test_a_resumed_run_that_fails_leaves_what_was_read(run, sandbox, whole, tmp_path, monkeypatch):
    left, _ = killed(read_snapshot(whole), tmp_path / "killed.snapshot")
    file = tmp_path / "estate.snapshot"
    partial_path(file).write_bytes(left)
    sandbox.faults.add("^/subscriptions\\?", status=403)
    assert run("collect", "--resume", file).code == 4
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "wrong")
    assert run("collect", "--resume", file).code == 4
    assert run("collect", file).code == 4
    assert partial_path(file).read_bytes() == left
    assert not list(tmp_path.glob(".*.partial"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--window-days", "30"), "window days"),
        (("--max-jobs", "7"), "max jobs"),
        (("--resource-group", "rg"), "scope"),
    ],
)
def test_it_is_gone_on_with_as_it_was_begun(options, said, run, sandbox, whole, tmp_path):
    left, _ = killed(read_snapshot(whole), tmp_path / "killed.snapshot")
    file = tmp_path / "estate.snapshot"
    partial_path(file).write_bytes(left)
    ended = run("collect", "--resume", file, *options)
    assert (ended.code, partial_path(file).read_bytes()) == (2, left)
    assert f"another {said}" in ended.err


def test_nothing_to_go_on_with(run, sandbox, whole, tmp_path):
    absent = run("collect", "--resume", tmp_path / "absent.snapshot")
    assert absent.code == 2
    assert "Leave --resume out" in absent.err
    complete = run("collect", "--resume", whole)
    assert complete.code == 2
    assert "nothing of it is missing" in complete.err
    assert len(sandbox.requests) == 0
