"""`history`, `trend` and `--history` with bad input: one sentence, and the right exit code."""

import builtins

import pytest


@pytest.fixture
def history(run, sandbox, tmp_path):
    place = tmp_path / "history"
    assert run("audit", "--run-id", "monday", "--history", place).code == 0
    sandbox.requests.clear()
    return place


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("history", "prune", "--older-than", "99999999"), "--older-than"),
        (("history", "prune", "--older-than", "0"), "--older-than"),
        (("history", "prune", "--older-than", "soon"), "--older-than"),
        (("history", "prune", "--older-than", "-3"), "--older-than"),
        (("history", "export", "x.txt"), "neither .csv nor .parquet"),
        (("history", "export", "x.csv", "--table", "snapshots"), "has no table 'snapshots'"),
        (("history", "export", "nowhere/x.csv"), "cannot be written"),
        (("trend", "--workspace", "nobody"), "has a workspace 'nobody'"),
        (("trend", "--dimension", "height"), "no dimension 'height'"),
        (("report", "--run", "tuesday"), "no run 'tuesday'"),
        (("report", "--run", "x' OR 1=1"), "cannot be kept in a history"),
        (("compare", "monday", "tuesday"), "no run 'tuesday'"),
    ],
)
def test_bad_input_is_one_sentence(run, history, arguments, said):
    ended = run(*arguments, "--history", history)
    assert (ended.code, ended.out) == (2, b"")
    assert said in ended.err
    assert len(ended.err.strip().splitlines()) == 1


def test_a_file_is_no_folder_and_nothing_is_read(run, sandbox, tmp_path):
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        ended = run("audit", "--history", place)
        assert (ended.code, ended.out, len(sandbox.requests)) == (2, b"", 0)
        assert "is a file" in ended.err


def test_what_is_no_table_is_said_before_anything_is_read(run, sandbox, tmp_path):
    log = tmp_path / "history" / "documents" / "_delta_log"
    log.mkdir(parents=True)
    (log / f"{0:020}.json").write_text("garbage")
    ended = run("audit", "--history", tmp_path / "history")
    assert (ended.code, ended.out, len(sandbox.requests)) == (1, b"", 0)
    assert "could not be read or written" in ended.err
    assert "clone3" not in ended.err


def test_without_the_extra_it_says_how_to_get_it(run, sandbox, tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.startswith("aml_maturity_audit.history"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    ended = run("audit", "--history", tmp_path / "history")
    assert (ended.code, ended.out, len(sandbox.requests)) == (2, b"", 0)
    assert "aml-maturity-audit[history]" in ended.err


def test_a_report_shows_levels_over_time_where_a_history_is_at_hand(
    run, history, snapshot, tmp_path
):
    policy = tmp_path / "policy.toml"
    policy.write_text("[policy]\nbreach_response_hours = 48\n")
    pages = [tmp_path / f"{name}.html" for name in ("audit", "report", "assess", "first")]
    more = ("--history", history, "--config", policy)
    assert run("audit", "--run-id", "tuesday", *more, "--output", pages[0]).code == 0
    arguments = ("--history", history, "--run", "tuesday", "--output", pages[1])
    assert run("report", *arguments).code == 0
    for page in pages[:2]:
        text = page.read_text()
        assert "Levels over time" in text
        assert "policy changed" in text
    arguments = ("--history", history, "--run", "monday", "--output", pages[3])
    assert run("report", *arguments).code == 0
    assert "Levels over time" not in pages[3].read_text()
    assert run("assess", snapshot, "--history", history, "--output", pages[2]).code == 0
    assert pages[2].read_text().startswith("<!doctype html>")


def test_a_shards_own_report_shows_no_trend(run, history, tmp_path):
    """The estate has one workspace: the shard without it knows that it is a part."""
    shown = {}
    for part in ("1/2", "2/2"):
        page = tmp_path / f"{part[0]}.html"
        arguments = ("audit", "--run-id", "night", "--shard", part, "--history", history)
        assert run(*arguments, "--output", page).code == 0
        text = page.read_text()
        shown["This is shard" in text] = "Levels over time" in text
    assert shown == {True: False, False: True}
