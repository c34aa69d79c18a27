"""The data plane: asked only where ARM named the host, and only to read or search."""

import json

import msgspec
import pytest

from aml_maturity_audit.azure.dataplane import RegistryDiscovery
from aml_maturity_audit.azure.problems import GuardRefused, Missing, Unanswered
from fakes.door import LOCAL, stub_door
from fakes.transport import answer, refused

WS = "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w"
TRACKING = f"azureml://westeurope.api.azureml.ms/mlflow/v1.0{WS}"
ASK = {"owner": WS, "action": "runs/read", "source": "metrics"}


class Runs(msgspec.Struct):
    runs: list[str] = []


async def test_a_search_is_posted_to_the_host_that_arm_named():
    door, transport = stub_door(answer({"runs": ["r1"]}))
    assert door.data.allow(TRACKING, WS)
    url = f"{TRACKING}/api/2.0/mlflow/runs/search"
    assert await door.data.search(url, {"max_results": 5}, Runs, **ASK) == Runs(["r1"])
    (sent,) = transport.sent
    assert sent.method == "POST"
    assert sent.url.startswith("https://westeurope.api.azureml.ms/mlflow/v1.0/subscriptions/s/")
    assert json.loads(sent.body) == {"max_results": 5}
    assert door.account.record().data_plane == 1


@pytest.mark.parametrize("operation", ["runs/create", "runs/update", "experiments/delete"])
async def test_nothing_else_is_posted(operation):
    door, transport = stub_door()
    door.data.allow(TRACKING, WS)
    with pytest.raises(GuardRefused):
        await door.data.search(f"{TRACKING}/api/2.0/mlflow/{operation}", {}, Runs, **ASK)
    assert transport.sent == []


async def test_a_host_named_for_one_workspace_is_not_asked_for_another():
    door, transport = stub_door()
    door.data.allow(TRACKING, WS + "2")
    with pytest.raises(GuardRefused, match="not named by ARM"):
        await door.data.get(f"{TRACKING}/x", Runs, **ASK)
    assert not door.data.allow("https://evil.example/mlflow", WS)
    with pytest.raises(GuardRefused):
        await door.data.get("https://evil.example/mlflow", Runs, **ASK)
    assert transport.sent == []


async def test_a_network_that_lets_nobody_in_is_no_denial_of_a_permission():
    door, _ = stub_door(refused(403, "Forbidden", "blocked by the workspace's firewall"))
    door.data.allow(TRACKING, WS)
    with pytest.raises(Unanswered, match="network does not let"):
        await door.data.get(f"{TRACKING}/x", Runs, **ASK)


async def test_registries_are_found_by_name():
    found = {"registryName": "shared", "subscriptionId": "s2", "resourceGroup": "rg", "secret": 1}
    door, transport = stub_door(answer(found))
    assert await door.data.discover_registry("sha red/..") == RegistryDiscovery(
        registry_name="shared", subscription_id="s2", resource_group="rg"
    )
    assert transport.sent[0].url == (
        "https://eastus.api.azureml.ms/registrymanagement/v1.0/registries/sha%20red%2F../discovery"
    )


async def test_a_registry_that_does_not_exist_is_missing():
    door, _ = stub_door(refused(404, "NotFound"), cloud=LOCAL)
    with pytest.raises(Missing):
        await door.data.discover_registry("nowhere")
