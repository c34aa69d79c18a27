"""`doctor` and `permissions check`, over HTTP against a sandbox, and what they make of it."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from aml_maturity_audit.cli.commands.doctor import exit_code
from aml_maturity_audit.cli.diagnosis.crosscheck import OneToken
from aml_maturity_audit.cli.diagnosis.model import Check, Compared, Report
from aml_maturity_audit.cli.diagnosis.network import clock_check
from aml_maturity_audit.cli.role import needed_actions
from aml_maturity_audit.mapping.catalogue import catalogue

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
ARM = "https://management.azure.com/.default"

# azure-ai-ml warns about its own use of marshmallow and of experimental classes.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:marshmallow"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:azure"),
]


def checks(ended) -> dict[str, str]:
    return {one["name"]: one["state"] for one in json.loads(ended.out)["checks"]}


def test_all_is_good_where_all_is_granted(run, sandbox, tmp_path):
    places = ("--history", tmp_path / "history", "--reports", tmp_path / "reports")
    ended = run("doctor", "--json", *places)
    assert set(checks(ended).values()) == {"good"}
    assert {"sign-in", "clock", "access", "history", "reports"} <= set(checks(ended))
    assert (ended.code, ended.err) == (0, "")
    assert sandbox.requests.writes() == []
    assert not (tmp_path / "history").exists()
    assert not (tmp_path / "reports").exists()


def test_it_is_one_page_for_people_too(run, sandbox):
    ended = run("doctor")
    assert "ok       sign-in" in ended.text
    assert "  1 permissions" not in ended.text
    assert ended.text.count(": all of it") == 1
    assert "may stay unknown" not in ended.text
    assert len(ended.text.splitlines()) < 40


def test_the_page_says_what_may_be_seen_and_what_would_stay_unknown(run):
    page = run("doctor", "--sandbox").text
    assert "  contoso-ml-prod: all of it\n" in page
    assert "  lendwise: 15 permissions are missing\n" in page
    assert "41 criteria may stay unknown in some of it:\n" in page
    listed = page[page.index("criteria may stay") :]
    assert "compute-is-managed" in listed
    assert "Azure DevOps" not in listed
    assert max(map(len, page.splitlines())) <= 110


def test_what_is_broken_has_a_line_and_the_rest_goes_on(run, sandbox, tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    ended = run(
        "doctor", "--json", "--history", tmp_path / "file" / "history",
        "--notification-url", "http://hooks.example/x",
    )  # fmt: skip
    found = checks(ended)
    assert (found["history"], found["notification"]) == ("broken", "broken")
    assert found["access"] == "good"
    assert ended.code == 1


def test_a_webhook_without_a_key_is_limited(run, sandbox):
    ended = run("doctor", "--json", "--notification-url", "https://hooks.example/x")
    assert checks(ended)["notification"] == "limited"
    assert ended.code == 5


def test_a_refused_sign_in_ends_it(run, sandbox, monkeypatch):
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "wrong")
    assert run("doctor", "--auth", "client-secret").code == 4


def test_devops_and_github_are_asked_for_each_scope(run):
    found = checks(run("doctor", "--json", "--sandbox"))
    devops = {name: state for name, state in found.items() if name.startswith("Azure DevOps")}
    assert devops
    assert "broken" not in devops.values()


@pytest.mark.parametrize(
    ("seconds", "state"), [(0, "good"), (60, "good"), (61, "limited"), (301, "broken")]
)
def test_the_clock_is_held_against_azures(seconds, state):
    for sign in (1, -1):
        assert clock_check(NOON, NOON + timedelta(seconds=sign * seconds)).state == state
    assert clock_check(None, NOON).state == "limited"


@pytest.mark.parametrize(
    ("states", "code"),
    [(("good",), 0), (("good", "limited"), 5), (("limited", "broken"), 1)],
)
def test_the_exit_code_is_the_worst(states, code):
    found = tuple(Check(name=state, state=state, said="") for state in states)
    assert exit_code(Report(checks=found)) == code


def test_permissions_check_settles_all_where_all_is_granted(run, sandbox):
    ended = run("permissions", "check", "--json")
    said = json.loads(ended.out)
    assert ended.code == 0
    assert {one["id"] for one in said["criteria"]} == set(catalogue())
    assert all(one["settled"] for one in said["criteria"])


def test_permissions_check_names_what_is_missing_and_for_what(run):
    ended = run("permissions", "check", "--json", "--sandbox")
    said = json.loads(ended.out)
    assert ended.code == 5
    missing = {action for one in said["subscriptions"] for action in one["missing"]}
    assert missing
    assert missing <= set(needed_actions())
    for one in said["criteria"]:
        assert one["settled"] == (not one["missing"])


def test_permissions_knows_nothing_but_check(run):
    assert run("permissions", "chekc").code == 2


def test_the_one_token_is_for_one_scope():
    credential = OneToken(ARM, "token", 1)
    assert credential.get_token(ARM).token == "token"
    for other in ("https://storage.azure.com/.default", "https://management.azure.com.evil/x"):
        with pytest.raises(ValueError, match="Resource Manager only"):
            credential.get_token(other)


def test_agreeing_means_that_both_read_all_of_it():
    assert Compared(kind="jobs", both=3).agree
    assert not Compared(kind="jobs", both=3, only_ours=("a",)).agree
    assert not Compared(kind="jobs", both=3, theirs="MLClient ended").agree


def test_a_workspace_is_read_again_with_mlclient(run, sandbox, monkeypatch):
    monkeypatch.setenv("AZUREML_CURRENT_CLOUD", "unset")  # MLClient sets it: put back after
    monkeypatch.delenv("AZUREML_CURRENT_CLOUD")
    ended = run("doctor", "--json", "--cross-check", "churn")
    compared = {one["kind"]: one for one in json.loads(ended.out)["crossCheck"]}
    assert compared["models"]["both"] > 0
    assert [kind for kind, one in compared.items() if one["onlyOurs"] or one["onlyTheirs"]] == []
    assert sandbox.requests.writes() == []
    assert run("doctor", "--cross-check", "nowhere").code == 2
    assert run("doctor", "--cross-check", "churn", "--sandbox").code == 2
