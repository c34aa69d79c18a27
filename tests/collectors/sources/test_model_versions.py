"""Versions of models, wherever they are."""

from datetime import timedelta
from typing import Any

import pytest

from aml_maturity_audit.azure.problems import Unanswered
from aml_maturity_audit.collectors.reader import read
from aml_maturity_audit.collectors.sources import (
    model_versions,
)
from aml_maturity_audit.signals.models import MODELS, Model, ModelVersion
from aml_maturity_audit.signals.reading import Denied, Gap, Observed
from aml_maturity_audit.signals.serving import (
    BATCH_DEPLOYMENTS,
    ONLINE_DEPLOYMENTS,
    OnlineDeployment,
)
from collectors.fake_azure import GUID, HOME, NOW, FakeAzure, context, denied
from collectors.known import (
    DISCOVERY,
    EASTUS,
    FAR,
    FAR_GUID,
    FRONTEND,
    REGISTRY,
    estate,
    version,
)


def deployed(*models: str) -> Any:
    return Observed(
        value=tuple(
            OnlineDeployment(id=f"d{n}", name=f"d{n}", endpoint="e", model=model)
            for n, model in enumerate(models)
        )
    )


def own(*models: Model) -> Any:
    return Observed(value=models)


async def versions(
    azure: FakeAzure, models: Any = None, online: Any = None, *, known: Any = None, **more: Any
) -> tuple[dict[str, ModelVersion], list[str]]:
    given = context(
        azure,
        {MODELS: models or own(), ONLINE_DEPLOYMENTS: online or deployed(),
         BATCH_DEPLOYMENTS: Observed(value=())},
        estate=known or estate(),
        **more,
    )  # fmt: skip
    reading = await read(model_versions.COLLECTOR, given)
    assert isinstance(reading, Observed)
    return {one.reference.rsplit("/", 1)[-1]: one for one in reading.value}, [
        gap.kind for gap in reading.gaps
    ]


async def test_the_latest_version_of_the_most_recent_models() -> None:
    azure = FakeAzure()
    models = [
        Model(name=f"m{n:02}", latest_version="3", modified_at=NOW - timedelta(days=n))
        for n in range(25)
    ]
    for model in models:
        azure.on(f"{HOME}/models/{model.name}/versions/3", version(jobName=f"job-{model.name}"))
    found, gaps = await versions(azure, own(*reversed(models)))
    assert sorted(one.name for one in found.values()) == [f"m{n:02}" for n in range(20)]
    assert all(one.latest and one.job_name == f"job-{one.name}" for one in found.values())
    assert gaps == []


async def test_archived_and_anonymous_models_are_not_looked_up() -> None:
    azure = FakeAzure()
    inline = Model(name="azureml_anonymous", latest_version="abc")
    found, _ = await versions(
        azure, own(Model(name="old", latest_version="1", archived=True), inline)
    )
    assert found == {}
    assert azure.asked == []


async def test_a_version_that_is_latest_and_deployed_is_asked_for_once() -> None:
    azure = FakeAzure().on(f"{HOME}/models/m/versions/3", version())
    models = own(Model(name="m", latest_version="3"))
    found, _ = await versions(azure, models, deployed("azureml:m:3", f"{HOME}/models/m/versions/3"))
    assert list(found) == ["churn|models|m|3"]
    assert found["churn|models|m|3"].latest
    assert len(azure.asked) == 1


async def test_a_container_that_tells_no_version_is_looked_into() -> None:
    azure = FakeAzure().listing(
        f"{HOME}/models/m/versions",
        [
            {"name": "1", "systemData": {"createdAt": "2026-01-01T00:00:00Z"}},
            {"name": "2", "systemData": {"createdAt": "2026-02-01T00:00:00Z"}},
            {"name": "9", "systemData": None},
        ],
    )
    azure.on(f"{HOME}/models/m/versions/2", version())
    found, gaps = await versions(azure, own(Model(name="m")))
    assert [one.version for one in found.values()] == ["2"]
    assert gaps == []


async def test_a_container_that_may_not_be_looked_into_is_a_gap() -> None:
    azure = FakeAzure().on(f"{HOME}/models/m/versions", denied())
    found, gaps = await versions(azure, own(Model(name="m")))
    assert (found, gaps) == ({}, ["denied"])


@pytest.mark.parametrize(
    ("answer", "state", "gaps"),
    [
        (None, "missing", []),
        (denied("x/read"), "denied", ["denied"]),
        (Unanswered("no answer"), "failed", ["failed"]),
    ],
)
async def test_what_became_of_a_deployed_model(answer: Any, state: str, gaps: list[str]) -> None:
    azure = FakeAzure().on(f"{HOME}/models/ok/versions/1", version())
    if answer is not None:
        azure.on(f"{HOME}/models/m/versions/3", answer)
    found, seen = await versions(azure, online=deployed("azureml:m:3", "azureml:ok:1"))
    assert found["churn|models|m|3"].state == state
    assert found["churn|models|ok|1"].state == "found"
    assert seen == gaps


async def test_all_refused_is_a_refused_reading() -> None:
    azure = FakeAzure().on(f"{HOME}/models/m/versions/3", denied("x/read"))
    given = context(azure, {MODELS: own(Model(name="m", latest_version="3"))})
    assert await read(model_versions.COLLECTOR, given) == Denied(
        action="x/read", detail="it was answered with 403"
    )


async def test_unread_models_are_a_gap() -> None:
    found, gaps = await versions(FakeAzure(), Denied(action="models/read"))
    assert (found, gaps) == ({}, ["denied"])


async def test_models_of_other_workspaces_by_id_and_by_guid() -> None:
    azure = FakeAzure().on(f"{FAR}/models/m/versions/3", version(jobName="train"))
    by_guid = f"azureml://locations/eastus/workspaces/{FAR_GUID}/models/m/versions/3"
    found, _ = await versions(azure, online=deployed(f"{FAR}/models/m/versions/3", by_guid))
    (one,) = found.values()
    assert (one.workspace_id or "").lower() == FAR.lower()
    assert one.job_name == "train"


async def test_a_guid_that_nobody_knows_is_failed() -> None:
    stranger = "azureml://locations/eastus/workspaces/cccc/models/m/versions/3"
    found, gaps = await versions(FakeAzure(), online=deployed(stranger))
    assert [one.state for one in found.values()] == ["failed"]
    assert gaps == ["failed"]


async def test_the_label_latest_is_the_containers_version() -> None:
    azure = FakeAzure().on(f"{HOME}/models/m/versions/3", version())
    models = own(Model(name="m", latest_version="3"))
    found, _ = await versions(azure, models, deployed("azureml:m@latest"))
    assert found["churn|models|m|@latest"].version == "3"


async def test_a_registry_that_arm_lists_and_that_tells_origins() -> None:
    origin = f"azureml://locations/eastus/workspaces/{GUID}/models/m/versions/7"
    azure = FakeAzure().on(f"{REGISTRY}/models/m/versions/3", version(originAssetId=origin))
    azure.on(f"{HOME}/models/m/versions/7", version(jobName="train"))
    found, gaps = await versions(
        azure, online=deployed("azureml://registries/contoso/models/m/versions/3")
    )
    assert found["registry:contoso|models|m|3"].origin == origin
    assert found["churn|models|m|7"].job_name == "train"
    assert gaps == []


async def test_origins_that_only_the_data_plane_tells() -> None:
    azure = FakeAzure().on(f"{REGISTRY}/models/m/versions/3", version())
    azure.on(DISCOVERY, EASTUS).on(
        f"{FRONTEND}/models/m/versions/3", version(originAssetId="azureml:x")
    )
    model = "azureml://registries/contoso/models/m/versions/3"
    found, _ = await versions(azure, online=deployed(model))
    assert found["registry:contoso|models|m|3"].origin == "azureml:x"
    off, _ = await versions(azure, online=deployed(model), data_plane=False)
    assert off["registry:contoso|models|m|3"].origin_known is False
    assert off["registry:contoso|models|m|3"].state == "found"


async def test_a_data_plane_outside_the_cloud_is_not_asked() -> None:
    azure = FakeAzure().on(f"{REGISTRY}/models/m/versions/3", version())
    azure.on(DISCOVERY, {**EASTUS, "primaryRegionResourceProviderUri": "https://evil.example/"})
    found, _ = await versions(
        azure, online=deployed("azureml://registries/contoso/models/m/versions/3")
    )
    assert found["registry:contoso|models|m|3"].origin_known is False
    assert not any("mferp" in path for path in azure.asked)


async def test_a_registry_that_arm_does_not_list_is_looked_up_once() -> None:
    azure = FakeAzure().on(DISCOVERY, EASTUS)
    azure.on(f"{REGISTRY}/models/m/versions/3", version(originAssetId=None))
    azure.on(f"{REGISTRY}/models/n/versions/1", version(originAssetId=None))
    named = [f"azureml://registries/contoso/models/{m}/versions/{v}" for m, v in ("m3", "n1")]
    found, gaps = await versions(azure, online=deployed(*named), known=estate(registry=False))
    assert [one.state for one in found.values()] == ["found", "found"]
    assert azure.asked.count(DISCOVERY) == 1
    assert gaps == []


async def test_a_version_of_a_hidden_registry_that_only_the_data_plane_shows() -> None:
    azure = FakeAzure().on(DISCOVERY, EASTUS)
    azure.on(f"{FRONTEND}/models/m/versions/3", version(originAssetId="azureml:x"))
    model = "azureml://registries/contoso/models/m/versions/3"
    hidden, _ = await versions(azure, online=deployed(model), known=estate(registry=False))
    assert hidden["registry:contoso|models|m|3"].origin == "azureml:x"
    listed, _ = await versions(azure, online=deployed(model))
    assert listed["registry:contoso|models|m|3"].state == "missing"


async def test_a_registry_that_nothing_shows_is_unread_rather_than_gone() -> None:
    found, gaps = await versions(
        FakeAzure(),
        online=deployed("azureml://registries/contoso/models/m/versions/3"),
        known=estate(registry=False),
    )
    assert found["registry:contoso|models|m|3"].state == "failed"
    assert gaps == ["failed"]


async def test_a_registry_unknown_without_the_data_plane() -> None:
    found, gaps = await versions(
        FakeAzure(),
        online=deployed("azureml://registries/contoso/models/m/versions/3"),
        known=estate(registry=False),
        data_plane=False,
    )
    assert found["registry:contoso|models|m|3"].state == "failed"
    assert gaps == ["failed"]


async def test_models_of_the_catalogue_are_not_looked_up() -> None:
    azure = FakeAzure()
    found, gaps = await versions(
        azure, online=deployed("azureml://registries/azureml-meta/models/llama/versions/3")
    )
    assert found["registry:azureml-meta|models|llama|3"].state == "found"
    assert (azure.asked, gaps) == ([], [])


async def test_an_undecoded_model_hides_one_version_only() -> None:
    azure = FakeAzure().on(f"{HOME}/models/m/versions/3", version())
    torn = Gap(kind="undecoded", reason="odd", resource="torn")
    given = context(
        azure, {MODELS: Observed(value=(Model(name="m", latest_version="3"),), gaps=(torn,))}
    )
    reading = await read(model_versions.COLLECTOR, given)
    assert isinstance(reading, Observed)
    assert [gap.bounded for gap in reading.gaps] == [True]
