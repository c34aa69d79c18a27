"""Each endpoint by itself: what one cannot have, another may; what stands is not replaced."""

from copy import deepcopy

import pytest

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.guidance.code.given import Given
from aml_maturity_audit.guidance.code.writing import code_for
from aml_maturity_audit.signals.snapshot import Snapshot
from guidance.code.auditing import GIVEN, estate, read
from guidance.code.test_lacking import planned, workspace_of

ENDPOINT = "${workspace:mlw-churn-prod}/onlineEndpoints/churn/deployments"


def endpoints(content):
    return workspace_of(content)["onlineEndpoints"]


def with_another(content, name):
    """A second endpoint like the first."""
    other = deepcopy(endpoints(content)["churn"])
    endpoints(content)[name] = other
    return other


def _scaled(content, deployment):
    """An autoscale setting that keeps one instance only."""
    group = content["subscriptions"]["11111111-0000-4000-8000-000000000001"]["resourceGroups"]
    capacity = {"minimum": "1", "maximum": "2", "default": "1"}
    profiles = [{"name": "x", "capacity": capacity, "rules": []}]
    target = f"{ENDPOINT}/{deployment}"
    properties = {"enabled": True, "targetResourceUri": target, "profiles": profiles}
    group["rg-churn-prod"]["autoscaleSettings"] = {"mine": {"properties": properties}}


def test_two_endpoints_have_their_own_files():
    content = estate()
    with_another(content, "offers")
    files, sentences = planned(content)
    assert sentences == []
    for stem in ("deployment-{}-green", "endpoint-{}-mirror", "monitor-{}-green"):
        assert {f"{stem.format(name)}.yml" for name in ("churn", "offers")} <= files


def test_one_on_kubernetes_takes_nothing_from_the_other():
    content = estate()
    other = with_another(content, "offers")
    other["deployments"]["blue"]["properties"]["endpointComputeType"] = "Kubernetes"
    files, sentences = planned(content)
    assert "deployment-churn-green.yml" in files
    assert not [name for name in files if "offers" in name]
    assert any("endpoint offers" in text and "Kubernetes" in text for text in sentences)


def test_an_odd_name_is_in_no_file_and_no_command():
    content = estate()
    with_another(content, "x'; curl evil.example")
    files, sentences = planned(content)
    assert "deployment-churn-green.yml" in files
    assert not [name for name in files if "curl" in name]
    assert any("none that Azure gives" in text for text in sentences)


def test_a_split_endpoint_is_not_said_to_be_whole():
    content = estate()
    churn = endpoints(content)["churn"]
    churn["deployments"]["green"] = deepcopy(churn["deployments"]["blue"])
    churn["properties"]["traffic"] = {"blue": 40, "green": 60}
    files, sentences = planned(content)
    assert "deployment-churn-churn-2.yml" not in files
    assert "deployment-churn-green-2.yml" in files
    assert "endpoint-churn-mirror.yml" not in files
    assert any("splits its traffic" in text for text in sentences)


@pytest.mark.parametrize("taken", [["green"], ["green", "blue-2"]])
def test_a_new_deployment_takes_no_name_that_is_taken(taken):
    content = estate()
    deployments = endpoints(content)["churn"]["deployments"]
    deployments |= {name: deepcopy(deployments["blue"]) for name in taken}
    files, _ = planned(content)
    assert f"deployment-churn-blue-{len(taken) + 1}.yml" in files


def test_what_stands_is_not_replaced():
    content = estate()
    workspace = workspace_of(content)
    trigger = {"triggerType": "Cron", "expression": "0 2 * * *", "timeZone": "UTC"}
    for name in ("mlw-churn-prod-retrain", "churn-green-monitor"):
        action = {"actionType": "CreateJob", "jobDefinition": {"jobType": "Spark"}}
        properties = {"isEnabled": False, "trigger": trigger, "action": action}
        workspace.setdefault("schedules", {})[name] = {"properties": properties}
    _scaled(content, "blue")
    files, sentences = planned(content)
    assert not {"schedule-retrain.yml", "monitor-churn-green.yml"} & files
    assert sum("exists already" in text for text in sentences) == 2
    assert "autoscale-churn.bicep" in files


def test_a_deployment_that_is_scaled_already_is_left_to_its_setting(plan):
    content = estate()
    _scaled(content, "blue")
    files, _ = code_for(plan, read(content), Given(GIVEN))
    one = next(one for one in files if one.name == "autoscale-churn.bicep")
    assert "deployments/green'" in one.text
    assert "deployments/blue'" not in one.text
    assert any("blue is scaled already" in text for text in one.mind)


def test_another_estates_snapshot(plan, before):
    with pytest.raises(UsageError, match="does not hold"):
        code_for(plan, Snapshot(before[0].header), Given(GIVEN))
