"""The jobs and the data behind models."""

from typing import Any

from aml_maturity_audit.collectors.reader import read
from aml_maturity_audit.collectors.sources import (
    data_references,
    source_jobs,
)
from aml_maturity_audit.signals.data import DATA_VERSIONS, DataVersion
from aml_maturity_audit.signals.jobs import (
    JOBS,
    SOURCE_JOBS,
    Job,
    JobStep,
)
from aml_maturity_audit.signals.models import MODEL_VERSIONS, ModelVersion
from aml_maturity_audit.signals.reading import Observed
from collectors.fake_azure import HOME, FakeAzure, context, denied
from collectors.known import (
    FAR,
    REGISTRY,
    estate,
    inputs,
    job,
    made,
)


async def lookups(azure: FakeAzure, *known: ModelVersion, jobs: Any = ()) -> Observed[Any]:
    given = context(
        azure,
        {MODEL_VERSIONS: Observed(value=known), JOBS: Observed(value=tuple(jobs))},
        estate=estate(),
    )
    reading = await read(source_jobs.COLLECTOR, given)
    assert isinstance(reading, Observed)
    return reading


async def test_jobs_of_the_window_need_no_lookup() -> None:
    azure = FakeAzure()
    reading = await lookups(azure, made("Train-1"), jobs=[Job(name="train-1", type="Command")])
    assert (reading.value, azure.asked) == ((), [])


async def test_older_jobs_and_jobs_elsewhere_are_looked_up_once() -> None:
    body = {
        "name": "t",
        "properties": {
            "jobType": "Pipeline",
            "environmentId": "azureml:train:3",
            "jobs": {"s": {"componentId": "azureml:prep:1", "environment": "azureml:prep:2"}},
        },
    }
    azure = FakeAzure().on(f"{HOME}/jobs/old", body).on(f"{FAR}/jobs/t", body)
    reading = await lookups(azure, made("old"), made("old"), made("t", FAR), made(None))
    here, far = reading.value
    assert (here.state, here.job.environment_id) == ("found", "azureml:train:3")
    assert far.job.environment_id == f"{FAR}/environments/train/versions/3"
    assert far.job.steps[0].component_id == f"{FAR}/components/prep/versions/1"
    assert far.job.steps[0].environment_id == f"{FAR}/environments/prep/versions/2"
    assert len(azure.asked) == 2


async def test_what_became_of_source_jobs() -> None:
    azure = FakeAzure().on(f"{HOME}/jobs/odd", {"name": "odd", "properties": {}})
    azure.on(f"{HOME}/jobs/secret", denied("jobs/read"))
    reading = await lookups(azure, made("gone"), made("odd"), made("secret"), made("x", None))
    states = {one.name: one.state for one in reading.value}
    assert states == {"gone": "missing", "odd": "failed", "secret": "denied", "x": "unmapped"}
    assert sorted(gap.kind for gap in reading.gaps) == ["denied", "failed"]


async def data(azure: FakeAzure, *jobs: Job, listed: Any = ()) -> tuple[dict[str, str], list[str]]:
    given = context(
        azure,
        {
            MODEL_VERSIONS: Observed(value=tuple(made(one.name) for one in jobs)),
            JOBS: Observed(value=jobs),
            SOURCE_JOBS: Observed(value=()),
            DATA_VERSIONS: Observed(value=tuple(listed)),
        },
        estate=estate(),
    )
    reading = await read(data_references.COLLECTOR, given)
    assert isinstance(reading, Observed)
    states = {one.reference.split("|", 1)[1]: one.state for one in reading.value}
    return states, [gap.kind for gap in reading.gaps]


async def test_which_data_exists() -> None:
    azure = FakeAzure().on(f"{HOME}/data/churn/versions/3", {"name": "3"})
    azure.on(f"{HOME}/data/secret/versions/1", denied())
    azure.on(f"{REGISTRY}/data/shared/versions/2", {"name": "2"})
    states, gaps = await data(
        azure,
        job(
            inputs=inputs(
                "azureml:churn:3",
                f"{HOME}/data/churn/versions/3",
                "azureml:gone:1",
                "azureml:secret:1",
                "azureml://registries/contoso/data/shared/versions/2",
                "azureml:churn@latest",
                "azureml://datastores/blob/paths/x",
            )
        ),
    )
    assert states == {
        "data|churn|3": "found",
        "data|gone|1": "missing",
        "data|secret|1": "denied",
        "data|shared|2": "found",
    }
    assert gaps == ["denied"]


async def test_listed_versions_need_no_lookup() -> None:
    azure = FakeAzure()
    listed = [DataVersion(name="churn", version="3")]
    states, _ = await data(azure, job(inputs=inputs("azureml:churn:3")), listed=listed)
    assert states == {"data|churn|3": "found"}
    assert azure.asked == []


async def test_a_pipelines_steps_stand_in_for_inputs_of_its_own() -> None:
    step = JobStep(name="s", inputs=inputs("azureml:raw:1"))
    assert list((await data(FakeAzure(), job(steps=(step,))))[0]) == ["data|raw|1"]
    with_own = job(steps=(step,), inputs=inputs("azureml:own:1"))
    assert list((await data(FakeAzure(), with_own))[0]) == ["data|own|1"]


async def test_many_inputs_are_cut() -> None:
    many = job(inputs=inputs(*(f"azureml:d:{n}" for n in range(45))))
    azure = FakeAzure()
    states, gaps = await data(azure, many)
    assert (len(states), gaps) == (40, ["truncated"])
