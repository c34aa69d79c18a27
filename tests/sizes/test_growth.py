"""What a larger estate takes: requests in proportion, memory hardly more.

Source: issue "Unbreakable", Big and odd estates. The very big ones are in `test_very_big.py`.
"""

import gzip
import json

import pytest

from sizes.fleet import fleet

FEW, MANY = 30, 120


def lines(path) -> list[dict]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """Two fleets of which one is four times the other."""
    took = []
    for workspaces in (FEW, MANY):
        file = tmp_path_factory.mktemp("fleet") / "fleet.snapshot"
        with fleet(workspaces, 20) as running:
            took.append(running.run("collect", file))
        assert took[-1].code == 0, took[-1].said
        assert sum("workspace" in line for line in lines(file)) == workspaces
    return took


def test_every_workspace_takes_as_many_requests_as_any_other(collected):
    few, many = collected
    for kind, number in many.kinds.items():
        if kind.startswith("workspaces/"):
            assert number * FEW == few.kinds[kind] * MANY, kind
    assert many.requests < 4.1 * few.requests


def test_reading_four_times_as_many_workspaces_takes_hardly_more_memory(collected):
    few, many = collected
    assert many.peak < few.peak + 24, (few.peak, many.peak)


def test_jobs_are_held_small_and_cut_where_it_was_asked(tmp_path):
    with fleet(1, 6_000) as running:
        whole = running.run("collect", tmp_path / "whole.snapshot")
        cut = running.run("collect", tmp_path / "cut.snapshot", "--max-jobs", 500)
        report = running.run(
            *("audit", "--max-jobs", 500, "--format", "json", "--output", tmp_path / "a.json")
        )
    assert (whole.code, cut.code, report.code) == (0, 0, 0), report.said
    assert cut.kinds["workspaces/jobs"] < whole.kinds["workspaces/jobs"] / 8
    assert whole.peak < cut.peak + 48, (cut.peak, whole.peak)
    (workspace,) = json.loads((tmp_path / "a.json").read_text())["workspaces"]
    jobs = next(one for one in workspace["readings"] if one["signal"] == "jobs")
    assert (jobs["items"], jobs["complete"]) == (500, False)
    assert "500" in jobs["detail"]
