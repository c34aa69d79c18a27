"""Starting and stopping: the context manager, and serving until cancelled."""

import asyncio
import socket
import threading
from collections.abc import Mapping

import pytest
import requests

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox import Sandbox, embedded_estate, parse_estate, serve_forever
from sandbox.arm import Arm
from sandbox.conftest import Start

TWO = """
identities:
  one: {clientId: 5a4db0c5-0000-4000-8000-00000000a0d1, secret: first}
  two: {clientId: 5a4db0c5-0000-4000-8000-00000000a0d2, secret: second, devops: {pat: p}}
"""


def test_the_environment_of_an_identity(start: Start) -> None:
    sandbox = start(TWO, identity="two")
    assert sandbox.environment == {
        "ARM_CLOUD_METADATA_URL": f"{sandbox.url}/metadata/endpoints?api-version=2019-05-01",
        "REGISTRY_DISCOVERY_ENDPOINT_URL": f"{sandbox.url}/",
        "AZURE_AUTHORITY_HOST": sandbox.url,
        "AZURE_TENANT_ID": "72f988bf-0000-4000-8000-00000000d0e5",
        "AZURE_CLIENT_ID": "5a4db0c5-0000-4000-8000-00000000a0d2",
        "AZURE_CLIENT_SECRET": "second",
        "REQUESTS_CA_BUNDLE": str(sandbox.ca_file),
        "SSL_CERT_FILE": str(sandbox.ca_file),
        "AZURE_DEVOPS_EXT_PAT": "p",
    }


def test_an_unknown_identity() -> None:
    with pytest.raises(UsageError, match=r"no identity 'three'\. It has one, two"):
        Sandbox(parse_estate(TWO), identity="three")


def test_it_is_gone_after_the_block() -> None:
    before = set(threading.enumerate())
    with Sandbox(embedded_estate("minimal")) as sandbox:
        answer = requests.get(f"{sandbox.url}/", verify=str(sandbox.ca_file), timeout=10)
        assert answer.status_code == 404
    assert not sandbox.ca_file.exists()
    started = set(threading.enumerate()) - before
    assert "sandbox" not in {thread.name for thread in started}
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{sandbox.url}/", timeout=10)


def test_two_at_a_time_know_nothing_of_each_other(start: Start) -> None:
    first = start(embedded_estate("minimal"))
    assert len(Arm(first).value("/subscriptions")) == 1
    asked = len(first.requests)
    second = start("subscriptions: {}")
    assert Arm(second).value("/subscriptions") == []
    assert {one.host for one in second.requests} == {second.url.removeprefix("https://")}
    assert len(first.requests) == asked


def test_a_port_that_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with (
            pytest.raises(UsageError, match=f"Port {port} of 127.0.0.1 cannot be used"),
            Sandbox(embedded_estate("minimal"), port=port),
        ):
            pass


async def test_serving_until_cancelled() -> None:
    announced: list[Mapping[str, str]] = []
    ready = asyncio.Event()

    def announce(environment: Mapping[str, str]) -> None:
        announced.append(environment)
        ready.set()

    serving = asyncio.create_task(serve_forever(embedded_estate("minimal"), announce))
    await asyncio.wait_for(ready.wait(), 30)
    known = announced[0]
    answer = await asyncio.to_thread(
        requests.get,
        known["ARM_CLOUD_METADATA_URL"],
        verify=known["SSL_CERT_FILE"],
        timeout=10,
    )
    assert answer.json()[0]["name"] == "AzureSandbox"
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    with pytest.raises(requests.ConnectionError):
        requests.get(known["AZURE_AUTHORITY_HOST"], timeout=10)


def test_the_log_knows_what_was_asked(start: Start) -> None:
    sandbox = start(embedded_estate("minimal"))
    Arm(sandbox).get("/subscriptions")
    asked = sandbox.requests.to("/SUBSCRIPTIONS")
    assert [(one.method, one.status, one.audience) for one in asked] == [("GET", 200, sandbox.url)]
    assert asked[0].asked("API-Version") == "2025-12-01"
    assert asked[0].authorization == "Bearer"
    assert sandbox.requests.methods() == {"GET", "POST"}
    assert sandbox.requests.writes() == []
    sandbox.requests.clear()
    assert len(sandbox.requests) == 0
