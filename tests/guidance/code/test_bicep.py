"""The Bicep files, parsed: the right types and versions, no secret, nothing interpolated."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycep import BicepParser

from aml_maturity_audit.guidance.code.quoting import bicep
from guidance.code.auditing import HANDLER

TYPES = {
    "autoscale-churn.bicep": {"Microsoft.Insights/autoscalesettings@2022-10-01"},
    "alert-failed-runs.bicep": {
        "Microsoft.Insights/actionGroups@2023-01-01",
        "Microsoft.Insights/metricAlerts@2018-03-01",
    },
    "events.bicep": {
        "Microsoft.MachineLearningServices/workspaces@2024-04-01",
        "Microsoft.EventGrid/eventSubscriptions@2022-06-15",
    },
}
ID = (
    "/subscriptions/11111111-0000-4000-8000-000000000001/resourceGroups/rg-churn-prod/providers"
    "/Microsoft.MachineLearningServices/workspaces/mlw-churn-prod"
)
_SECRET = re.compile(r"key'|password|secret|token|listKeys|sig=|param ", re.IGNORECASE)


def resources(text: str) -> dict:
    return json.loads(json.dumps(BicepParser().parse(text=text)["resources"], default=str))


@pytest.mark.parametrize("file", TYPES)
def test_types_and_versions(made, file):
    found = {f"{r['type']}@{r['api_version']}" for r in resources(made[file].text).values()}
    assert found == TYPES[file]
    assert not _SECRET.search(made[file].text)
    assert "${" not in made[file].text


def test_both_colours_scale_between_two_and_five(made):
    found = [
        r["config"]["properties"] for r in resources(made["autoscale-churn.bicep"].text).values()
    ]
    assert [one["targetResourceUri"] for one in found] == [
        f"{ID}/onlineEndpoints/churn/deployments/{name}" for name in ("blue", "green")
    ]
    for one in found:
        profile = one["profiles"][0]
        assert profile["capacity"] == {"minimum": "2", "maximum": "5", "default": "2"}
        assert [rule["scaleAction"]["direction"] for rule in profile["rules"]] == [
            "Increase",
            "Decrease",
        ]


def test_the_alert_watches_the_workspace_and_tells_who_was_named(made):
    found = resources(made["alert-failed-runs.bicep"].text)
    told, rule = (found[name]["config"]["properties"] for name in ("told", "failedRuns"))
    assert told["emailReceivers"][0]["emailAddress"] == "ml-team@contoso.example"
    assert rule["scopes"] == [ID]
    assert rule["enabled"]


def test_the_subscription_passes_breaches_to_what_was_named(made):
    found = resources(made["events.bicep"].text)["onBreach"]["config"]
    assert found["scope"] == "workspace"
    destination = found["properties"]["destination"]
    assert destination["endpointType"] == "AzureFunction"
    assert destination["properties"]["resourceId"] == HANDLER


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=40))
def test_any_text_stays_a_text(text):
    quoted = bicep(text)
    assert quoted[0] == quoted[-1] == "'"
    inner = quoted[1:-1]
    plain = re.sub(r"\\(\\|'|\$\{)", "", inner)
    assert "'" not in plain
    assert "${" not in plain
    assert "\\" not in plain
    unescaped = re.sub(r"\\(\\|'|\$)", lambda found: found[1], inner)
    assert unescaped == text


@pytest.mark.parametrize("text", ["a'b", "${secret}", "a\nb", "\\", "it\\'s"])
def test_a_parser_sees_one_string(text):
    assert len(resources(f"resource a 'A/b@2020-01-01' = {{\n  name: {bicep(text)}\n}}\n")) == 1
