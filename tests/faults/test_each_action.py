"""An identity that lacks any one action, or all of them: nothing is worse for it than unknown.

Source: issue "Unbreakable", Faults (403 for any single action and for all). The sandbox refuses by
the identity's rights, as Azure does, so whatever needs an action is refused at once.
"""

import json

import pytest

from aml_maturity_audit.cli.role import ANYWHERE, role
from aml_maturity_audit.sandbox import Sandbox, parse_estate
from faults.conftest import ESTATE

ACTIONS = json.loads(role(ANYWHERE))["Actions"]


def verdicts(out):
    return {
        (workspace["name"], criterion["id"]): criterion["verdict"]
        for workspace in json.loads(out)["workspaces"]
        for criterion in workspace["criteria"]
    }


def limited(*actions, lacking=()):
    rights = json.dumps({"scope": "/", "actions": list(actions), "notActions": list(lacking)})
    client = "5a4db0c5-1e6f-4b7a-9c08-000000000001"
    return f"identities: {{limited: {{clientId: {client}, access: [{rights}]}}}}\n{ESTATE}"


def audited(run, monkeypatch, text, *more):
    with Sandbox(parse_estate(text)) as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        return run("audit", "--format", "json", *more)


@pytest.fixture(scope="module")
def calm():
    """By a run of its own, once."""
    return {}


@pytest.mark.parametrize("action", ACTIONS)
def test_without_one_action_it_is_the_same_or_unknown(action, calm, run, sandbox, monkeypatch):
    if not calm:
        calm.update(verdicts(audited(run, monkeypatch, limited("*/read")).out))
    ended = audited(run, monkeypatch, limited("*/read", lacking=[action]))
    if ended.code:
        assert ended.code in {3, 4}, ended.err
        assert len(ended.err.splitlines()) <= 2
        return
    found = verdicts(ended.out)
    wrong = {
        key: (calm[key], now) for key, now in found.items() if now not in {calm[key], "unknown"}
    }
    assert wrong == {}
    assert found.keys() == calm.keys() or "workspaces/read" in action


@pytest.mark.parametrize("seen", [(), ("Microsoft.Resources/subscriptions/read",)])
def test_without_all_of_them_there_is_nothing_to_audit(seen, run, sandbox, monkeypatch):
    """Azure leaves out of a list what may not be read, so nothing is visible."""
    ended = audited(run, monkeypatch, limited("Microsoft.Nothing/at/all/read", *seen))
    assert (ended.code, ended.out) == (3, b"")
    assert len(ended.err.splitlines()) <= 2


def test_403_for_everything_is_exit_4(run, sandbox):
    sandbox.faults.add("^/(subscriptions|providers)", status=403)
    ended = run("audit")
    assert (ended.code, ended.out) == (4, b"")
