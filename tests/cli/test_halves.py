"""`collect`, `assess`, `report`: two halves make the whole; files from others fail closed."""

import gzip
import json

import pytest


def judged(document: bytes) -> dict:
    """What does not depend on when or how often it was judged."""
    read = json.loads(document)
    read["run"].pop("assessedAt")
    return read


def test_the_halves_make_the_whole(run, sandbox, tmp_path):
    path = tmp_path / "estate.snapshot"
    whole = run("audit", "--format", "json", "--snapshot", path)
    half = run("assess", path, "--format", "json")
    assert half.code == 0
    assert judged(half.out) == judged(whole.out)


def test_collect_writes_a_private_file_and_says_so_on_stderr(run, sandbox, tmp_path):
    path = tmp_path / "estate.snapshot"
    ended = run("collect", path)
    assert (ended.code, ended.out) == (0, b"")
    assert ended.err == f"1 workspaces were read into {path}.\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.glob("*.partial")) == []
    assert run("collect").code == 2
    assert run("collect", tmp_path / "missing" / "x").code == 2


def test_a_collect_that_fails_at_once_leaves_nothing(run, sandbox, tmp_path, monkeypatch):
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "wrong")
    assert run("collect", tmp_path / "x").code == 4
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


def test_an_old_snapshot_is_judged_with_another_edition_and_window(run, snapshot):
    newer = json.loads(run("assess", snapshot, "--format", "json", "--edition", "2025-10").out)
    assert newer["run"]["edition"] == "2025-10"
    narrower = json.loads(run("assess", snapshot, "--format", "json", "--window-days", "30").out)
    assert narrower["run"]["windowDays"] == 30
    wider = run("assess", snapshot, "--window-days", "91")
    assert (wider.code, wider.out) == (2, b"")


def test_a_saved_assessment_is_rendered_again(run, snapshot, tmp_path):
    saved = tmp_path / "saved.json"
    run("assess", snapshot, "--output", saved)
    assert run("report", saved, "--format", "json").out == saved.read_bytes()
    assert run("report", saved).text == run("assess", snapshot).text
    assert run("report", saved, "--format", "html").text.startswith("<!doctype html>")


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"not gzip",
        gzip.compress(b"", mtime=0),
        gzip.compress(b"{}\n", mtime=0),
        gzip.compress(b'{"schema":"aml-maturity-audit/snapshot/v9","header":{}}\n', mtime=0),
        "truncated",
    ],
)
def test_a_snapshot_that_is_none_is_one_sentence(content, run, snapshot, tmp_path):
    path = tmp_path / "bad.snapshot"
    if content == "truncated":
        path.write_bytes(snapshot.read_bytes()[:-40])
    elif content is not None:
        path.write_bytes(content)
    ended = run("assess", path)
    assert (ended.code, ended.out) == (2, b"")
    assert "bad.snapshot" in ended.err
    assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize("content", [b"", b"{}", b"[", b'{"schema": "aml-maturity-audit/x/v1"}'])
def test_an_assessment_that_is_none_is_one_sentence(content, run, snapshot, tmp_path):
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    ended = run("report", path)
    assert (ended.code, ended.out) == (2, b"")
    assert "bad.json" in ended.err
    assert run("report", snapshot).code == 2
    assert run("report", tmp_path / "missing.json").code == 2
