"""`--shard`, `--run-id`, and what `report`, `compare`, `trend` and `history` make of a history."""

import json

import pytest


def shard(run, part, history, *more):
    return run("audit", "--run-id", "night", "--shard", part, "--history", history, *more)


@pytest.fixture
def history(tmp_path):
    return tmp_path / "history"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--shard", "2/1", "--run-id", "x"), "'2/1' is no shard"),
        (("--shard", "half", "--run-id", "x"), "'half' is no shard"),
        (("--shard", "1/2"), "need an id in common"),
        (("--run-id", "x' OR 1=1"), "cannot be the id of a run"),
        (("--run-id", "../x"), "cannot be the id of a run"),
    ],
)
def test_what_is_no_shard_or_run_is_refused_before_anything_is_asked(
    run, sandbox, tmp_path, arguments, said
):
    ended = run("collect", tmp_path / "x", *arguments)
    assert (ended.code, ended.out) == (2, b"")
    assert said in ended.err
    assert len(sandbox.requests) == 0
    assert not list(tmp_path.glob("x*"))


def test_the_last_shard_puts_the_run_together(run, sandbox, history):
    first = shard(run, "1/2", history, "--format", "json")
    assert first.code == 0
    assert "1 of 2 are not there" in first.err
    assert "Shard 2/2 of the run is not there yet" in run("report", "--history", history).err
    left_out = run("trend", "--history", history)
    assert (left_out.text, "left out" in left_out.err) == ("No run has such a level.\n", True)
    second = shard(run, "2/2", history, "--format", "json")
    assert "they are judged together" in second.err
    counts = [json.loads(each.out)["coverage"]["workspaces"] for each in (first, second)]
    assert sorted(counts) == [0, 1]
    whole = json.loads(run("report", "--history", history, "--format", "json").out)
    assert whole["coverage"]["workspaces"] == 1
    assert whole["run"]["id"] == "night"
    assert "all shards" in run("history", "list", "--history", history).text


def test_the_environment_names_the_run_and_its_part(run, sandbox, history, monkeypatch):
    monkeypatch.setenv("AML_MATURITY_AUDIT_RUN_ID", "night")
    monkeypatch.setenv("AML_MATURITY_AUDIT_SHARD", "1/1")
    assert run("audit", "--history", history).code == 0
    kept = json.loads(run("history", "list", "--history", history, "--json").out)
    assert [(each["run_id"], each["shard"]) for each in kept["runs"]] == [("night", "1/1")]


def test_halves_can_be_shards_too(run, sandbox, history, tmp_path):
    for part in (1, 2):
        file = tmp_path / f"{part}.snapshot"
        assert run("collect", file, "--run-id", "night", "--shard", f"{part}/2").code == 0
        assert run("assess", file, "--history", history, "--window-days", "30").code == 0
    whole = json.loads(run("report", "--history", history, "--format", "json").out)
    assert whole["run"]["windowDays"] == 30


def test_one_run_cannot_be_split_in_two_ways(run, sandbox, history):
    assert shard(run, "1/2", history).code == 0
    for arguments in (("--shard", "1/3"), ("--shard", "1/1")):
        ended = run("audit", "--run-id", "night", "--history", history, *arguments)
        assert ended.code == 2
        assert "different splits" in ended.err


def test_shards_judged_by_other_rules_are_not_put_together(run, sandbox, history, tmp_path):
    assert shard(run, "1/2", history).code == 0
    policy = tmp_path / "policy.toml"
    policy.write_text("[policy]\nbreach_response_hours = 48\n")
    ended = shard(run, "2/2", history, "--config", policy)
    assert ended.code == 2
    assert "judged by other rules" in ended.err


def test_two_runs_of_a_history_are_compared(run, sandbox, history):
    for name in ("monday", "tuesday"):
        assert run("audit", "--run-id", name, "--history", history).code == 0
    compared = run("compare", "monday", "tuesday", "--history", history, "--format", "json")
    assert compared.code == 0
    assert json.loads(compared.out)["schema"].startswith("aml-maturity-audit/")
    assert run("compare", "monday", "sunday", "--history", history).code == 2
    assert run("compare", "monday", "tuesday").code == 2


def test_a_file_and_a_run_are_compared(run, sandbox, history, tmp_path):
    saved = tmp_path / "saved.json"
    arguments = ("audit", "--run-id", "monday", "--history", history)
    assert run(*arguments, "--output", saved).code == 0
    assert run("compare", saved, "monday", "--history", history).code == 0


def test_a_trend_is_a_page(run, sandbox, history, tmp_path):
    for name, edition in (("monday", "2024"), ("tuesday", "2025-10")):
        arguments = ("audit", "--run-id", name, "--history", history)
        assert run(*arguments, "--edition", edition).code == 0
    page = tmp_path / "trend.html"
    assert run("trend", "--history", history, "--output", page).code == 0
    text = page.read_text()
    assert text.startswith("<!doctype html>")
    assert "edition changed" in text.replace("catalogue, ", "")
    assert json.loads(run("trend", "--history", history, "--format", "json").out)["trends"]
    assert run("trend", "--history", history, "--format", "xlsx").code == 2
