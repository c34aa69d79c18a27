"""Components and environments that jobs name."""

from typing import Any

from aml_maturity_audit.collectors.reader import read
from aml_maturity_audit.collectors.sources import (
    components,
    environments,
)
from aml_maturity_audit.signals.components import COMPONENTS
from aml_maturity_audit.signals.jobs import (
    JOBS,
    SOURCE_JOBS,
    Job,
    JobLookup,
    JobStep,
)
from aml_maturity_audit.signals.models import MODEL_VERSIONS
from aml_maturity_audit.signals.reading import Failed, Gap, Observed
from aml_maturity_audit.signals.serving import (
    BATCH_DEPLOYMENTS,
    BatchDeployment,
)
from collectors.fake_azure import HOME, FakeAzure, context, denied
from collectors.known import (
    FAR,
    estate,
    job,
)

FAR_JOB = job("far", environment_id="azureml:far:1")


async def parts(azure: FakeAzure, *jobs: Job, deployments: Any = ()) -> Observed[Any]:
    given = context(
        azure,
        {
            JOBS: Observed(value=jobs),
            SOURCE_JOBS: Observed(value=()),
            MODEL_VERSIONS: Observed(value=()),
            BATCH_DEPLOYMENTS: Observed(value=tuple(deployments)),
        },
        estate=estate(),
    )
    reading = await read(components.COLLECTOR, given)
    assert isinstance(reading, Observed)
    return reading


async def test_components_of_steps_without_an_environment_and_of_deployments() -> None:
    spec = {"type": "command", "environment": "azureml:prep:2", "command": "hunter2"}
    azure = FakeAzure()
    for name in ("prep", "pipe"):
        azure.on(f"{HOME}/components/{name}/versions/1", {"properties": {"componentSpec": spec}})
    steps = (
        JobStep(name="a", component_id="azureml:prep:1"),
        JobStep(name="b", component_id="azureml:other:1", environment_id="azureml:x:1"),
        JobStep(name="c", component_id="azureml://registries/azureml/components/x/versions/1"),
    )
    deployment = BatchDeployment(id="d", name="d", endpoint="e", component_id="azureml:pipe:1")
    reading = await parts(azure, job(type="Pipeline", steps=steps), deployments=[deployment])
    found = {one.reference.split("|", 1)[1]: one for one in reading.value}
    assert list(found) == ["components|prep|1", "components|x|1", "components|pipe|1"]
    assert (found["components|prep|1"].environment_id or "").endswith(
        "/environments/prep/versions/2"
    )
    assert found["components|x|1"].state == "found"
    assert len(azure.asked) == 2


async def test_what_became_of_components() -> None:
    azure = FakeAzure().on(f"{HOME}/components/b/versions/1", denied())
    azure.on(f"{HOME}/components/c/versions/1", {"properties": {}})
    azure.on(f"{HOME}/components/d/versions/1", {"name": "1", "properties": None})
    steps = tuple(JobStep(name=n, component_id=f"azureml:{n}:1") for n in "abcd")
    reading = await parts(azure, job(type="Pipeline", steps=steps))
    assert [one.state for one in reading.value] == ["missing", "denied", "found", "failed"]
    assert [gap.kind for gap in reading.gaps] == ["denied", "failed"]


async def test_unread_jobs_are_a_gap_of_their_components() -> None:
    given = context(FakeAzure(), {JOBS: Failed(reason="no answer")})
    reading = await read(components.COLLECTOR, given)
    assert isinstance(reading, Observed)
    assert "failed" in [gap.kind for gap in reading.gaps]


async def images(azure: FakeAzure, *jobs: Job, found: Any = ()) -> Observed[Any]:
    given = context(
        azure,
        {
            JOBS: Observed(value=jobs),
            SOURCE_JOBS: Observed(
                value=(JobLookup(workspace_id=FAR, name="far", state="found", job=FAR_JOB),)
            ),
            MODEL_VERSIONS: Observed(value=()),
            COMPONENTS: Observed(value=tuple(found)),
        },
        estate=estate(),
    )  # fmt: skip
    reading = await read(environments.COLLECTOR, given)
    assert isinstance(reading, Observed)
    return reading


async def test_environments_that_their_name_tells_enough_about_need_no_request() -> None:
    azure = FakeAzure().on(
        f"{HOME}/environments/train/versions/3", {"properties": {"isAnonymous": True}}
    )
    azure.on(f"{FAR}/environments/far/versions/1", {"properties": {"isAnonymous": False}})
    reading = await images(
        azure,
        job(environment_id="azureml:train:3"),
        job(environment_id="azureml:AzureML-sklearn:33"),
        job(environment_id="azureml:CliV2AnonymousEnvironment:abc"),
        job(environment_id="azureml://registries/azureml/environments/acpt/versions/9"),
        job(environment_id="azureml:train@latest"),
        job(environment_id="docker.io/x:latest"),
        job(parent="root", environment_id="azureml:child:1"),
    )
    states = {one.reference.split("|", 1)[1]: (one.state, one.anonymous) for one in reading.value}
    assert states == {
        "environments|AzureML-sklearn|33".lower(): ("found", False),
        "environments|cliv2anonymousenvironment|abc": ("found", True),
        "environments|acpt|9": ("found", False),
        "environments|train|3": ("found", True),
        "environments|far|1": ("found", False),
    }
    assert len(azure.asked) == 2
    assert reading.complete


async def test_many_environments_are_cut_the_least_used_first() -> None:
    azure = FakeAzure()
    jobs = [job(environment_id=f"azureml:e{n}:1") for n in range(45)]
    favourite = [job(environment_id="azureml:favourite:1")] * 3
    reading = await images(azure, *jobs, *favourite)
    assert len(reading.value) == 40
    assert any("favourite" in one.reference for one in reading.value)
    (gap,) = reading.gaps
    assert gap.kind == "truncated"
    assert gap.reason.startswith("7 ")


async def test_what_unseen_jobs_name_is_no_gap_here() -> None:
    cut = Gap(kind="truncated", reason="cut")
    given = context(FakeAzure(), {JOBS: Observed(value=(), gaps=(cut,))})
    for source in (components.COLLECTOR, environments.COLLECTOR):
        assert await read(source, given) == Observed(value=())
