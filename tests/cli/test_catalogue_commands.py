"""`explain`, `criteria`, `permissions`, `pipelines`: what is judged, from what, by what right."""

import json
from pathlib import Path

import pytest

from aml_maturity_audit.collectors.catalogue import all_collectors
from aml_maturity_audit.mapping.catalogue import catalogue

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("format", ["table", "json", "markdown"])
def test_the_catalogue_has_every_criterion(format, run):
    ended = run("criteria", "--format", format)
    assert (ended.code, ended.err) == (0, "")
    for name, criterion in catalogue().items():
        assert name in ended.text
        assert criterion.title in ended.text


def test_the_catalogue_as_json_says_what_each_needs(run):
    document = json.loads(run("criteria", "--format", "json").out)
    assert document["schema"] == "aml-maturity-audit/criteria/v1"
    assert {one["id"] for one in document["criteria"]} == set(catalogue())
    assert all(one["blindSpots"] and one["rule"] for one in document["criteria"])
    wrong = run("criteria", "--format", "jsonn")
    assert (wrong.code, "Did you mean json?" in wrong.err) == (2, True)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_criterion_is_explained(name, run):
    ended = run("explain", name)
    assert ended.code == 0
    for part in (catalogue()[name].title, "Rule", "Reads", "What this cannot see", "https://"):
        assert part in ended.text
    assert json.loads(run("explain", name, "--json").out)["criterion"]["id"] == name


def test_how_it_came_out_is_told_reading_by_reading(run, snapshot):
    ended = run("explain", "compute-is-managed", "--snapshot", snapshot, "--workspace", "churn")
    assert ended.code == 0
    assert "In churn: " in ended.text
    assert "computes: observed" in ended.text
    as_json = run(
        "explain", "compute-is-managed", "--snapshot", snapshot, "--workspace", "churn", "--json"
    )
    assert json.loads(as_json.out)["outcome"]["verdict"] in ("met", "not_met", "unknown")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("explain", "compute-is-manged"), "Did you mean compute-is-managed?"),
        (("explain", "compute-is-managed", "--workspace", "x"), "--snapshot FILE"),
    ],
)
def test_wrong_questions_are_answered_with_the_nearest(arguments, said, run):
    ended = run(*arguments)
    assert (ended.code, said in ended.err) == (2, True)


def test_an_unknown_workspace_of_a_snapshot_is_named(run, snapshot):
    ended = run("explain", "compute-is-managed", "--snapshot", snapshot, "--workspace", "chrn")
    assert (ended.code, "Did you mean churn?" in ended.err) == (2, True)


def test_the_role_is_what_the_collectors_need_and_nothing_else(run):
    role = json.loads(run("permissions").out)
    needs = {action for one in all_collectors() for action in one.needs if "/" in action}
    assert needs <= set(role["Actions"])
    assert len(role["Actions"]) - len(needs) <= 2
    assert role["NotActions"] == role["DataActions"] == []


def test_the_role_can_neither_write_nor_read_secrets(run):
    actions = json.loads(run("permissions").out)["Actions"]
    for action in actions:
        assert action.endswith("/read"), action
        assert "*" not in action
        assert not any(
            word in action.lower()
            for word in ("listkeys", "secret", "notebookkeys", "accesstoken", "connections/read")
        )


def test_the_role_of_the_repository_is_the_same(run):
    assert (ROOT / "infra" / "role.json").read_bytes() == run("permissions").out


def test_the_role_is_assignable_where_it_is_said(run):
    role = json.loads(
        run("permissions", "--subscription", "s1", "--management-group", "contoso").out
    )
    assert role["AssignableScopes"] == [
        "/subscriptions/s1",
        "/providers/Microsoft.Management/managementGroups/contoso",
    ]


PIPELINE = """
trigger: [main]
steps:
  - script: pytest tests/unit
  - script: az ml job create --file train.yml
"""


def test_pipelines_on_disk_are_read(run, tmp_path):
    (tmp_path / "azure-pipelines.yml").write_text(PIPELINE)
    (tmp_path / "note.txt").write_text("no pipeline")
    document = json.loads(run("pipelines", tmp_path, "--format", "json").out)
    assert document["schema"] == "aml-maturity-audit/pipelines/v1"
    assert [one["kind"] for one in document["pipelines"]] == ["azure-pipelines"]
    table = run("pipelines", tmp_path / "azure-pipelines.yml")
    assert table.code == 0
    assert "azure-pipelines.yml:5" in table.text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("missing.yml",), "missing.yml does not exist"),
        ((".", "--root", "nowhere"), "--root nowhere"),
        ((".",), "no YAML file"),
        ((".", "--format", "xml"), "no format 'xml'"),
    ],
)
def test_pipelines_that_cannot_be_read_are_exit_2(arguments, said, run):
    ended = run("pipelines", *arguments)
    assert (ended.code, said in ended.err) == (2, True)
