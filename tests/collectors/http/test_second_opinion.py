"""What azure-ai-ml reads of the same workspace: our raw readings must say the same."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from azure.identity import DefaultAzureCredential

from aml_maturity_audit.sandbox import Sandbox
from aml_maturity_audit.signals.computes import COMPUTES
from aml_maturity_audit.signals.data import DATA_ASSETS
from aml_maturity_audit.signals.jobs import JOBS
from aml_maturity_audit.signals.models import MODELS
from aml_maturity_audit.signals.schedules import SCHEDULES
from aml_maturity_audit.signals.serving import (
    BATCH_DEPLOYMENTS,
    ONLINE_DEPLOYMENTS,
    ONLINE_ENDPOINTS,
)
from aml_maturity_audit.signals.snapshot import Snapshot
from collectors.http.conftest import SUBSCRIPTION, Collect, Start, reading

# azure-ai-ml warns about its own use of marshmallow and of experimental classes.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:marshmallow"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:azure"),
]


@pytest.fixture
def sandbox(start: Start, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    monkeypatch.setenv("AZUREML_CURRENT_CLOUD", "unset")  # so that it is put back after
    monkeypatch.delenv("AZUREML_CURRENT_CLOUD")
    served = start()
    for name, value in served.environment.items():
        monkeypatch.setenv(name, value)
    return served


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[Any]:
    from azure.ai.ml import MLClient

    with DefaultAzureCredential(disable_instance_discovery=True) as credential:
        yield MLClient(
            credential,
            subscription_id=SUBSCRIPTION,
            resource_group_name="rg",
            workspace_name="churn",
            enable_telemetry=False,
            show_progress=False,
        )


@pytest.fixture
def snapshot(sandbox: Sandbox, gather: Collect) -> Snapshot:
    return asyncio.run(gather(sandbox))  # type: ignore[arg-type]


def test_computes_and_jobs(client: Any, snapshot: Snapshot) -> None:
    theirs = {one.name: one.type.lower() for one in client.compute.list()}
    ours = {one.name: one.type.lower() for one in reading(snapshot, "churn", COMPUTES).value}
    assert ours == theirs
    jobs = {one.name: one for one in client.jobs.list()}
    mine = {one.name: one for one in reading(snapshot, "churn", JOBS).value}
    assert set(jobs) - set(mine) == {"ancient"}  # older than the window
    for name, job in mine.items():
        assert job.experiment == jobs[name].experiment_name
        assert job.status == jobs[name].status
        assert job.created_at == jobs[name].creation_context.created_at
        assert job.created_by.type == jobs[name].creation_context.created_by_type


def test_models_data_and_schedules(client: Any, snapshot: Snapshot) -> None:
    for listed, key in ((client.models.list(), MODELS), (client.data.list(), DATA_ASSETS)):
        theirs = {one.name: one.latest_version for one in listed}
        ours = reading(snapshot, "churn", key).value
        assert {one.name: one.latest_version for one in ours} == theirs
    from azure.ai.ml._restclient.arm_ml_service.models import ScheduleListViewType

    schedules = {
        one.name: one for one in client.schedules.list(list_view_type=ScheduleListViewType.ALL)
    }
    (mine,) = reading(snapshot, "churn", SCHEDULES).value
    theirs = schedules[mine.name]
    assert mine.enabled == theirs._is_enabled
    assert mine.expression == theirs.trigger.expression


def test_endpoints_and_deployments(client: Any, snapshot: Snapshot) -> None:
    (mine,) = reading(snapshot, "churn", ONLINE_ENDPOINTS).value
    (theirs,) = client.online_endpoints.list()
    assert (mine.name, mine.traffic) == (theirs.name, theirs.traffic)
    ours = {one.name: one for one in reading(snapshot, "churn", ONLINE_DEPLOYMENTS).value}
    listed = {one.name: one for one in client.online_deployments.list("score")}
    assert set(ours) == set(listed)
    for name, deployment in ours.items():
        assert deployment.capacity == listed[name].instance_count
        assert deployment.model == listed[name].model
    (batch,) = reading(snapshot, "churn", BATCH_DEPLOYMENTS).value
    assert [one.name for one in client.batch_deployments.list("score")] == [batch.name]
