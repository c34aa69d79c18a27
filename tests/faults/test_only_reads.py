"""Nothing is written: every collector through the guards, over HTTP, and no permission to write."""

import json

import pytest

from aml_maturity_audit.azure.clouds import PUBLIC
from aml_maturity_audit.azure.guard import ArmGuard
from aml_maturity_audit.azure.problems import GuardRefused
from aml_maturity_audit.collectors import catalogue
from torture.rack import racked
from torture.requests import ARM, DEVOPS

REVEALING = ("list", "regenerate", "secret", "credential", "password", "sas")


def test_a_full_audit_runs_every_collector_and_sends_reads_only(monkeypatch):
    passed: list[tuple[str, str]] = []
    check = ArmGuard.check

    def noted(self, method, url):
        check(self, method, url)
        passed.append((method, url))

    monkeypatch.setattr(ArmGuard, "check", noted)
    with racked() as rack:
        requests = list(rack.sandbox.requests)
        assert rack.sandbox.requests.writes() == []
        assert rack.sandbox.requests.methods() <= {"GET", "HEAD", "OPTIONS", "POST"}
        posts = {one.path.rsplit("/", 1)[-1] for one in requests if one.method == "POST"}
        assert posts <= {"token", "search", "queryconfigurations"}
        assert {one.host for one in requests} == {rack.sandbox.url.removeprefix("https://")}
        assert {one.half for one in rack.requests} >= {ARM, DEVOPS}
        arm = [one for one in requests if one.path.lower().startswith("/subscriptions")]
        assert {method for method, _ in passed} == {"GET"}
        assert len(passed) >= len(arm)
        snapshot = rack.undisturbed.snapshot
        assert snapshot is not None
        read = {name for item in snapshot.workspaces for name in item.readings.names()}
        read |= {name for item in snapshot.subscriptions for name in item.readings.names()}
        assert read == {one.yields.name for one in catalogue.all_collectors()}


def test_permissions_lists_no_action_that_writes_or_reads_secrets(run, sandbox):
    role = json.loads(run("permissions").out)
    text = json.dumps(role)
    actions = [action for permission in [role] for action in permission["Actions"]]
    assert len(actions) > 20, text
    for action in actions:
        assert action.endswith("/read"), action
        assert "*" not in action
        name = action.lower().rsplit("/", 2)[-2]
        assert not name.startswith(REVEALING), action


@pytest.mark.parametrize(
    "method", ["PUT", "POST", "PATCH", "DELETE", "MERGE", "OPTIONS", "CONNECT"]
)
@pytest.mark.parametrize("path", ["/subscriptions", "/subscriptions/x/providers/y/listKeys"])
def test_the_guard_lets_no_write_pass(method, path):
    cloud = PUBLIC
    with pytest.raises(GuardRefused):
        ArmGuard(cloud).check(method, f"{cloud.arm}{path}")
