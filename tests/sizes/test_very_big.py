"""The very big ones (`make big`): thousands of workspaces, a hundred thousand jobs in one."""

import json

import pytest

from sizes.fleet import fleet
from sizes.test_growth import lines

pytestmark = pytest.mark.big

WORKSPACES = 2_000
JOBS = 100_000
FIXED = 150.0
"""MB: what the tool takes for itself and the workspaces that are under way."""

A_JOB = 0.006
"""MB: what a job takes while those of its workspace are being read."""


def test_two_thousand_workspaces(tmp_path):
    file = tmp_path / "fleet.snapshot"
    with fleet(WORKSPACES, 5) as running:
        took = running.run("collect", file)
    print(took.requests, "requests,", round(took.peak), "MB")
    assert took.code == 0, took.said
    assert sum("workspace" in line for line in lines(file)) == WORKSPACES
    assert took.requests < 30 * WORKSPACES
    assert took.peak < FIXED


def test_a_hundred_thousand_jobs_in_one_workspace(tmp_path):
    file, out = tmp_path / "jobs.snapshot", tmp_path / "a.json"
    with fleet(1, JOBS) as running:
        took = running.run("collect", file, "--max-jobs", 2 * JOBS)
        usual = running.run("audit", "--format", "json", "--output", out)
    print(took.requests, "requests,", round(took.peak), "MB; cut:", usual.requests, usual.peak)
    assert (took.code, usual.code) == (0, 0), took.said + usual.said
    assert took.kinds["workspaces/jobs"] <= JOBS / 100 + 1
    assert took.peak < FIXED + JOBS * A_JOB
    assert usual.peak < 2 * FIXED
    (workspace,) = json.loads(out.read_text())["workspaces"]
    jobs = next(one for one in workspace["readings"] if one["signal"] == "jobs")
    assert (jobs["items"], jobs["complete"]) == (10_000, False)
    assert "10000" in jobs["detail"].replace(",", "")
