"""Trouble by rule, over real sockets."""

import json
import ssl
from collections.abc import Callable
from typing import Any

import pytest
import requests
import urllib3

from aml_maturity_audit.sandbox import Sandbox, parse_estate
from sandbox.arm import credential
from sandbox.conftest import Start

PATH = "/subscriptions/11111111-0000-4000-8000-000000000001/resourceGroups"
ESTATE = """
subscriptions:
  11111111-0000-4000-8000-000000000001: {resourceGroups: {one: {}, two: {}}}
"""

Get = Callable[..., requests.Response]


@pytest.fixture
def sandbox(start: Start) -> Sandbox:
    return start(ESTATE)


@pytest.fixture
def get(sandbox: Sandbox) -> Get:
    return getter(sandbox)


def getter(sandbox: Sandbox) -> Get:
    token = credential(sandbox).get_token(f"{sandbox.url}/.default").token

    def ask(path: str = PATH, **options: Any) -> requests.Response:
        return requests.get(
            f"{sandbox.url}{path}",
            params={"api-version": "2021-04-01"},
            headers={"Authorization": f"Bearer {token}"},
            timeout=options.pop("timeout", 20),
            allow_redirects=False,
            **options,
        )

    return ask


def test_an_answer_with_status_and_headers(sandbox: Sandbox, get: Get) -> None:
    sandbox.faults.add("/resourceGroups", status=429, headers={"Retry-After": "3"})
    answer = get()
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3")
    assert answer.json()["error"]["code"] == "TooManyRequests"
    assert [one.status for one in sandbox.requests.to("/resourceGroups")] == [429]


@pytest.mark.parametrize(
    ("how", "body"),
    [
        ({"body": "<html>sign in</html>", "content_type": "text/html"}, b"<html>sign in</html>"),
        ({"body_bytes": b"\xff\xfe\x00"}, b"\xff\xfe\x00"),
        ({"body": ""}, b""),
        ({"json": {"value": None}}, b'{"value":null}'),
        ({"json": None}, b"null"),
    ],
)
def test_any_body(sandbox: Sandbox, get: Get, how: dict[str, Any], body: bytes) -> None:
    sandbox.faults.add("/resourceGroups", **how)
    answer = get()
    assert (answer.status_code, answer.content) == (200, body)
    assert answer.headers["Content-Type"] == how.get(
        "content_type", "application/json; charset=utf-8"
    )


@pytest.mark.parametrize(
    ("how", "struck"),
    [
        ({}, [True, True, True, True]),
        ({"nth": 2}, [False, True, False, False]),
        ({"times": 2}, [True, True, False, False]),
        ({"nth": 2, "times": 2}, [False, True, True, False]),
        ({"method": "POST"}, [False, False, False, False]),
        ({"path": "api-version=1999"}, [False, False, False, False]),
        ({"path": "RESOURCEGROUPS.*api-version=2021"}, [True, True, True, True]),
    ],
)
def test_which_requests_are_struck(
    sandbox: Sandbox, get: Get, how: dict[str, Any], struck: list[bool]
) -> None:
    fault = sandbox.faults.add(**{"path": PATH, "status": 503, **how})
    assert [get().status_code == 503 for _ in struck] == struck
    assert fault.struck == sum(struck)


def test_the_first_rule_that_strikes_decides(sandbox: Sandbox, get: Get) -> None:
    first = sandbox.faults.add(PATH, status=500, nth=1)
    sandbox.faults.add(PATH, status=502)
    assert [get().status_code, get().status_code] == [500, 502]
    sandbox.faults.remove(first)
    sandbox.faults.clear()
    assert get().status_code == 200


@pytest.mark.parametrize("kind", ["reset", "close"])
def test_broken_connections(sandbox: Sandbox, get: Get, kind: str) -> None:
    sandbox.faults.add(PATH, kind=kind)
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        get()
    sandbox.faults.clear()
    assert get().status_code == 200


def test_a_body_cut_in_half_is_no_json(sandbox: Sandbox, get: Get) -> None:
    whole = get().content
    sandbox.faults.add(PATH, kind="truncate")
    half = get()
    assert half.content == whole[: len(whole) // 2]
    with pytest.raises(json.JSONDecodeError):
        json.loads(half.content)


def test_hanging_answers_end_with_the_sandbox(start: Start) -> None:
    estate = parse_estate(ESTATE + f"faults: [{{path: {PATH}, kind: hang}}]")
    with Sandbox(estate) as sandbox, pytest.raises(requests.ReadTimeout):
        requests.get(f"{sandbox.url}{PATH}", verify=str(sandbox.ca_file), timeout=0.2)
    assert [one.status for one in sandbox.requests.to(PATH)] == [0]


@pytest.mark.parametrize("kind", ["delay", "drip"])
def test_slow_answers_are_whole(sandbox: Sandbox, get: Get, kind: str) -> None:
    whole = get().json()
    sandbox.faults.add(PATH, kind=kind, seconds=0.001)
    assert get().json() == whole


def test_redirects(sandbox: Sandbox, get: Get) -> None:
    sandbox.faults.add(PATH, kind="redirect", to="https://elsewhere.invalid/x")
    answer = get()
    assert (answer.status_code, answer.headers["Location"]) == (302, "https://elsewhere.invalid/x")


def test_next_links_that_go_wrong(sandbox: Sandbox, get: Get) -> None:
    whole = get().json()
    sandbox.faults.add(PATH, kind="loop", nth=1)
    sandbox.faults.add(PATH, kind="endless", nth=1)
    sandbox.faults.add(PATH, kind="stranger", to="https://evil.invalid", nth=1)
    loop, endless, stranger = (get().json() for _ in range(3))
    assert loop["value"] == endless["value"] == stranger["value"] == whole["value"]
    assert loop["nextLink"] == f"{sandbox.url}{PATH}?api-version=2021-04-01"
    assert endless["nextLink"].endswith("endless=1")
    assert stranger["nextLink"].startswith("https://evil.invalid/subscriptions/")


def test_rules_of_the_estate_file(start: Start) -> None:
    rules = (
        f"faults: [{{path: {PATH}, nth: 1, status: 503, json: {{a: [1]}}, contentType: text/x}}]"
    )
    get = getter(start(ESTATE + rules))
    answer = get()
    assert (answer.status_code, answer.json()) == (503, {"a": [1]})
    assert answer.headers["Content-Type"] == "text/x"
    assert get().status_code == 200


def test_latency_of_the_estate(start: Start) -> None:
    get = getter(start(ESTATE + "latency: 0.001s"))
    assert get().status_code == 200


def test_an_untrusted_client_is_refused_by_its_own_tls(sandbox: Sandbox) -> None:
    trusting_nobody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    pool = urllib3.PoolManager(ssl_context=trusting_nobody, retries=False)
    with pytest.raises(urllib3.exceptions.SSLError):
        pool.request("GET", sandbox.url)
    pool.clear()
