"""`audit`, over HTTP against a sandbox: the artefact, the exit codes, and every wrong input."""

import json

import pytest

from aml_maturity_audit.reports import FORMATS
from aml_maturity_audit.sandbox import Sandbox, embedded_estate, parse_estate

ID = "11111111-0000-4000-8000-000000000001"
NOBODY = "99999999-0000-4000-8000-000000000009"


def names(ended) -> list[str]:
    return [workspace["name"] for workspace in json.loads(ended.out)["workspaces"]]


def test_it_audits_what_is_visible_and_says_nothing_else(run, sandbox):
    ended = run("audit")
    assert (ended.code, ended.err) == (0, "")
    assert "churn" in ended.text
    assert sandbox.requests.writes() == []


def test_the_json_document_goes_to_stdout_alone(run, sandbox):
    ended = run("audit", "--format", "json", "--verbose")
    document = json.loads(ended.out)
    assert document["schema"] == "aml-maturity-audit/assessment/v1"
    assert names(ended) == ["churn"]
    assert document["run"]["windowDays"] == 90
    assert "requests to Resource Manager" in ended.err


@pytest.mark.parametrize(
    "scope",
    [
        ("--subscription", ID),
        ("--subscription", ID.upper()),
        ("--resource-group", "RG-CHURN"),
        ("--workspace", "Churn"),
        (
            "--workspace",
            f"/subscriptions/{ID}/resourceGroups/rg-churn/providers/"
            "Microsoft.MachineLearningServices/workspaces/churn",
        ),
    ],
)
def test_scopes_narrow(scope, run, sandbox):
    assert names(run("audit", "--format", "json", *scope)) == ["churn"]


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        (("--subscription", "nonsense"), "'nonsense'"),
        (("--subscription", NOBODY), NOBODY),
        (("--resource-group", "rg-chrun"), "rg-churn"),
        (("--workspace", "chrn"), "churn"),
        (("--workspace", "group/churn"), "ARM id"),
        (("--management-group", "nowhere"), "nowhere"),
    ],
)
def test_a_scope_that_does_not_exist_is_exit_2_and_named(scope, said, run, sandbox):
    ended = run("audit", *scope)
    assert (ended.code, ended.out) == (2, b"")
    assert said in ended.err
    assert len(ended.err.splitlines()) == 1


EMPTY = """
subscriptions:
  22222222-0000-4000-8000-000000000002: {displayName: empty}
"""


def test_nothing_to_audit_is_exit_3(run, monkeypatch):
    with Sandbox(parse_estate(EMPTY)) as empty:
        for name, value in empty.environment.items():
            monkeypatch.setenv(name, value)
        ended = run("audit")
    assert (ended.code, ended.out) == (3, b"")


@pytest.mark.parametrize(
    ("variable", "value", "code", "said"),
    [
        ("AZURE_CLIENT_SECRET", "not-it", 4, "AADSTS7000215"),
        ("AZURE_TENANT_ID", "nowhere.example", 4, "AADSTS90002"),
        ("ARM_CLOUD_METADATA_URL", "https://127.0.0.1:1/", 1, "127.0.0.1 cannot be reached"),
        ("ARM_CLOUD_METADATA_URL", "http://127.0.0.1/", 2, "no https address"),
        ("AZURE_AUTHORITY_HOST", "https://127.0.0.1:1", 1, "got no answer"),
        ("REQUESTS_CA_BUNDLE", "/nowhere.pem", 2, "REQUESTS_CA_BUNDLE names /nowhere.pem"),
    ],
)
def test_a_door_that_does_not_open_says_why(variable, value, code, said, run, sandbox, monkeypatch):
    monkeypatch.setenv(variable, value)
    ended = run("audit")
    assert (ended.code, ended.out) == (code, b"")
    assert said in ended.err
    assert "not-it" not in ended.err
    assert len(ended.err.splitlines()) == 1


def test_an_untrusted_certificate_names_the_host_and_the_option(run, sandbox, monkeypatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    monkeypatch.delenv("SSL_CERT_FILE")
    ended = run("audit")
    assert ended.code == 1
    assert "127.0.0.1 is not trusted" in ended.err
    assert "REQUESTS_CA_BUNDLE" in ended.err


def test_other_ways_to_sign_in_are_chosen_by_auth(run, sandbox, monkeypatch):
    assert run("audit", "--auth", "client-secret").code == 0
    monkeypatch.delenv("AZURE_CLIENT_SECRET")
    ended = run("audit", "--auth", "client-secret")
    assert ended.code == 2
    assert "AZURE_CLIENT_SECRET" in ended.err


DENIED = """
identities:
  auditor:
    clientId: 5a4db0c5-0000-4000-8000-00000000a0d1
    deny:
      - {scope: /, actions: ["Microsoft.MachineLearningServices/workspaces/*/read"]}
subscriptions:
  11111111-0000-4000-8000-000000000001:
    resourceGroups:
      rg: {location: westeurope, workspaces: {closed: {}}}
"""


def test_access_refused_to_everything_is_exit_4_and_still_reported(run, monkeypatch):
    with Sandbox(parse_estate(DENIED)) as closed:
        for name, value in closed.environment.items():
            monkeypatch.setenv(name, value)
        ended = run("audit", "--no-data-plane", "--format", "json")
    workspace = json.loads(ended.out)["workspaces"][0]
    assert workspace["name"] == "closed"
    assert ended.code == 4
    assert "permissions" in ended.err


def test_the_gate_fails_or_is_undecided(run, sandbox, monkeypatch):
    failed = run("audit", "--fail-under", 4)
    assert failed.code == 10
    assert "churn cannot reach level 4" in failed.err
    undecided = run("audit", "--fail-under", 1)
    assert undecided.code in (10, 11)
    assert run("audit", "--fail-under", 0).code == 0
    monkeypatch.setenv("TF_BUILD", "True")
    assert "##vso[task.logissue type=error" in run("audit", "--fail-under", 4).err
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert "::error title=" in run("audit", "--fail-under", 4).err


def test_the_gate_comes_before_incompleteness(run, sandbox):
    sandbox.faults.add("/jobs", status=403)
    assert run("audit", "--strict", "--fail-under", 4).code == 10
    strict = run("audit", "--strict")
    assert strict.code == 5
    assert "Incomplete" in strict.err
    assert run("audit").code == 0


def test_a_gate_per_dimension_and_a_policy_come_from_the_file(run, sandbox, tmp_path):
    file = tmp_path / "c.toml"
    file.write_text("[gate]\ntechnology = 4\n")
    assert run("audit", "--config", file).code == 10
    for text, said in [
        ("[gate]\ntechnolgy = 2\n", "Did you mean technology?"),
        ("[gate]\ntechnology = 9\n", "level from 0 to 4"),
        ("[policy]\nmanaged_compute_shar = 1\n", "Did you mean managed_compute_share?"),
        ("[policy]\nmanaged_compute_share = 7\n", "at most 1"),
        ("edition = '2023'\n", "no edition '2023'"),
        ("windowdays = 3\n", "Did you mean window-days?"),
        ("[[links]]\nworkspace = 'x'\n", "needs a workspace and a pipeline"),
    ]:
        file.write_text(text)
        sandbox.requests.clear()
        ended = run("audit", "--config", file)
        assert ended.code == 2, text
        assert said in ended.err
        assert len(sandbox.requests) == 0


def test_a_baseline_fails_only_on_what_got_worse(run, sandbox, tmp_path):
    saved = tmp_path / "before.json"
    assert run("audit", "--format", "json", "--output", saved).code == 0
    assert run("audit", "--baseline", saved).code == 0
    for path, content in [("missing.json", None), ("foreign.json", "{}"), ("cut.json", "{")]:
        if content is not None:
            (tmp_path / path).write_text(content)
        ended = run("audit", "--baseline", tmp_path / path)
        assert ended.code == 2
        assert path in ended.err


def test_every_format_at_once_into_a_directory(run, sandbox, tmp_path):
    wanted = [part for name in sorted(FORMATS) for part in ("--format", name)]
    ended = run("audit", *wanted, "--output-dir", tmp_path / "out")
    assert (ended.code, ended.out, ended.err) == (0, b"", "")
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {f"assessment.{format.extension}" for format in FORMATS.values()}


def test_the_format_follows_the_name_of_the_output(run, sandbox, tmp_path):
    assert run("audit", "--output", tmp_path / "out.json").code == 0
    assert json.loads((tmp_path / "out.json").read_bytes())["workspaces"]
    assert (tmp_path / "out.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "pdf"), "no format 'pdf'"),
        (("--format", "jsn"), "Did you mean json?"),
        (("--format", "json", "--format", "csv"), "--output-dir"),
        (("--output", "a", "--output-dir", "b"), "exclude each other"),
        (("--output", "missing/out.json"), "missing/out.json cannot be written"),
        (("--output", "."), ". is a directory"),
        (("--snapshot", "missing/s"), "missing/s cannot be written"),
        (("--output-dir", "/dev/null/x"), "/dev/null/x"),
        (("--edition", "2020"), "no edition '2020'"),
        (("--window-days", "0"), "at least 1"),
        (("--fail-under", "5"), "at most 4"),
        (("--auth", "magic"), "Choose one of"),
        (("--cloud", "AzureMoon"), "AzureMoon"),
        (("--estate", "missing.yaml"), "missing.yaml"),
        (("--config", "missing.toml"), "missing.toml cannot be read"),
    ],
)
def test_what_cannot_be_done_is_found_before_anything_is_read(arguments, said, run, sandbox):
    ended = run("audit", *arguments)
    assert (ended.code, ended.out) == (2, b"")
    assert said in ended.err
    assert sandbox.requests.to("/subscriptions") == []


def test_masked_documents_hide_and_data_does_not(run, sandbox, tmp_path):
    assert ID in run("audit", "--format", "json").text
    assert ID not in run("audit", "--format", "json", "--mask").text
    assert ID not in run("audit", "--format", "markdown").text
    again = [run("audit", "--format", "json", "--mask").text for _ in range(2)]
    hidden = [json.loads(text)["workspaces"][0]["subscriptionId"] for text in again]
    assert hidden[0] == hidden[1]


def test_the_sandbox_option_serves_an_estate_for_the_command(run, tmp_path):
    estate = tmp_path / "estate.yaml"
    estate.write_text(DENIED.replace("closed", "opened").split("identities:")[0] + EMPTY_IDENTITY)
    ended = run("audit", "--estate", estate, "--format", "json")
    assert ended.code == 0
    assert names(ended) == ["opened"]


EMPTY_IDENTITY = """
subscriptions:
  11111111-0000-4000-8000-000000000001:
    resourceGroups:
      rg: {location: westeurope, workspaces: {opened: {}}}
"""


def test_the_environment_reaches_the_command(run, sandbox, monkeypatch):
    monkeypatch.setenv("AML_MATURITY_AUDIT_FORMAT", "json")
    monkeypatch.setenv("AML_MATURITY_AUDIT_WORKSPACE", "churn")
    assert names(run("audit")) == ["churn"]
    monkeypatch.setenv("AML_MATURITY_AUDIT_WORKSPACES", "churn")
    assert run("audit").code == 2


def test_the_embedded_minimal_estate_is_what_these_tests_think():
    assert embedded_estate("minimal").settings.faults == ()
