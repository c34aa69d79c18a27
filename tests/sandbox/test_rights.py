"""Rights: 403 in Azure's words, filtered lists, and a permissions endpoint that agrees."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aml_maturity_audit.sandbox.arm.rights import Rights
from aml_maturity_audit.sandbox.estate.settings import Access, Identity, ManagementGroup
from sandbox.arm import Arm
from sandbox.conftest import Start

ONE = "11111111-0000-4000-8000-000000000001"
TWO = "22222222-0000-4000-8000-000000000002"
ML = "Microsoft.MachineLearningServices"

ESTATE = f"""
identities:
  auditor:
    clientId: 5a4db0c5-0000-4000-8000-00000000a0d1
    objectId: 0b9ec700-0000-4000-8000-00000000c1d0
    access:
      - scope: "${{workspace:open}}"
      - scope: "${{workspace:half}}"
        actions: [{ML}/workspaces/read, {ML}/workspaces/models/*, Microsoft.Authorization/*/read]
        notActions: [{ML}/workspaces/models/versions/read]
managementGroups:
  top: {{groups: [below]}}
  below: {{subscriptions: [{TWO}]}}
subscriptions:
  {ONE}:
    resourceGroups:
      rg:
        workspaces:
          open: {{jobs: {{j: {{properties: {{jobType: Command}}}}}}}}
          half: {{models: {{m: {{versions: {{"1": {{}}}}}}}}}}
          shut: {{}}
  {TWO}: {{resourceGroups: {{rg: {{workspaces: {{other: {{}}}}}}}}}}
"""
GROUP = f"/subscriptions/{ONE}/resourceGroups/rg"
WORKSPACES = f"{GROUP}/providers/{ML}/workspaces"


@pytest.fixture
def arm(start: Start) -> Arm:
    return Arm(start(ESTATE))


def test_a_missing_right_is_said_in_azures_words(arm: Arm) -> None:
    status, code, message = arm.error(f"{WORKSPACES}/half/jobs")
    assert (status, code) == (403, "AuthorizationFailed")
    assert message == (
        "The client '5a4db0c5-0000-4000-8000-00000000a0d1' with object id "
        "'0b9ec700-0000-4000-8000-00000000c1d0' does not have authorization to perform action "
        f"'{ML}/workspaces/jobs/read' over scope '{WORKSPACES}/half' or the scope is invalid. "
        "If access was recently granted, please refresh your credentials."
    )


def test_what_may_not_be_read_cannot_be_told_from_what_is_not_there(arm: Arm) -> None:
    assert arm.error(f"{WORKSPACES}/shut")[:2] == (403, "AuthorizationFailed")
    assert arm.error(f"{WORKSPACES}/nobody")[:2] == (403, "AuthorizationFailed")


def test_lists_leave_out_what_may_not_be_read(arm: Arm) -> None:
    assert arm.names(f"/subscriptions/{ONE}/providers/{ML}/workspaces") == ["open", "half"]
    assert arm.names(WORKSPACES) == ["open", "half"]
    assert arm.names(f"/subscriptions/{ONE}/resources") == ["open", "half"]
    assert arm.value(f"/subscriptions/{ONE}/resourceGroups") == []


def test_subscriptions_without_any_right_are_not_listed(arm: Arm) -> None:
    assert [one["subscriptionId"] for one in arm.value("/subscriptions")] == [ONE]
    assert arm.error(f"/subscriptions/{TWO}")[:2] == (403, "AuthorizationFailed")
    assert arm.value(f"/subscriptions/{TWO}/providers/{ML}/workspaces") == []


def test_not_actions_and_wildcards(arm: Arm) -> None:
    assert arm.names(f"{WORKSPACES}/half/models") == ["m"]
    assert arm.error(f"{WORKSPACES}/half/models/m/versions")[0] == 403
    assert arm.names(f"{WORKSPACES}/open/jobs") == ["j"]


def test_permissions_agree(arm: Arm) -> None:
    path = f"{WORKSPACES}/half/providers/Microsoft.Authorization/permissions"
    sets = arm.value(path)
    assert [one["notActions"] for one in sets] == [[f"{ML}/workspaces/models/versions/read"]]
    assert f"{ML}/workspaces/models/*" in sets[0]["actions"]
    everywhere = f"/subscriptions/{ONE}/providers/Microsoft.Authorization/permissions"
    assert arm.value(everywhere) == []


def test_management_groups_hand_rights_down(start: Start) -> None:
    estate = ESTATE.replace(
        '"${workspace:open}"', "/providers/Microsoft.Management/managementGroups/top"
    )
    arm = Arm(start(estate))
    assert {one["subscriptionId"] for one in arm.value("/subscriptions")} == {ONE, TWO}
    assert arm.names(f"/subscriptions/{TWO}/providers/{ML}/workspaces") == ["other"]
    descendants = arm.value(
        "/providers/Microsoft.Management/managementGroups/top/descendants", version="2020-05-01"
    )
    assert [(one["type"].rpartition("/")[2], one["name"]) for one in descendants] == [
        ("managementGroups", "below"),
        ("subscriptions", TWO),
    ]
    assert descendants[1]["properties"]["parent"]["id"].endswith("/below")


def test_an_unknown_management_group(start: Start) -> None:
    arm = Arm(start("subscriptions: {}"))
    path = "/providers/Microsoft.Management/managementGroups/nobody/descendants"
    assert arm.error(path)[:2] == (404, "NotFound")


def test_deny_assignments_win(start: Start) -> None:
    deny = f"    deny: [{{scope: '${{workspace:open}}', actions: [{ML}/workspaces/jobs/read]}}]\n"
    arm = Arm(start(ESTATE.replace("managementGroups:", deny + "managementGroups:", 1)))
    assert arm.error(f"{WORKSPACES}/open/jobs")[0] == 403
    path = f"{WORKSPACES}/open/providers/Microsoft.Authorization/permissions"
    assert f"{ML}/workspaces/jobs/read" in arm.value(path)[0]["notActions"]


SCOPES = ["/", f"/subscriptions/{ONE}", f"/subscriptions/{TWO}", WORKSPACES + "/open", GROUP]
ACTIONS = ["*", "*/read", f"{ML}/*", f"{ML}/workspaces/read", f"{ML}/workspaces/*/read"]
ACCESS = st.builds(
    Access,
    scope=st.sampled_from(SCOPES),
    actions=st.lists(st.sampled_from(ACTIONS), max_size=3).map(tuple),
    not_actions=st.lists(st.sampled_from(ACTIONS), max_size=2).map(tuple),
)


@settings(deadline=None)
@given(
    access=st.lists(ACCESS, max_size=3).map(tuple),
    deny=st.lists(ACCESS, max_size=2).map(tuple),
    scope=st.sampled_from([*SCOPES[1:], f"/subscriptions/{TWO}/resourceGroups/x"]),
    action=st.sampled_from([f"{ML}/workspaces/read", f"{ML}/workspaces/jobs/read", "a/b/action"]),
)
def test_permissions_say_exactly_what_is_allowed(
    access: tuple[Access, ...], deny: tuple[Access, ...], scope: str, action: str
) -> None:
    """The sets that the endpoint lists decide every action as the server does."""
    identity = Identity(client_id="c", access=access, deny=deny)
    rights = Rights(identity, {"g": ManagementGroup()})
    listed = any(
        _matches(one["actions"], action) and not _matches(one["notActions"], action)
        for one in rights.permissions(scope)
    )
    assert rights.allows(scope, action) == listed


def _matches(patterns: Any, action: str) -> bool:
    return any(
        re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), action, re.IGNORECASE)
        for pattern in patterns
    )
