"""plan, trace, attest, systems, config, history and trend, as a user runs them."""

import json
import tomllib

import pytest


@pytest.fixture
def assessment(run, snapshot, tmp_path):
    path = tmp_path / "assessment.json"
    assert run("assess", snapshot, "--output", path).code == 0
    return path


def test_a_plan_names_steps_for_the_workspace(run, assessment):
    text = run("plan", assessment)
    assert text.code == 0
    assert "→ level" in text.text
    document = json.loads(run("plan", assessment, "--to", "4", "--json").out)
    assert document["schema"] == "aml-maturity-audit/plan/v1"
    assert document["plans"][0]["target"] == 4
    assert {"do", "grant"} >= {step["kind"] for step in document["plans"][0]["steps"]} - {"attest"}


@pytest.mark.parametrize(
    "arguments", [("--to", "9"), ("--to", "0"), ("--workspace", "nowhere"), ("--to", "x")]
)
def test_a_plan_for_what_is_not_there(run, assessment, arguments):
    ended = run("plan", assessment, *arguments)
    assert (ended.code, ended.out) == (2, b"")


def test_a_trace_of_every_deployment(run, tmp_path):
    company = tmp_path / "company.snapshot"
    assert run("audit", "--sandbox", "--snapshot", company, "--format", "json").code == 0
    document = json.loads(run("trace", "--snapshot", company, "--json").out)
    assert document["schema"] == "aml-maturity-audit/trace/v1"
    assert all(trace["hops"][0]["kind"] == "deployment" for trace in document["traces"])
    assert document["loops"]
    whole = run("trace", "fraud/blue", "--snapshot", company)
    assert "✓ data" in whole.text
    assert run("trace", "--snapshot", company).text.count("Loop in") == len(document["loops"])


def test_a_trace_needs_a_snapshot_and_a_deployment_that_is_there(run, snapshot):
    assert run("trace", "x/y").code == 2
    ended = run("trace", "nope/nope", "--snapshot", snapshot)
    assert ended.code == 2
    assert "No production deployment is called 'nope/nope'" in ended.err


def test_questions_are_a_valid_file_without_answers(run, assessment, tmp_path):
    path = tmp_path / "attestations.yaml"
    assert run("attest", "init", assessment, "--output", path).code == 0
    assert run("attest", "check", path).text == "0 valid, 0 with a problem\n"


ATTESTED = """
schema: aml-maturity-audit/attestations/v1
attestations:
  - criterion: data-engineers-work-with-data-scientists
    workspaces: {selector}
    verdict: met
    by: Ines Sample
    date: 2020-01-01
    expires: 2099-01-01
"""


def test_an_attestation_counts_in_a_judgement(run, snapshot, tmp_path):
    path = tmp_path / "attestations.yaml"
    path.write_text(ATTESTED.format(selector="'*'"))
    assert run("attest", "check", path).code == 0
    document = json.loads(run("assess", snapshot, "--attestations", path, "--format", "json").out)
    people = [d for w in document["workspaces"] for d in w["dimensions"] if d["id"] == "people"]
    assert [d["assessed"] for d in people] == [True]


def test_attestations_that_would_be_ignored(run, assessment, tmp_path):
    path = tmp_path / "attestations.yaml"
    path.write_text(ATTESTED.format(selector="other-*"))
    ended = run("attest", "check", path, "--assessment", assessment)
    assert (ended.code, ended.text) == (2, "0 valid, 1 with a problem\n")
    path.write_text(ATTESTED.format(selector="x").replace("2099", "2021"))
    assert run("attest", "check", path).code == 2
    path.write_text(
        ATTESTED.format(selector="x").replace("data-engineers-work", "data-enginers-work")
    )
    ended = run("attest", "check", path)
    assert ended.code == 2
    assert "Did you mean data-engineers-work-with-data-scientists?" in ended.err


def test_systems_are_proposed_as_toml(run, snapshot):
    ended = run("systems", "propose", snapshot)
    assert ended.code == 0
    tomllib.loads(ended.text)


def test_the_configuration_is_checked_and_shown(run, tmp_path):
    path = tmp_path / "audit.toml"
    path.write_text('edition = "2025-10"\n[policy]\nclean_commit_share = 0.5\n')
    ended = run("config", "check", "--config", path)
    assert ended.code == 0
    assert "clean_commit_share is 0.5 instead of 0.8" in ended.text
    shown = json.loads(run("config", "show", "--config", path, "--json").out)
    origins = {row["option"]: row["from"] for row in shown}
    assert origins["edition"] == str(path)
    assert origins["max-jobs"] == "default"
    assert origins["policy.clean_commit_share"] == "[policy]"
    path.write_text("[policy]\nclean_comit_share = 0.5\n")
    ended = run("config", "check", "--config", path)
    assert ended.code == 2
    assert "clean_commit_share" in ended.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[gate]\ntechnologie = 2", "names no dimension: 'technologie'"),
        ("[gate]\ntechnology = 7", "must be a level from 0 to 4"),
        ('format = ["pdf"]', "There is no format 'pdf'"),
        ('shard = "3/2"', "'3/2' is no shard"),
        ('history = "s3://bucket"', "cannot be kept at s3://bucket"),
        ('history = "abfss://nothing"', "is no address in Azure Storage"),
        ('reports = "s3://bucket"', "cannot be kept at s3://bucket"),
        ('github-repository = ["no"]', "no"),
        ('devops-organization = ["http://dev.azure.com/x"]', "dev.azure.com"),
        ('baseline = "nowhere.json"', "nowhere.json cannot be read"),
        ('[notification]\nurl = "http://evil.example/x"', "no https address"),
    ],
)
def test_a_configuration_that_an_audit_would_refuse_is_not_valid(run, tmp_path, text, said):
    path = tmp_path / "audit.toml"
    path.write_text(f"{text}\n")
    ended = run("config", "check", "--config", path)
    assert (ended.code, ended.out) == (2, b"")
    assert said in ended.err


def test_of_the_webhook_only_the_host_is_shown(run, monkeypatch):
    monkeypatch.setenv("AML_MATURITY_AUDIT_NOTIFICATION_URL", "https://h.example/hook?sig=hidden")
    for more in ((), ("--json",)):
        shown = run("config", "show", *more).text
        assert "https://h.example/" in shown
        assert "hidden" not in shown
        assert "hook" not in shown


def test_a_run_is_kept_listed_and_reported(run, snapshot, tmp_path):
    history = tmp_path / "history"
    saved = run("assess", snapshot, "--format", "json", "--history", history)
    assert saved.code == 0
    runs = json.loads(run("history", "list", "--history", history, "--json").out)["runs"]
    assert len(runs) == 1
    again = run("report", "--history", history, "--run", runs[0]["run_id"], "--format", "json")
    assert again.out == saved.out
    assert run("report", "--history", history, "--run", "other").code == 2
    assert run("report").code == 2


def test_a_trend_of_a_kept_run(run, snapshot, tmp_path):
    history = tmp_path / "history"
    run("assess", snapshot, "--history", history)
    assert "1 runs" in run("trend", "--history", history).text
    document = json.loads(run("trend", "--history", history, "--fleet", "--json").out)
    assert document["trends"][0]["key"] == "fleet"
    assert run("trend", "--history", history, "--dimension", "speed").code == 2
    assert run("trend").code == 2
    assert run("trend", "--history", tmp_path / "none").code == 2


def test_a_history_is_exported_and_pruned(run, snapshot, tmp_path):
    history = tmp_path / "history"
    run("assess", snapshot, "--history", history)
    for name in ("levels.csv", "levels.parquet"):
        assert run("history", "export", tmp_path / name, "--history", history).code == 0
        assert (tmp_path / name).stat().st_size > 0
    assert run("history", "export", tmp_path / "levels.xls", "--history", history).code == 2
    ended = run("history", "prune", "--older-than", "36500", "--history", history)
    assert ended.text.startswith("0 runs")
