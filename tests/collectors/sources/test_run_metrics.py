"""What training jobs logged, as MLflow tells."""

from datetime import timedelta
from typing import Any

import pytest

from aml_maturity_audit.collectors import mlflow_door
from aml_maturity_audit.collectors.reader import read
from aml_maturity_audit.collectors.sources.run_metrics import COLLECTOR
from aml_maturity_audit.signals.jobs import JOBS, Job
from aml_maturity_audit.signals.reading import Denied, Failed, NotCollected, Observed, Reading
from aml_maturity_audit.signals.schedules import SCHEDULES
from aml_maturity_audit.signals.serving import BATCH_DEPLOYMENTS
from aml_maturity_audit.signals.tracking import RUN_METRICS
from collectors.fake_azure import HOME, NOW, FakeAzure, context, denied, workspace

MLFLOW = f"/mlflow/v1.0{HOME}"
EXPERIMENTS = f"{MLFLOW}/api/2.0/mlflow/experiments/search"
RUNS = f"{MLFLOW}/api/2.0/mlflow/runs/search"
AT = f"azureml://eastus.api.azureml.ms{MLFLOW}"


def job(name: str, **known: Any) -> Job:
    values = {"type": "Command", "status": "Completed", "experiment": "churn"}
    return Job(**{"name": name, **values, **known})


def run(own: str, *metrics: str, root: str | None = None) -> dict[str, Any]:
    tags = [{"key": "mlflow.rootRunId", "value": root}] if root else []
    keyed = [{"key": one, "value": 0.5} for one in metrics]
    return {"info": {"run_id": own}, "data": {"metrics": keyed, "tags": tags}}


def mlflow(*runs: Any, name: str = "churn") -> FakeAzure:
    known = [{"experiment_id": "7", "name": name}, {"experiment_id": "8", "name": "other"}]
    return FakeAzure().on(EXPERIMENTS, {"experiments": known}).on(RUNS, {"runs": list(runs)})


async def tracked(azure: FakeAzure, *jobs: Job, uri: str | None = AT, **known: Any) -> Reading[Any]:
    readings = {JOBS: Observed(value=jobs), SCHEDULES: Observed(value=()),
                BATCH_DEPLOYMENTS: Observed(value=())}  # fmt: skip
    given = context(azure, readings, of=workspace(tracking_uri=uri), **known)
    return await read(COLLECTOR, given)


async def logged(azure: FakeAzure, *jobs: Job) -> dict[str, bool | None]:
    reading = await tracked(azure, *jobs)
    assert isinstance(reading, Observed)
    return {one.job: one.logged for one in reading.value}


async def test_a_job_a_child_and_a_silent_one() -> None:
    azure = mlflow(
        run("A", "auc", "loss"), run("b"), run("step", "auc", root="b"), run("c", "system/cpu")
    )
    assert await logged(azure, job("a"), job("b"), job("c"), job("gone")) == {
        "a": True,
        "b": True,
        "c": False,
        "gone": False,
    }
    assert azure.bodies[1]["experiment_ids"] == ["7"]
    assert azure.bodies[1]["run_view_type"] == "ALL"


async def test_only_completed_training_is_asked_about() -> None:
    azure = mlflow(run("a", "auc"))
    jobs = [
        job("a"),
        job("failed", status="Failed"),
        job("child", parent="a"),
        job("label", type="Labeling"),
        job("sweep", type="Sweep"),
        job("monitor", monitor_run=True),
        job("score", endpoint="e", deployment="d"),
    ]
    assert await logged(azure, *jobs) == {"a": True}


async def test_the_newest_fifty() -> None:
    azure = mlflow()
    jobs = [job(f"j{n}", created_at=NOW - timedelta(days=n)) for n in range(60)]
    assert list(await logged(azure, *jobs)) == [f"j{n}" for n in range(50)]


async def test_nothing_completed_asks_nothing() -> None:
    azure = FakeAzure()
    assert await logged(azure, job("a", status="Running")) == {}
    assert azure.asked == []


async def test_an_experiment_that_is_not_found_tells_nothing() -> None:
    azure = mlflow(run("b", "auc"))
    assert await logged(azure, job("a", experiment="gone"), job("b")) == {"a": None, "b": True}
    assert await logged(mlflow(run("a", "auc"), name="else"), job("a")) == {"a": None}


@pytest.mark.parametrize("body", [{}, {"runs": None}, {"value": []}])
async def test_an_answer_without_a_list_of_runs_tells_nothing(body: dict[str, Any]) -> None:
    assert await logged(mlflow().on(RUNS, body), job("a")) == {"a": None}
    assert await logged(mlflow().on(RUNS, {"runs": []}), job("a")) == {"a": False}


async def test_a_last_page_without_a_list_takes_nothing_from_what_was_seen() -> None:
    def pages(body: Any) -> dict[str, Any]:
        first = {"runs": [run("a", "auc"), run("b")], "next_page_token": "2"}
        return {} if body.get("page_token") else first

    assert await logged(mlflow().on(RUNS, pages), job("a"), job("b")) == {"a": True, "b": None}


def endless(body: Any) -> dict[str, Any]:
    page = int(body.get("page_token", 0))
    return {"runs": [run("a"), run(f"r{page}")], "next_page_token": str(page + 1)}


async def test_too_many_runs_leave_it_untold() -> None:
    azure = mlflow().on(RUNS, endless)
    reading = await tracked(azure, job("a"))
    assert isinstance(reading, Observed)
    assert reading.value[0].logged is None
    assert [gap.kind for gap in reading.gaps] == ["truncated"]
    assert azure.asked.count(RUNS) == mlflow_door.MOST_PAGES


async def test_reading_ends_when_every_job_has_logged() -> None:
    def pages(body: Any) -> dict[str, Any]:
        return {"runs": [run("a", "auc")], "next_page_token": "more"}

    azure = mlflow().on(RUNS, pages)
    assert await logged(azure, job("a")) == {"a": True}
    assert azure.asked.count(RUNS) == 1


async def test_refused_and_unreachable() -> None:
    refused = mlflow().on(EXPERIMENTS, denied("experiments/read"))
    assert isinstance(await tracked(refused, job("a")), Denied)
    assert isinstance(await tracked(FakeAzure(), job("a"), uri=None), Failed)
    stranger = await tracked(FakeAzure(), job("a"), uri="azureml://evil.example/mlflow")
    assert isinstance(stranger, Failed)
    assert isinstance(await tracked(FakeAzure(), job("a"), data_plane=False), NotCollected)


async def test_unread_jobs_are_unread_metrics() -> None:
    given = context(FakeAzure(), {JOBS: Denied(action="jobs/read")})
    assert await read(COLLECTOR, given) == Denied(action="jobs/read")
    assert RUN_METRICS.name == COLLECTOR.yields.name
