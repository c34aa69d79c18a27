"""A whole audit over the faked SDK boundary: no socket is opened at all."""

import json
from contextlib import asynccontextmanager

from aml_maturity_audit.cli import collecting
from fakes.door import stub_door
from fakes.transport import Sent, StubResponse, page, refused

SUB = "33333333-0000-4000-8000-000000000003"
WS = (
    f"/subscriptions/{SUB}/resourceGroups/rg/providers/"
    "Microsoft.MachineLearningServices/workspaces/demo"
)


def azure(sent: Sent) -> StubResponse:
    """One subscription with one workspace, of which nothing else may be read."""
    if sent.path == "/subscriptions":
        return page({"subscriptionId": SUB, "displayName": "demo", "state": "Enabled"})
    if sent.path.endswith("/providers/Microsoft.MachineLearningServices/workspaces"):
        return page({"id": WS, "name": "demo", "kind": "Default", "location": "westeurope"})
    message = "does not have authorization to perform action 'Microsoft.X/y/read' over"
    return refused(403, "AuthorizationFailed", message)


def test_a_denied_workspace_is_unknown_from_end_to_end(run, monkeypatch):
    door, transport = stub_door(handler=azure)

    @asynccontextmanager
    async def opened(_):
        yield door

    monkeypatch.setattr(collecting, "open_door", opened)
    ended = run("audit", "--format", "json", "--no-data-plane")
    assert ended.code == 4
    (workspace,) = json.loads(ended.out)["workspaces"]
    verdicts = {criterion["verdict"] for criterion in workspace["criteria"]}
    assert "met" not in verdicts
    assert workspace["level"]["confirmed"] == 0
    assert {sent.method for sent in transport.sent} == {"GET"}
    assert {sent.headers["Authorization"] for sent in transport.sent} == {"Bearer token-1"}
