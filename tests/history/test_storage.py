"""A history in Azure Storage: the audit's own sign-in, exact under writers, plain in trouble."""

import json
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from aml_maturity_audit.sandbox import Sandbox, parse_estate
from aml_maturity_audit.sandbox.faults import Fault
from aml_maturity_audit.sandbox.requestlog import Received
from history.storage import Commands, managed_identity

HISTORY = "abfss://maturity@staudit.dfs.core.sandbox.invalid/nightly"
LOG = "/staudit/maturity/nightly/documents/_delta_log/"
WORKSPACES = "".join(f"          ml-{n}: {{}}\n" for n in range(8))
ESTATE = f"""
now: 2026-11-20T09:00:00Z
identities:
  auditor: {{clientId: 5a4db0c5-0000-4000-8000-00000000a0d1}}
  reader: {{clientId: 5a4db0c5-0000-4000-8000-00000000a0d2, storage: reader}}
  stranger: {{clientId: 5a4db0c5-0000-4000-8000-00000000a0d3, storage: none}}
storage:
  staudit: {{containers: [maturity]}}
subscriptions:
  11111111-0000-4000-8000-000000000001:
    resourceGroups:
      rg:
        location: westeurope
        workspaces:
{WORKSPACES}"""


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(parse_estate(ESTATE)) as served:
        yield served


@pytest.fixture
def served(running: Sandbox) -> Sandbox:
    running.faults.clear()
    running.requests.clear()
    container = running.cloud.storage.accounts["staudit"]["maturity"]
    container.blobs.clear()
    return running


@pytest.fixture
def commands(served: Sandbox, tmp_path: Path) -> Commands:
    return Commands(served, tmp_path)


def of_identity(served: Sandbox, name: str, folder: Path) -> Commands:
    identity = served.cloud.world.settings.identities[name]
    return Commands(served, folder, AZURE_CLIENT_ID=identity.client_id)


def test_what_a_folder_does_a_container_does(commands: Commands, tmp_path: Path) -> None:
    for run in ("monday", "tuesday"):
        commands.run("audit", "--run-id", run, "--history", HISTORY, "--format", "json").well()
    listed = json.loads(commands.run("history", "list", "--json", "--history", HISTORY).out)
    assert [run["run_id"] for run in listed["runs"]] == ["monday", "tuesday"]
    report = commands.run("report", "--history", HISTORY, "--run", "monday", "--format", "json")
    assert json.loads(report.well().out)["coverage"]["workspaces"] == 8
    assert len(commands.run("trend", "--history", HISTORY).well().out.splitlines()) == 8
    commands.run("compare", "monday", "tuesday", "--history", HISTORY).well()
    commands.run("history", "export", tmp_path / "x.csv", "--history", HISTORY).well()
    assert len((tmp_path / "x.csv").read_text().splitlines()) == 1 + 2 * 8 * 7
    commands.run("history", "prune", "--older-than", "1", "--history", HISTORY).well()


def test_a_token_of_storage_goes_to_storage_alone(served: Sandbox, commands: Commands) -> None:
    commands.run("audit", "--history", HISTORY).well()
    audiences = {(one.path.startswith("/staudit/"), one.audience) for one in served.requests}
    assert (True, "https://storage.azure.com") in audiences
    assert not any(to_storage for to_storage, audience in audiences if audience == served.url)
    assert (False, "https://storage.azure.com") not in audiences
    assert {one.path.split("/")[1] for one in served.requests.writes()} == {"staudit"}


def test_the_identity_of_a_container_app_writes(served: Sandbox, tmp_path: Path) -> None:
    without = dict.fromkeys(("AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_TENANT_ID"), "")
    with managed_identity(served, "auditor") as (environ, asked):
        commands = Commands(served, tmp_path, **without, **environ)
        for auth in ("managed-identity", "default"):
            commands.run("audit", "--auth", auth, "--run-id", auth, "--history", HISTORY).well()
        listed = commands.run("history", "list", "--auth", "managed-identity", "--history", HISTORY)
    runs = {line.split()[2] for line in listed.well().out.splitlines()}
    assert runs == {"default", "managed-identity"}
    assert "https://storage.azure.com" in asked


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"])
def test_either_variable_names_whom_to_trust(
    served: Sandbox, tmp_path: Path, variable: str
) -> None:
    bundles = dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"), "")
    commands = Commands(served, tmp_path, **bundles | {variable: str(served.ca_file)})
    commands.run("audit", "--history", HISTORY).well()


def test_a_token_that_expires_under_way_is_renewed(served: Sandbox, commands: Commands) -> None:
    """Storage refuses it once in the midst of writing; nothing is lost or doubled."""
    refused = {"status": 401, "method": "PUT", "nth": 3, "times": 1}
    fault = served.faults.add("/staudit/maturity/nightly/", **refused)
    commands.run("audit", "--run-id", "night", "--history", HISTORY).well()
    assert fault.struck == 1
    signed_in = [one for one in served.requests.to("/oauth2/v2.0/token") if one.status == 200]
    assert len(signed_in) == 3
    report = commands.run("report", "--history", HISTORY, "--format", "json").well()
    assert json.loads(report.out)["coverage"]["workspaces"] == 8


def test_four_writers_at_once_are_one_run(commands: Commands) -> None:
    arguments = ("--run-id", "night", "--history", HISTORY, "--format", "json")
    whole = json.loads(commands.run("audit", "--run-id", "night", "--format", "json").well().out)
    parts = [commands.start("audit", "--shard", f"{n}/4", *arguments) for n in (1, 2, 3, 4)]
    said = []
    for part in parts:
        _, told = part.communicate(timeout=240)
        assert part.returncode == 0, told
        said.append(told)
    assert any("judged together" in told for told in said)
    report = commands.run("report", "--history", HISTORY, "--run", "night", "--format", "json")
    together = json.loads(report.well().out)
    assert without_requests(together["workspaces"]) == without_requests(whole["workspaces"])


def without_requests(workspaces: list[dict]) -> dict[str, list[tuple[str, str]]]:
    return {w["key"]: [(c["id"], c["verdict"]) for c in w["criteria"]] for w in workspaces}


@contextmanager
def asked_for(served: Sandbox, path: str) -> Iterator[tuple[Fault, threading.Event]]:
    """Whoever puts something there waits for ever; the event tells that somebody did."""
    asked = threading.Event()
    keep = served.requests.add

    def add(received: Received) -> None:
        keep(received)
        if received.method == "PUT" and re.match(path, received.path):
            asked.set()

    fault = served.faults.add(path, method="PUT", kind="hang")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(served.requests, "add", add)
        yield fault, asked
    served.faults.remove(fault)


def test_a_writer_killed_half_way_is_repeated(served: Sandbox, commands: Commands) -> None:
    arguments = ("audit", "--run-id", "night", "--history", HISTORY)
    commands.run("audit", "--run-id", "before", "--history", HISTORY).well()
    served.requests.clear()
    with asked_for(served, f"^{LOG}") as (hanging, asked):
        killed = commands.start(*arguments)
        assert asked.wait(timeout=120)
        killed.kill()
        killed.communicate(timeout=60)
    assert hanging.struck
    assert killed.returncode == -signal.SIGKILL
    listed = commands.run("history", "list", "--history", HISTORY).well()
    assert [line.split()[2] for line in listed.out.splitlines()] == ["before"]
    commands.run(*arguments).well()
    report = commands.run("report", "--history", HISTORY, "--run", "night", "--format", "json")
    assert json.loads(report.well().out)["coverage"]["workspaces"] == 8
    exported = commands.run("trend", "--history", HISTORY, "--json").well()
    assert {len(trend["points"]) for trend in json.loads(exported.out)["trends"]} == {2}


def test_a_commit_that_another_writer_took_is_tried_again(
    served: Sandbox, commands: Commands
) -> None:
    taken = {"status": 409, "headers": {"x-ms-error-code": "BlobAlreadyExists"}, "method": "PUT"}
    fault = served.faults.add("_delta_log/0+1.json", **taken, nth=1, times=2)
    commands.run("audit", "--run-id", "night", "--history", HISTORY).well()
    assert fault.struck == 2
    assert "night" in commands.run("history", "list", "--history", HISTORY).out


def test_refused_access_is_said_before_anything_is_read(served: Sandbox, tmp_path: Path) -> None:
    ended = of_identity(served, "stranger", tmp_path).run("audit", "--history", HISTORY)
    assert (ended.code, ended.out) == (4, "")
    assert "was refused (403 AuthorizationPermissionMismatch)" in ended.err
    assert "Storage Blob Data Contributor" in ended.err
    assert len(ended.err.splitlines()) == 1
    assert served.requests.to("/subscriptions") == []


def test_a_reader_looks_and_does_not_write(
    served: Sandbox, commands: Commands, tmp_path: Path
) -> None:
    commands.run("audit", "--run-id", "night", "--history", HISTORY).well()
    reader = of_identity(served, "reader", tmp_path)
    assert "night" in reader.run("history", "list", "--history", HISTORY).well().out
    ended = reader.run("audit", "--history", HISTORY, "--format", "csv")
    assert ended.code == 4
    assert ended.out.count("\n") > 8, "the report was delivered all the same"
    assert "was refused (403 AuthorizationPermissionMismatch)" in ended.err


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        (HISTORY.replace("maturity@", "missing@"), "container of the history"),
        (HISTORY.replace(".sandbox.invalid", ".windows.net"), "no storage account of AzureSandbox"),
        ("abfss://maturity@evil.example/x", "is no address in Azure Storage"),
        ("abfss://maturity@staudit.dfs.core.sandbox.invalid.evil.example/x", "no token was sent"),
        ("abfss://maturity/x", "is no address in Azure Storage"),
        ("https://staudit.blob.core.windows.net/maturity", "cannot be kept at"),
    ],
)
def test_an_address_that_is_none(served: Sandbox, commands: Commands, uri: str, said: str) -> None:
    ended = commands.run("audit", "--history", uri)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert served.requests.to("/subscriptions") == []


def test_a_redirect_takes_no_token_along(served: Sandbox, commands: Commands) -> None:
    elsewhere = served.url.replace("127.0.0.1", "localhost")
    served.faults.add("^/staudit/", kind="redirect", to=f"{elsewhere}/stranger")
    assert commands.run("history", "list", "--history", HISTORY).code != 0
    strayed = served.requests.to("/stranger")
    assert strayed
    assert {one.authorization for one in strayed} == {None}


def test_an_account_that_nobody_knows(served: Sandbox, commands: Commands) -> None:
    ended = commands.run("history", "list", "--history", HISTORY.replace("staudit", "stother"))
    assert ended.code != 0
    assert "Traceback" not in ended.err
    assert len(ended.err.splitlines()) == 1
