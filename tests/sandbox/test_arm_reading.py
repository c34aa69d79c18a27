"""ARM over the official client: collections, items, views, filters, and what is not there."""

import pytest
import requests

from aml_maturity_audit.sandbox import Sandbox
from sandbox.arm import CHURN, ML, SUBSCRIPTION, Arm

SUB = f"/subscriptions/{SUBSCRIPTION}"
GROUP = f"{SUB}/resourceGroups/rg-churn"


@pytest.fixture
def arm(rich: Sandbox) -> Arm:
    return Arm(rich)


@pytest.fixture
def docs(documented: Sandbox) -> Arm:
    return Arm(documented)


def test_subscriptions_groups_and_tenants(arm: Arm) -> None:
    assert [one["displayName"] for one in arm.value("/subscriptions")] == ["rich"]
    assert arm.get(SUB).json()["state"] == "Enabled"
    assert arm.names(f"{SUB}/resourceGroups") == ["rg-churn"]
    assert arm.get(GROUP).json()["location"] == "westeurope"
    assert arm.value("/tenants")[0]["displayName"] == "Contoso"


def test_lists_over_subscription_and_group_are_the_same(arm: Arm) -> None:
    over_all = arm.value(f"{ML}/workspaces")
    assert [one["name"] for one in over_all] == ["churn", "features"]
    in_group = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces"
    assert arm.value(in_group) == over_all
    assert arm.names(f"{ML}/workspaces", kind="featurestore") == ["features"]


def test_paths_have_no_case(arm: Arm) -> None:
    expected = arm.get(CHURN).json()
    assert arm.get(CHURN.lower()).json() == expected
    assert arm.get(CHURN.upper()).json() == expected


def test_an_item_is_what_the_list_shows(arm: Arm) -> None:
    listed = arm.value(f"{CHURN}/jobs")
    assert arm.get(f"{CHURN}/jobs/train").json() == listed[0]
    assert listed[0]["systemData"]["createdAt"] == "2026-11-20T08:00:00.0000000Z"


@pytest.mark.parametrize(
    ("path", "view", "expected"),
    [
        ("jobs", None, ["train", "steps"]),
        ("jobs", "All", ["train", "steps", "old"]),
        ("jobs", "ArchivedOnly", ["old"]),
        ("models", None, ["churn"]),
        ("models", "All", ["churn", "retired"]),
        ("schedules", None, ["nightly"]),
        ("schedules", "DisabledOnly", ["paused"]),
        ("schedules", "All", ["nightly", "paused"]),
        ("computes", None, ["cluster", "bench"]),
    ],
)
def test_views(arm: Arm, path: str, view: str | None, expected: list[str]) -> None:
    query = {"listViewType": view} if view else {}
    assert arm.names(f"{CHURN}/{path}", **query) == expected


def test_job_filters(docs: Arm) -> None:
    jobs = f"{CHURN}/jobs"
    assert len(docs.value(jobs, jobType="command")) == 20
    assert docs.value(jobs, jobType="Pipeline") == []
    fired = docs.names(jobs, scheduled="true", scheduleId="nightly")
    assert fired == [f"nightly-{number}" for number in (5, 4, 3, 2, 1)]
    assert len(docs.value(jobs, properties="azureml.git.dirty=False")) == 20
    assert docs.value(jobs, properties="azureml.git.dirty=True") == []


def test_jobs_come_newest_first(docs: Arm) -> None:
    stamps = [job["systemData"]["createdAt"] for job in docs.value(f"{CHURN}/jobs")]
    assert stamps == sorted(stamps, reverse=True)


def test_versions_in_order_and_at_most_so_many(arm: Arm) -> None:
    path = f"{CHURN}/models/churn/versions"
    assert arm.names(path) == ["2", "1"]
    assert arm.names(path, __orderBy="createdtime asc") == ["1", "2"]
    assert arm.names(path, __top="1") == ["2"]


def test_collections_nobody_wrote_are_empty(arm: Arm) -> None:
    assert arm.value(f"{CHURN}/serverlessEndpoints") == []
    assert arm.value(f"{CHURN}/providers/Microsoft.Insights/diagnosticSettings") == []
    assert arm.value(f"{SUB}/providers/Microsoft.Insights/metricAlerts") == []


def test_extensions_of_resources(docs: Arm) -> None:
    extension = f"{CHURN}/providers/Microsoft.EventGrid/eventSubscriptions"
    assert docs.names(extension) == ["on-breach"]
    settings = f"{CHURN}/providers/microsoft.insights/diagnosticsettings"
    assert docs.names(settings) == ["to-log-analytics"]


def test_generic_resources(docs: Arm) -> None:
    wanted = "resourceType eq 'Microsoft.DataFactory/factories' or resourceType eq 'nobody/knows'"
    assert docs.names(f"{SUB}/resources", __filter=wanted) == ["adf-fraud"]
    everything = docs.names(f"{SUB}/resources")
    assert {"churn", "fraud", "contoso-models", "ai-churn", "adf-fraud"} <= set(everything)


@pytest.mark.parametrize(
    ("path", "status", "code", "says"),
    [
        ("/subscriptions/nonsense/resourceGroups", 400, "InvalidSubscriptionId", "nonsense"),
        (
            "/subscriptions/99999999-0000-4000-8000-000000000009",
            404,
            "SubscriptionNotFound",
            "could not be found",
        ),
        (f"{SUB}/resourceGroups/nowhere", 404, "ResourceGroupNotFound", "'nowhere'"),
        (
            f"{SUB}/resourceGroups/nowhere/providers/Microsoft.MachineLearningServices/workspaces",
            404,
            "ResourceGroupNotFound",
            "'nowhere'",
        ),
        (f"{CHURN}x", 404, "ResourceNotFound", "workspaces/churnx"),
        (f"{CHURN}x/jobs", 404, "ResourceNotFound", "workspaces/churnx"),
        (f"{CHURN}/jobs/nobody", 404, "UserError", "nobody"),
        (f"{CHURN}/models/nobody/versions", 404, "UserError", "nobody"),
        (f"{CHURN}/onlineEndpoints/nobody/deployments/blue", 404, "UserError", "nobody"),
        ("/providers", 404, "InvalidResourcePath", "/providers"),
    ],
)
def test_what_is_not_there(arm: Arm, path: str, status: int, code: str, says: str) -> None:
    found = arm.error(path)
    assert found[:2] == (status, code)
    assert says in found[2]


def test_an_api_version_is_needed(arm: Arm) -> None:
    status, code, _ = arm.error(f"{ML}/workspaces", version="")
    assert (status, code) == (400, "MissingApiVersionParameter")


def test_head_has_headers_only(arm: Arm, rich: Sandbox) -> None:
    from azure.core.rest import HttpRequest

    request = HttpRequest("HEAD", f"{ML}/workspaces", params={"api-version": "2025-12-01"})
    answer = arm.client.send_request(request)
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_anything_that_writes_is_refused_and_recorded(rich: Sandbox, method: str) -> None:
    answer = requests.request(method, f"{rich.url}{CHURN}/listKeys?api-version=1", timeout=10)
    assert answer.status_code == 405
    assert [(one.method, one.status) for one in rich.requests.writes()] == [(method, 405)]


@pytest.mark.parametrize(
    "path",
    [
        f"/mlflow/v1.0{CHURN}/api/2.0/mlflow/experiments/search",
        f"/history/v1.0{CHURN}/runs/train",
        "/registrymanagement/v1.0/registries/contoso-models/discovery",
        "/metadata/endpoints",
        "/contoso/_apis/projects",
    ],
)
def test_no_other_part_takes_writes_either(rich: Sandbox, path: str) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        assert requests.request(method, f"{rich.url}{path}", timeout=10).status_code == 405
    assert len(rich.requests.writes()) == 3


def test_every_answer_carries_ids_and_what_remains(arm: Arm) -> None:
    headers = arm.get(f"{ML}/workspaces").headers
    assert headers["x-ms-request-id"]
    assert headers["x-ms-correlation-request-id"]
    assert int(headers["x-ms-ratelimit-remaining-subscription-reads"]) >= 240
