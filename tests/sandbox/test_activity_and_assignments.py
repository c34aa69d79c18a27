"""The Activity Log and role assignments."""

from typing import Any

import pytest

from sandbox.arm import CHURN, SUBSCRIPTION, Arm
from sandbox.conftest import Start

SUB = f"/subscriptions/{SUBSCRIPTION}"
EVENTS = f"{SUB}/providers/Microsoft.Insights/eventtypes/management/values"
ESTATE = f"""
now: 2026-11-20T09:00:00Z
principals:
  ada:
    name: Ada Example
    upn: ada@contoso.example
    objectId: ada0ada0-0000-4000-8000-000000000001
  ci: {{name: release, type: Application, clientId: c1c1c1c1-0000-4000-8000-000000000001}}
subscriptions:
  {SUBSCRIPTION}:
    activityLog:
      - {{at: -80d, by: ada, on: "${{workspace:churn}}/onlineEndpoints/churn", operation: write}}
      - repeat: 3
        every: 1d
        at: -1d
        by: ci
        on: "${{workspace:churn}}/onlineEndpoints/churn/deployments/blue"
      - at: -2h
        by: ada
        on: "${{resource:churn}}"
        operation: delete
        status: {{value: Failed}}
    roleAssignments:
      above: {{properties: {{principalType: User}}}}
    resourceGroups:
      rg-churn:
        roleAssignments: {{here: {{properties: {{principalType: Group}}}}}}
        workspaces: {{churn: {{roleAssignments: {{below: {{properties: {{a: b}}}}}}}}}}
"""
SINCE = "eventTimestamp ge '2026-08-22T00:00:00Z'"


@pytest.fixture
def arm(start: Start) -> Arm:
    return Arm(start(ESTATE))


def events(arm: Arm, condition: str) -> list[Any]:
    return arm.value(EVENTS, version="2015-04-01", __filter=condition)


def test_events_newest_first_with_who_and_what(arm: Arm) -> None:
    found = events(arm, SINCE)
    stamps = [event["eventTimestamp"][:10] for event in found]
    assert stamps == ["2026-11-20", "2026-11-19", "2026-11-18", "2026-11-17", "2026-09-01"]
    deployed = found[1]
    assert deployed["operationName"]["value"] == (
        "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments/write"
    )
    assert deployed["claims"]["idtyp"] == "app"
    assert deployed["claims"]["appid"] == "c1c1c1c1-0000-4000-8000-000000000001"
    assert deployed["resourceId"] == f"{CHURN}/onlineEndpoints/churn/deployments/blue"
    assert found[-1]["caller"] == "ada@contoso.example"
    assert "ada0ada0-0000-4000-8000-000000000001" in found[-1]["claims"].values()
    assert found[0]["status"] == {"value": "Failed", "localizedValue": "Succeeded"}
    assert len({event["eventDataId"] for event in found}) == 5


@pytest.mark.parametrize(
    ("condition", "number"),
    [
        ("eventTimestamp ge '2026-11-18T00:00:00Z'", 3),
        (
            "eventTimestamp ge '2026-11-18T00:00:00Z' and eventTimestamp le '2026-11-19T23:59:59Z'",
            2,
        ),
        (f"{SINCE} and resourceProvider eq 'Microsoft.MachineLearningServices'", 5),
        (f"{SINCE} and resourceProvider eq 'Microsoft.Web'", 0),
        (f"{SINCE} and resourceGroupName eq 'RG-CHURN' and status eq 'Failed'", 1),
        (f"{SINCE} and caller eq 'ada@contoso.example'", 2),
    ],
)
def test_event_filters(arm: Arm, condition: str, number: int) -> None:
    assert len(events(arm, condition)) == number


@pytest.mark.parametrize("condition", ["", "eventTimestamp ge 'yesterday'"])
def test_a_start_is_needed(arm: Arm, condition: str) -> None:
    assert arm.error(EVENTS, __filter=condition)[:2] == (400, "BadRequest")


def test_assignments_at_above_and_below(arm: Arm) -> None:
    route = "/providers/Microsoft.Authorization/roleAssignments"
    group = f"{SUB}/resourceGroups/rg-churn"
    assert set(arm.names(group + route)) == {"above", "here", "below"}
    assert set(arm.names(group + route, __filter="atScope()")) == {"above", "here"}
    assert set(arm.names(CHURN + route)) == {"above", "here", "below"}
