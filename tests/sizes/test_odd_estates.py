"""Odd estates: none at all, names of all kinds, ids in odd casing, many of what is usually few.

Source: issue "Unbreakable", Big and odd estates.
"""

import json
import re
from contextlib import contextmanager
from dataclasses import replace

import pytest

from aml_maturity_audit.sandbox import Sandbox, default_estate, parse_estate
from aml_maturity_audit.signals.snapshot_file import read_snapshot
from faults.conftest import HEAD, subscription

FORMATS = ("table", "json", "csv", "markdown", "html", "xlsx", "junit")

EMPTY = """
  91111111-0000-4000-8000-000000000009:
    displayName: nothing in here
    resourceGroups: {}"""

NAMES = {
    "right to left": "مساحة عمل \u202eevil\u202c",
    "combining": "e\u0301\u0323 z\u0351\u0346a\u0310\u030bl\u0334go",
    "emoji": "🚀 👩‍👩‍👧‍👦 🏳️‍🌈",
    "scripts": "тест 模型 モデル नमूना ตัวแบบ",
    "long": "x" * 260,
    "controls": "a\tb\x07c\u2028d\u0000e",
    "markup": "<script>alert(1)</script> | `x` **b** [l](javascript:1) =1+1 {{7*7}}",
    "casing": "İIıi ẞß Straße",
    "path": "../../etc/passwd %2e%2e%2f {jndi:x}",
}


@contextmanager
def serving(estate, monkeypatch):
    with Sandbox(estate) as running:
        running.cloud.throttle.enabled = False
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("GITHUB_TOKEN", raising=False)
        yield running


def verdicts(out: bytes) -> dict[tuple[str, str], str]:
    return {
        (workspace["name"].lower(), criterion["id"]): criterion["verdict"]
        for workspace in json.loads(out)["workspaces"]
        for criterion in workspace["criteria"]
    }


def test_a_subscription_without_workspaces_is_one_with_none(run, sandbox, monkeypatch, tmp_path):
    estate = parse_estate(HEAD + subscription(1, "ann") + EMPTY)
    with serving(estate, monkeypatch):
        ended = run("audit", "--format", "json", "--strict", "--snapshot", tmp_path / "s")
    assert ended.code == 0, ended.err
    assert [one["name"] for one in json.loads(ended.out)["workspaces"]] == ["ann"]
    assert len(read_snapshot(tmp_path / "s").subscriptions) == 2


def test_nothing_but_such_is_nothing_to_audit(run, sandbox, monkeypatch):
    with serving(parse_estate(HEAD + EMPTY), monkeypatch):
        ended = run("audit")
    assert (ended.code, ended.out) == (3, b"")
    assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize("kind", NAMES)
def test_names_in_every_script_change_no_verdict_and_break_no_report(
    kind, run, sandbox, monkeypatch, tmp_path
):
    """Azure lets few characters into ids, and any into tags, descriptions and display names."""
    name = json.dumps(NAMES[kind], ensure_ascii=False).replace("\u2028", "\\u2028")
    plain = HEAD + subscription(1, "ann")
    odd = plain.replace("displayName: sub-1", f"displayName: {name}")
    odd = odd.replace("experimentName: churn", f"experimentName: {name}")
    odd = odd.replace(
        "created: -400d\n",
        f"created: -400d\n            tags: {{{name}: {name}}}\n"
        f"            properties: {{description: {name}}}\n",
    )
    assert odd.count(name) == 5
    with serving(parse_estate(plain), monkeypatch):
        calm = verdicts(run("audit", "--format", "json").out)
    with serving(parse_estate(odd), monkeypatch):
        formats = [each for one in FORMATS for each in ("--format", one)]
        ended = run("audit", *formats, "--details", "--no-mask", "--output-dir", tmp_path / "out")
    assert ended.code == 0, ended.err
    assert verdicts((tmp_path / "out" / "assessment.json").read_bytes()) == calm
    page = (tmp_path / "out" / "assessment.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert len(list((tmp_path / "out").iterdir())) == len(FORMATS)


_ID = re.compile(rb'"(/subscriptions/[^"]*|azureml://[^"]*/workspaces/[^"]*)"')


def in_odd_casing(answer):
    """Every ARM id of an answer as another service might write it."""
    return replace(answer, body=_ID.sub(lambda found: found[0].swapcase(), answer.body))


def test_ids_in_odd_casing_change_no_verdict(run, sandbox, monkeypatch):
    with serving(default_estate(), monkeypatch) as running:
        organization = f"{running.url}/contoso"
        audit = ("audit", "--format", "json", "--devops-organization", organization)
        calm = verdicts(run(*audit).out)
        answer = running.cloud.answer
        running.cloud.answer = lambda call: in_odd_casing(answer(call))
        ended = run(*audit)
    assert ended.code == 0, ended.err
    odd = verdicts(ended.out)
    assert {key: (calm[key], odd.get(key)) for key in calm if odd.get(key) != calm[key]} == {}


DEPLOYMENTS, VERSIONS, MODELS = 20, 3_000, 40


def crowded() -> str:
    deployment = '{created: -9d, properties: {model: "azureml:churn:1"}}'
    blues = ", ".join(f"d{n}: {deployment}" for n in range(DEPLOYMENTS))
    endpoints = ", ".join(
        f"e{n}: {{created: -9d, properties: {{traffic: {{d0: 100}}}}, deployments: {{{blues}}}}}"
        for n in range(3)
    )
    versions = ", ".join(f'"{n}": {{created: -9d}}' for n in range(1, VERSIONS + 1))
    models = "".join(
        f"\n              m{n}: {{created: -9d, versions: {{{versions if n == 0 else one}}}}}"
        for n, one in enumerate(['"1": {created: -9d}'] * MODELS)
    )
    text = HEAD + subscription(1, "ann")
    text = re.sub(r"onlineEndpoints:.*", f"onlineEndpoints: {{{endpoints}}}", text, flags=re.DOTALL)
    return text.replace("            models:\n", f"            models:{models}\n")


def test_many_deployments_and_versions_take_few_requests(run, sandbox, monkeypatch):
    with serving(parse_estate(crowded()), monkeypatch) as running:
        ended = run("audit", "--format", "json")
        asked = [one.path.lower() for one in running.requests]
    assert ended.code == 0, ended.err
    (workspace,) = json.loads(ended.out)["workspaces"]
    items = {one["signal"]: one["items"] for one in workspace["readings"]}
    assert items["online-deployments"] == 3 * DEPLOYMENTS
    assert items["models"] == MODELS + 1
    assert sum(path.endswith("/deployments") for path in asked) == 3
    assert sum("/models/" in path for path in asked) <= 2 * 21  # the newest, and one deployed
    assert len(asked) < 120
