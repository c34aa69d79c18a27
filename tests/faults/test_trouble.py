"""Kinds of trouble that the torture does not make, each through a whole command.

Source: issue "Unbreakable", Faults: bounded time, the designed exit code, no traceback, and every
verdict is that of the undisturbed run or unknown.
"""

import json
from email.utils import format_datetime
from pathlib import Path

import pytest

from aml_maturity_audit.azure import patience
from aml_maturity_audit.azure.clock import now

USUAL = patience.Patience.__init__.__defaults__
QUICK = {"connect": 2.0, "read": 0.5, "attempt": 1.0, "total": 2.0, "attempts": 4, "backoff": 0.01}
DEEP = "[" * 100_000
ITEM = {"name": "odd", "properties": None}


@pytest.fixture(autouse=True)
def impatient(request, monkeypatch):
    """The bounds are seconds instead of minutes, but where patience is what it takes."""
    if "patient" in request.fixturenames:
        return
    defaults = patience.Patience.__init__.__kwdefaults__ or {}
    assert defaults == {}
    names = list(patience.Patience.__dataclass_fields__)
    before = patience.Patience.__init__.__defaults__
    quick = tuple(QUICK.get(name, value) for name, value in zip(names, before, strict=True))
    monkeypatch.setattr(patience.Patience.__init__, "__defaults__", quick)


@pytest.fixture
def patient():
    """Asks for the bounds that a user has."""


def verdicts(out: bytes) -> dict[tuple[str, str], str]:
    return {
        (workspace["name"], criterion["id"]): criterion["verdict"]
        for workspace in json.loads(out)["workspaces"]
        for criterion in workspace["criteria"]
    }


@pytest.fixture
def calm(run, sandbox) -> dict[tuple[str, str], str]:
    """The undisturbed run, with all the patience of a user, however busy the machine is."""
    with pytest.MonkeyPatch.context() as usual:
        usual.setattr(patience.Patience.__init__, "__defaults__", USUAL)
        ended = run("audit", "--format", "json")
    assert ended.code == 0
    return verdicts(ended.out)


LISTS = "workspaces/(ann|dan)/(jobs|models|onlineEndpoints|computes)"
TROUBLES = {
    "429 with seconds": {"status": 429, "headers": {"Retry-After": "0"}, "times": 3},
    "429 with a date": {
        "status": 429,
        "headers": {"Retry-After": format_datetime(now(), usegmt=True)},
        "times": 3,
    },
    "429 for hours": {"status": 429, "headers": {"Retry-After": "7200"}},
    "429 with nonsense": {"status": 429, "headers": {"Retry-After": "soon, -1"}},
    "503 once": {"status": 503, "nth": 1},
    "slow headers": {"kind": "delay", "seconds": 0.2},
    "slow bodies": {"kind": "drip", "seconds": 0.01},
    "bodies without end": {"kind": "drip", "seconds": 0.3},
    "never answering": {"kind": "hang"},
    "wrong type and encoding": {
        "body": "\udcff\ud800",
        "content_type": "image/png; charset=klingon",
    },
    "wrong content encoding": {"json": {"value": []}, "headers": {"Content-Encoding": "gzip"}},
    "items null": {"json": {"value": [None, None]}},
    "items of other types": {"json": {"value": [1, "a", [], True, 1e308, ITEM]}},
    "an unknown enum": {"json": {"value": [{"name": "x", "properties": {"jobType": "Quantum"}}]}},
    "deep nesting": {"body": f'{{"value": [{DEEP}'},
    "deep nesting in an item": {"body": f'{{"value": [{DEEP}{"]" * 100_000}]}}'},
    "a huge string": {"json": {"value": [{"name": "x" * 3_000_000, "properties": {}}]}},
    "lone surrogates": {"body": '{"value": [{"name": "\\ud800", "id": "/\\udfff"}]}'},
    "broken UTF-8": {"body_bytes": b'{"value": [{"name": "\xff\xfe"}]}'},
    "401 with claims": {
        "status": 401,
        "headers": {
            "WWW-Authenticate": 'Bearer error="insufficient_claims", claims="eyJhIjoxfQ=="'
        },
    },
    "401 with broken claims": {
        "status": 401,
        "headers": {"WWW-Authenticate": 'Bearer error="insufficient_claims", claims="%%%"'},
    },
    "an api-version refused": {
        "status": 400,
        "json": {"error": {"code": "NoRegisteredProviderFound", "message": "no"}},
    },
    "a skewed clock": {
        "status": 429,
        "headers": {
            "Retry-After": "Mon, 01 Jan 2035 00:00:01 GMT",
            "Date": "Mon, 01 Jan 2035 00:00:00 GMT",
        },
        "nth": 1,
    },
    "pages without end": {"kind": "endless"},
    "a next link to another port": {"kind": "stranger", "to": "https://127.0.0.1:1"},
    "a next link without TLS": {"kind": "stranger", "to": "http://127.0.0.1:1"},
    "a next link that is none": {"kind": "stranger", "to": "file:///etc/passwd?"},
    "a page larger than any": {"body": '{"value": [' + " " * (65 * 2**20) + "]}"},
}
UNTOUCHED = {
    *("429 with seconds", "429 with a date", "503 once", "slow headers", "slow bodies"),
    "a skewed clock",
}
"""After these every verdict is that of the undisturbed run."""


@pytest.mark.parametrize("trouble", TROUBLES)
def test_the_verdicts_are_those_of_the_undisturbed_run_or_unknown(trouble, run, sandbox, calm):
    fault = sandbox.faults.add(LISTS, **TROUBLES[trouble])
    ended = run("audit", "--format", "json")
    assert fault.struck > 0
    assert ended.code == 0, ended.err
    assert "Traceback" not in ended.err
    found = verdicts(ended.out)
    assert found.keys() == calm.keys()
    wrong = {
        key: (calm[key], found[key]) for key in calm if found[key] not in {calm[key], "unknown"}
    }
    if trouble == "an unknown enum":  # another answer, not trouble: other jobs are there
        wrong = {}
    assert not wrong
    if trouble in UNTOUCHED:
        assert found == calm


def test_duplicate_items_are_one(run, sandbox, calm):
    kind = {"computeType": "AmlCompute"}
    jobs = [{"id": id_, "name": "j", "properties": kind} for id_ in ("/J", "/j", "/J")]
    fault = sandbox.faults.add("workspaces/ann/computes", json={"value": jobs})
    ended = run("audit", "--format", "json")
    assert fault.struck == 1
    assert ended.code == 0
    workspace = next(w for w in json.loads(ended.out)["workspaces"] if w["name"] == "ann")
    reading = next(r for r in workspace["readings"] if r["signal"] == "computes")
    assert reading["items"] == 1


def test_a_sign_in_refused_in_the_middle_loses_no_workspace(run, sandbox, calm):
    tokens = sandbox.cloud.tokens
    answer = sandbox.cloud.answer
    seen: list[str] = []

    def expiring(call):
        seen.append(call.path)
        if len(seen) == 40:
            tokens.expire_all()
            sandbox.faults.add("/oauth2/", status=401, json={"error": "invalid_client"})
        return answer(call)

    sandbox.cloud.answer = expiring
    try:
        ended = run("audit", "--format", "json")
    finally:
        sandbox.cloud.answer = answer
    assert ended.code == 0
    found = verdicts(ended.out)
    assert found.keys() == calm.keys()
    assert all(found[key] in {calm[key], "unknown"} for key in calm)
    assert run("audit", "--strict").code == 4


def test_a_workspace_that_is_gone_a_moment_later_is_unknown(run, sandbox, calm):
    sandbox.faults.add("/workspaces/ann/", status=404)
    ended = run("audit", "--format", "json")
    assert ended.code == 0
    found = verdicts(ended.out)
    assert all(found[key] in {calm[key], "unknown"} for key in calm)
    assert any(found[key] != calm[key] for key in calm if key[0] == "ann")


def test_a_name_that_dns_does_not_know_is_one_sentence(run, sandbox, monkeypatch):
    monkeypatch.setenv("ARM_CLOUD_METADATA_URL", "https://nowhere.invalid/metadata")
    ended = run("audit")
    assert ended.code == 1
    assert "nowhere.invalid" in ended.err
    assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize("how", [{"status": 503}, {"body": "<html>", "content_type": "text/html"}])
def test_azure_devops_that_is_down_costs_its_own_readings(how, run, sandbox, calm):
    sandbox.faults.add("^/contoso/", **how)
    ended = run("audit", "--format", "json", "--devops-organization", f"{sandbox.url}/contoso")
    assert ended.code == 0
    found = verdicts(ended.out)
    assert all(found[key] in {calm[key], "unknown"} for key in calm)
    assert any(w["code"] == "cicd-source-unread" for w in json.loads(ended.out)["warnings"])


def test_azure_devops_that_throttles_costs_time_only(run, sandbox, calm):
    how = {"status": 429, "headers": {"Retry-After": "0"}, "times": 5}
    fault = sandbox.faults.add("^/contoso/", **how)
    audit = ("audit", "--format", "json", "--devops-organization", f"{sandbox.url}/contoso")
    ended = run(*audit)
    assert (ended.code, fault.struck > 1) == (0, True)
    throttled = json.loads(ended.out)["run"]["requests"]["throttled"]
    assert throttled == fault.struck
    sandbox.faults.clear()
    assert verdicts(ended.out) == verdicts(run(*audit).out)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_is_exit_1_and_one_sentence(run, sandbox):
    ended = run("audit", "--format", "json", "--output", "/dev/full")
    assert ended.code == 1
    assert "could not be written: no space left on device" in ended.err
    assert "Traceback" not in ended.err


def test_a_disk_that_fills_up_leaves_what_can_be_gone_on_with(run, sandbox, tmp_path, monkeypatch):
    import resource

    file = tmp_path / "estate.snapshot"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        ended = run("collect", file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert ended.code == 1, ended.err
    assert "could not be written" in ended.err
    assert "Traceback" not in ended.err
    assert run("collect", "--resume", file).code == 0
    assert not list(tmp_path.glob("*.partial"))


def test_read_only_output_is_found_before_anything_is_asked(run, sandbox, tmp_path):
    for arguments in (("--output", "/proc/x.json"), ("--snapshot", "/proc/x.snapshot")):
        ended = run("audit", "--format", "json", *arguments)
        assert ended.code == 2
        assert len(ended.err.splitlines()) == 1
    assert len(sandbox.requests) == 0
