"""Files put into storage: whole, below the named folder only, with patience, by who may."""

import asyncio
from dataclasses import replace

import pytest
from msgspec.structs import replace as changed

from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.blobs import open_folder
from aml_maturity_audit.azure.door import Settings
from aml_maturity_audit.azure.guard import FolderGuard
from aml_maturity_audit.azure.patience import Patience
from aml_maturity_audit.azure.problems import GuardRefused
from aml_maturity_audit.errors import AccessError, NotFoundError, ToolFailure, UsageError
from aml_maturity_audit.sandbox import Sandbox, embedded_estate

ACCOUNT = "abfss://maturity@staudit.dfs.core.sandbox.invalid"
QUICK = Patience(backoff=0.001, longest=0.01, attempt=5)


@pytest.fixture
def running():
    with Sandbox(embedded_estate("minimal")) as started:
        yield started


def put(running, *files: tuple[str, bytes], uri: str = f"{ACCOUNT}/reports", patience=QUICK):
    settings = Settings(Auth.CLIENT_SECRET, environ=dict(running.environment), patience=patience)

    async def do() -> None:
        async with open_folder(uri, settings) as folder:
            for name, content in files:
                await folder.put(name, content)

    asyncio.run(do())


def blobs(running):
    container = running.cloud.storage.accounts["staudit"]["maturity"]
    return {name: blob for name, blob in container.blobs.items() if not blob.directory}


def puts(running):
    return [one for one in running.requests if one.method == "PUT"]


def test_a_file_is_one_request_and_a_repeat_takes_its_place(running):
    put(running, ("a/assessment.html", "<p>é".encode()), ("a/x.csv", b"1"))
    put(running, ("a/x.csv", b"22"))
    found = {name: (blob.content, blob.content_type) for name, blob in blobs(running).items()}
    assert found == {
        "reports/a/assessment.html": ("<p>é".encode(), "text/html; charset=utf-8"),
        "reports/a/x.csv": (b"22", "text/csv; charset=utf-8"),
    }
    assert len(puts(running)) == 3


def test_the_root_of_a_container_will_do(running):
    put(running, ("x.json", b"{}"), uri=ACCOUNT)
    assert [blob.content_type for blob in blobs(running).values()] == ["application/json"]
    assert list(blobs(running)) == ["x.json"]


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_what_may_pass_is_tried_again(running, status):
    running.faults.add("/reports/", kind="answer", status=status, times=2)
    put(running, ("x", b"1"))
    assert blobs(running)["reports/x"].content == b"1"
    assert len(puts(running)) == 3


def test_a_connection_that_breaks_is_tried_again(running):
    running.faults.add("/reports/", kind="reset", times=1)
    put(running, ("x", b"1"))
    assert blobs(running)["reports/x"].content == b"1"


def test_what_does_not_pass_ends(running):
    running.faults.add("/reports/", kind="answer", status=503)
    with pytest.raises(ToolFailure) as error:
        put(running, ("x", b"1"))
    assert error.value.what.startswith(f"{ACCOUNT}/reports/x could not be written: it was answered")
    assert "503" in error.value.what
    assert len(puts(running)) == QUICK.attempts
    assert blobs(running) == {}


def test_an_answer_that_never_comes_ends(running):
    running.faults.add("/reports/", kind="hang")
    with pytest.raises(ToolFailure, match="it took too long"):
        put(running, ("x", b"1"), patience=replace(QUICK, attempt=0.2, attempts=2))


def test_a_refused_token_is_renewed_once(running):
    running.faults.add("/reports/", kind="answer", status=401, times=1)
    put(running, ("x", b"1"))
    assert blobs(running)["reports/x"].content == b"1"
    running.faults.add("/reports/", kind="answer", status=401)
    with pytest.raises(AccessError, match="401"):
        put(running, ("y", b"1"))
    assert len(puts(running)) == 4


def test_who_may_only_read_is_told_what_to_grant():
    estate = embedded_estate("minimal")
    readers = {name: changed(who, storage="reader") for name, who in estate.identities.items()}
    settings = changed(estate.settings, identities=readers)
    with (
        Sandbox(replace(estate, settings=settings)) as running,
        pytest.raises(AccessError) as error,
    ):
        put(running, ("x", b"1"))
    assert "403 AuthorizationPermissionMismatch (correlation id " in error.value.what
    assert "Storage Blob Data Contributor" in error.value.remedy
    assert len(puts(running)) == 1


def test_a_container_that_is_not_there(running):
    uri = "abfss://nothing@staudit.dfs.core.sandbox.invalid/reports"
    with pytest.raises(NotFoundError, match="404 ContainerNotFound"):
        put(running, ("x", b"1"), uri=uri)


@pytest.mark.parametrize(
    "uri",
    [
        "abfss://maturity@staudit.dfs.core.windows.net/reports",
        "abfss://maturity@staudit.dfs.core.sandbox.invalid.example/reports",
        "abfss://maturity@staudit.dfs.core.sandbox.invalid/../other",
        "abfss://maturity@staudit/reports",
    ],
)
def test_no_token_goes_to_another_host(running, uri):
    with pytest.raises(UsageError):
        put(running, ("x", b"1"), uri=uri)
    assert puts(running) == []


BELOW = "https://account.blob.core.windows.net/maturity/reports"


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", f"{BELOW}/x"),
        ("DELETE", f"{BELOW}/x"),
        ("PUT", BELOW),
        ("PUT", f"{BELOW}-else/x"),
        ("PUT", f"{BELOW}/../history/x"),
        ("PUT", f"{BELOW}/x?comp=acl"),
        ("PUT", "https://account.blob.core.windows.net/maturity/history/x"),
        ("PUT", "https://other.blob.core.windows.net/maturity/reports/x"),
        ("PUT", "https://account.blob.core.windows.net:8443/maturity/reports/x"),
        ("PUT", "http://account.blob.core.windows.net/maturity/reports/x"),
        ("PUT", "https://account.blob.core.windows.net@evil.example/maturity/reports/x"),
    ],
)
def test_the_guard_lets_nothing_pass_but_a_file_below_the_folder(method, url):
    with pytest.raises(GuardRefused):
        FolderGuard(BELOW).check(method, url)


def test_the_guard_lets_a_file_pass():
    FolderGuard(BELOW).check("PUT", f"{BELOW}/2026-01-05/run/assessment.html")
