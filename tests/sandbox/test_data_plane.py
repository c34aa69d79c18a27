"""MLflow, registries and run history, as clients of the data plane see them."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from aml_maturity_audit.sandbox import Sandbox
from sandbox.arm import CHURN, SUBSCRIPTION, Arm, credential
from sandbox.conftest import Start

ESTATE = f"""
now: 2026-11-20T09:00:00Z
identities:
  auditor:
    clientId: 5a4db0c5-0000-4000-8000-00000000a0d1
    deny: [{{scope: "${{workspace:denied}}", actions: ["*/experiments/*"]}}]
subscriptions:
  {SUBSCRIPTION}:
    resourceGroups:
      rg-churn:
        workspaces:
          churn:
            jobs:
              train: {{repeat: 3, every: 1d, created: -1d, properties: {{experimentName: trained}}}}
              other: {{created: -1d, properties: {{experimentName: elsewhere}}}}
            experiments:
              - name: by-hand
                id: "7"
                tags: {{owner: ada}}
                runs:
                  - name: good
                    start: -2d
                    end: -2d
                    metrics: {{auc: 0.91, loss: 0.2}}
                    params: {{depth: 6}}
                    tags: {{a: b}}
                  - {{name: bad, start: -9d, status: FAILED}}
                  - {{name: gone, start: -1d, lifecycleStage: deleted}}
              - {{name: trained, eachJob: {{metrics: {{auc: 0.8}}, params: {{job: "${{job}}"}}}}}}
              - {{name: retired, lifecycleStage: deleted}}
          closed: {{dataPlane: unreachable}}
          denied: {{}}
"""

Ask = Callable[..., requests.Response]


@pytest.fixture
def sandbox(start: Start) -> Sandbox:
    return start(ESTATE)


@pytest.fixture
def ask(sandbox: Sandbox) -> Ask:
    return asker(sandbox)


def asker(sandbox: Sandbox) -> Ask:
    token = credential(sandbox).get_token("https://ml.azure.com/.default").token

    def send(method: str, url: str, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}"}
        place = url if url.startswith("https:") else sandbox.url + url
        return requests.request(method, place, headers=headers, timeout=10, **options)

    return send


def search(ask: Ask, what: str, workspace: str = "churn", **query: Any) -> dict[str, Any]:
    answer = ask("POST", mlflow(what, workspace), json=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def mlflow(what: str, workspace: str = "churn") -> str:
    return f"/mlflow/v1.0{CHURN[:-5]}{workspace}/api/2.0/mlflow/{what}/search"


def test_the_tracking_uri_leads_there(sandbox: Sandbox, ask: Ask) -> None:
    uri = Arm(sandbox).get(CHURN).json()["properties"]["mlFlowTrackingUri"]
    url = uri.replace("azureml:", "https:") + "/api/2.0/mlflow/experiments/search"
    assert ask("GET", url, params={"max_results": 5}).status_code == 200


def test_experiments(ask: Ask) -> None:
    found = search(ask, "experiments")["experiments"]
    assert [one["name"] for one in found] == ["by-hand", "trained"]
    assert found[0]["experiment_id"] == "7"
    assert found[0]["tags"] == [{"key": "owner", "value": "ada"}]
    every = search(ask, "experiments", view_type="ALL")["experiments"]
    assert [one["name"] for one in every] == ["by-hand", "trained", "retired"]
    named = search(ask, "experiments", filter="name = 'trained'")["experiments"]
    assert [one["name"] for one in named] == ["trained"]


def test_experiments_in_pages(ask: Ask) -> None:
    first = search(ask, "experiments", max_results=1)
    second = search(ask, "experiments", max_results=1, page_token=first["next_page_token"])
    assert [one["name"] for one in second["experiments"]] == ["trained"]
    assert "next_page_token" not in second


def test_runs_as_written(ask: Ask) -> None:
    runs = search(ask, "runs", experiment_ids=["7"])["runs"]
    assert [run["info"]["run_name"] for run in runs] == ["good", "bad"]
    info, data = runs[0]["info"], runs[0]["data"]
    assert (info["status"], info["start_time"]) == ("FINISHED", 1794992400000)
    assert {one["key"]: one["value"] for one in data["metrics"]} == {"auc": 0.91, "loss": 0.2}
    assert data["params"] == [{"key": "depth", "value": "6"}]


def test_runs_of_jobs(ask: Ask) -> None:
    every = search(ask, "experiments")["experiments"]
    identity = next(one["experiment_id"] for one in every if one["name"] == "trained")
    runs = search(ask, "runs", experiment_ids=[identity])["runs"]
    assert [run["info"]["run_id"] for run in runs] == ["train-3", "train-2", "train-1"]
    assert {run["info"]["status"] for run in runs} == {"FINISHED"}
    assert runs[0]["data"]["params"] == [{"key": "job", "value": "train-3"}]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("attributes.start_time >= 1794991400000", ["good"]),
        ("start_time < 1794991400000", ["bad"]),
        ("attributes.status = 'FAILED'", ["bad"]),
        ("metrics.auc > 0.9 and tags.a = 'b'", ["good"]),
        ("params.depth != '6'", []),
        ("run_name LIKE 'g%'", ["good"]),
    ],
)
def test_run_filters(ask: Ask, condition: str, expected: list[str]) -> None:
    runs = search(ask, "runs", experiment_ids=["7"], filter=condition)["runs"]
    assert [run["info"]["run_name"] for run in runs] == expected


@pytest.mark.parametrize(
    "body", [b"not json", b'{"filter": "what is this"}', b'{"max_results": "many"}']
)
def test_bad_searches(ask: Ask, body: bytes) -> None:
    answer = ask("POST", mlflow("experiments"), data=body)
    assert (answer.status_code, answer.json()["error_code"]) == (400, "INVALID_PARAMETER_VALUE")


def test_a_closed_network_a_missing_right_and_no_token(sandbox: Sandbox, ask: Ask) -> None:
    closed = ask("POST", mlflow("experiments", "closed"), json={})
    assert (closed.status_code, closed.json()["error"]["code"]) == (403, "Forbidden")
    assert "Public network access is disabled" in closed.json()["error"]["message"]
    denied = ask("POST", mlflow("runs", "denied"), json={})
    assert denied.status_code == 403
    assert "workspaces/experiments/runs/read" in denied.json()["error"]["message"]
    assert requests.post(sandbox.url + mlflow("runs"), json={}, timeout=10).status_code == 401
    assert ask("POST", mlflow("runs", "nobody"), json={}).status_code == 404


def test_registry_discovery_and_origin(documented: Sandbox) -> None:
    ask = asker(documented)
    found = ask("GET", "/registrymanagement/v1.0/registries/Contoso-Models/discovery").json()
    assert found["primaryRegionResourceProviderUri"] == f"{documented.url}/"
    base = (
        f"{found['primaryRegionResourceProviderUri']}mferp/managementfrontend/subscriptions/"
        f"{found['subscriptionId']}/resourceGroups/{found['resourceGroup']}/providers/"
        "Microsoft.MachineLearningServices/registries/contoso-models/models/churn/versions"
    )
    version = {"api-version": "2021-10-01-dataplanepreview"}
    one = ask("GET", f"{base}/1", params=version).json()
    assert one["id"] == "azureml://registries/contoso-models/models/churn/versions/1"
    guid = Arm(documented).get(CHURN).json()["properties"]["workspaceId"]
    assert one["properties"]["originAssetId"] == (
        f"azureml://locations/westeurope/workspaces/{guid}/models/churn/versions/3"
    )
    assert [item["id"] for item in ask("GET", base, params=version).json()["value"]] == [one["id"]]


def test_arm_does_not_tell_the_origin(documented: Sandbox) -> None:
    path = (
        f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-fraud/providers"
        "/Microsoft.MachineLearningServices/registries/contoso-models/models/churn/versions/1"
    )
    assert "originAssetId" not in Arm(documented).get(path).json()["properties"]


def test_an_unknown_registry(sandbox: Sandbox, ask: Ask) -> None:
    assert ask("GET", "/registrymanagement/v1.0/registries/x/discovery").status_code == 404


def test_run_history(ask: Ask) -> None:
    assert ask("GET", "/discovery").json()["api"].startswith("https://127.0.0.1:")
    run = ask("GET", f"/history/v1.0{CHURN}/runs/train-1").json()
    assert (run["runId"], run["status"]) == ("train-1", "Completed")
    assert ask("GET", f"/history/v1.0{CHURN}/runs/nobody").status_code == 404
