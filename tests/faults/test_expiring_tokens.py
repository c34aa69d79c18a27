"""Tokens that end in the middle of a run: nothing is lost, and the verdicts are the same.

Source: issue "Unbreakable", Faults. A real run meets this after an hour; here the sandbox ends all
tokens at a request, whatever is under way then.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from aml_maturity_audit.sandbox import Sandbox, default_estate

Verdicts = dict[tuple[str, str], str]


def told(out: bytes) -> tuple[Verdicts, list[tuple[str, str, str, bool, int]]]:
    """Every verdict and every reading, whatever request brought it."""
    workspaces = json.loads(out)["workspaces"]
    verdicts = {(w["name"], c["id"]): c["verdict"] for w in workspaces for c in w["criteria"]}
    readings = [
        (w["name"], r["signal"], r["state"], r["complete"], r["items"])
        for w in workspaces
        for r in w["readings"]
    ]
    return verdicts, readings


@contextmanager
def at_each(sandbox: Sandbox, when: Callable[[str], bool], *numbers: int) -> Iterator[list[str]]:
    """All tokens end before the n-th of the requests that `when` counts is answered."""
    answer, seen = sandbox.cloud.answer, list[str]()

    def expiring(call):
        if when(call.path):
            seen.append(call.path)
            if len(seen) in numbers:
                sandbox.cloud.tokens.expire_all()
        return answer(call)

    sandbox.cloud.answer = expiring
    try:
        yield seen
    finally:
        sandbox.cloud.answer = answer


@pytest.mark.parametrize("number", [4, 17, 40, 41, 77])
def test_tokens_that_expire_in_the_middle_change_nothing(number, run, sandbox):
    calm = told(run("audit", "--format", "json").out)
    with at_each(sandbox, lambda path: "oauth2" not in path, number) as seen:
        ended = run("audit", "--format", "json", "--strict")
    assert len(seen) > number
    assert ended.code == 0, ended.err
    assert told(ended.out) == calm


@pytest.fixture(scope="module")
def company():
    with Sandbox(default_estate()) as running:
        running.cloud.throttle.enabled = False
        yield running


@pytest.mark.parametrize(
    ("path", "number"),
    [("/contoso/", 30), ("/contoso/", 120), ("/workspaces/", 150), ("/mlflow/", 2)],
)
def test_nor_do_those_for_azure_devops_and_the_data_plane(
    path, number, company, run, sandbox, monkeypatch
):
    for name, value in company.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AZURE_DEVOPS_EXT_PAT", raising=False)
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    audit = ("audit", "--format", "json", "--devops-organization", f"{company.url}/contoso")
    calm = told(run(*audit).out)
    company.requests.clear()
    with at_each(company, lambda asked: path in asked, number) as seen:
        ended = run(*audit)
    assert len(seen) > number
    assert ended.code == 0, ended.err
    assert told(ended.out) == calm
    tokens = company.requests.to("/oauth2/v2.0/token")
    assert 3 <= len(tokens) <= 4  # Azure, Azure DevOps, and each anew at most once
