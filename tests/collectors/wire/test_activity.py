"""The Activity Log: which events are writes that succeeded, and who made them."""

from typing import Any

import pytest

from aml_maturity_audit.collectors.wire.activity import EventWire, parse_event
from aml_maturity_audit.signals.activity import ServingWrite
from collectors.decoding import wire
from collectors.fake_azure import HOME

OPERATION = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments/write"
UPN = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn"
SCOPE = "http://schemas.microsoft.com/identity/claims/scope"
OBJECT_ID = "http://schemas.microsoft.com/identity/claims/objectidentifier"


def event(**more: Any) -> ServingWrite | None:
    body = {
        "eventTimestamp": "2026-11-16T09:00:00.1234567Z",
        "correlationId": "c1",
        "resourceId": f"{HOME}/onlineEndpoints/score/deployments/blue",
        "operationName": {"value": OPERATION, "localizedValue": "Write"},
        "status": {"value": "Succeeded"},
        "subStatus": {"value": "Created (HTTP Status Code: 201)"},
        "caller": "0f83dea0-0000-4000-8000-000000000001",
        "claims": {},
        **more,
    }
    return parse_event(wire(EventWire, body))


@pytest.mark.parametrize("status", [{"value": "Succeeded"}, {"value": "success"}, "Succeeded"])
def test_a_success(status: Any) -> None:
    write = event(status=status)
    assert write is not None
    assert write.correlation_id == "c1"
    assert write.time is not None


@pytest.mark.parametrize(
    "said",
    [
        {"status": {"value": "Started"}},
        {"status": {"value": "Accepted"}},
        {"status": {"value": "Failed"}},
        {"status": None},
        {"operationName": {"value": OPERATION.replace("write", "delete")}},
        {"operationName": {"value": "Microsoft.MachineLearningServices/workspaces/jobs/write"}},
        {"operationName": None},
    ],
)
def test_what_is_no_write_that_succeeded(said: dict[str, Any]) -> None:
    assert event(**said) is None


@pytest.mark.parametrize(
    "operation",
    [
        "MICROSOFT.MACHINELEARNINGSERVICES/WORKSPACES/ONLINEENDPOINTS/WRITE",
        "Microsoft.MachineLearningServices/workspaces/batchEndpoints/write",
        "Microsoft.MachineLearningServices/workspaces/batchEndpoints/deployments/write",
    ],
)
def test_endpoints_and_deployments_of_both_kinds(operation: str) -> None:
    assert event(operationName=operation) is not None


@pytest.mark.parametrize(
    ("caller", "claims", "by_user"),
    [
        ("ada@contoso.example", None, True),
        ("0f83dea0", {UPN: "ada@contoso.example"}, True),
        ("0f83dea0", {SCOPE: "user_impersonation", "name": "Ada"}, True),
        ("0f83dea0", {"idtyp": "user"}, True),
        ("0f83dea0", {"idtyp": "app", "appid": "x"}, False),
        ("0f83dea0", {"appid": "x", OBJECT_ID: "o"}, False),
        ("0f83dea0", None, False),
        (None, {OBJECT_ID: "o"}, False),
        (None, None, None),
        (None, {"name": "somebody"}, None),
    ],
)
def test_persons_and_applications(caller: Any, claims: Any, by_user: bool | None) -> None:
    write = event(caller=caller, claims=claims)
    assert write is not None
    assert write.by_user is by_user


def test_who_it_was() -> None:
    write = event(
        caller="ada@contoso.example",
        claims={OBJECT_ID: "o", "NAME": "Ada Example", "appid": "cli", "secretish": "hunter2"},
    )
    assert write is not None
    assert (write.object_id, write.upn, write.name, write.app_id) == (
        "o",
        "ada@contoso.example",
        "Ada Example",
        "cli",
    )


def test_a_write_on_nothing_is_undecoded() -> None:
    with pytest.raises(ValueError, match="on what"):
        event(resourceId=None)


def test_the_operation_stands_in_for_a_missing_correlation() -> None:
    write = event(correlationId=None, operationId="op")
    assert write is not None
    assert write.correlation_id == "op"
