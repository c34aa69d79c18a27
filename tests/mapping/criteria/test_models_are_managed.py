"""Are models registered with their source, and is only such in production?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from aml_maturity_audit.signals.jobs import JobLookup
from mapping.build import (
    UNREAD,
    batch_deployment,
    batch_endpoint,
    deployment,
    endpoint,
    snapshot,
    verdict,
    workspace,
)
from mapping.lineage import key, model, version

ID = "models-are-managed"
SHARED = "azureml://registries/acme/models/churn/versions/3"


def managed(**other):
    told = {
        "models": [model()],
        "model_versions": [version()],
        "online_endpoints": [endpoint()],
        "online_deployments": [deployment()],
        **other,
    }
    return snapshot(**told)


def test_registered_traced_and_deployed() -> None:
    assert verdict(managed(), ID).verdict == MET


@pytest.mark.parametrize(
    "told",
    [
        {"models": []},
        {"models": [model(archived=True)]},
        {"model_versions": [version(job_name=None)]},
        {"model_versions": [version(archived=True)]},
        {"online_deployments": [deployment(model=None)]},
        {"online_deployments": [deployment(model="/mnt/model.pkl")]},
        {"online_deployments": [deployment(model="azureml:azureml_anonymous:1")]},
        {
            "online_deployments": [
                deployment(model="azureml://registries/azureml/models/bert/versions/4")
            ]
        },
    ],
)
def test_what_is_not_managed(told: dict) -> None:
    assert verdict(managed(**told), ID).verdict == NOT_MET


def test_nothing_deployed_is_no_defect() -> None:
    found = managed(online_endpoints=[], online_deployments=[])
    assert verdict(found, ID).verdict == MET


@pytest.mark.parametrize(("traced", "expected"), [(4, MET), (3, NOT_MET)])
def test_the_threshold(traced: int, expected: str) -> None:
    names = ["churn", "b", "c", "d", "e"]
    versions = [
        version(name, job_name="train" if n < traced else None) for n, name in enumerate(names)
    ]
    found = managed(models=[model(name) for name in names], model_versions=versions)
    assert verdict(found, ID).verdict == expected


def test_a_deleted_source_job_counts_and_is_said() -> None:
    gone = JobLookup(workspace_id=workspace().id, name="train", state="missing")
    judged = verdict(managed(source_jobs=[gone]), ID)
    assert judged.verdict == MET
    assert "1 of these jobs deleted" in judged.because


def test_a_model_of_the_organisations_registry() -> None:
    shared = version(
        "churn",
        "3",
        reference=key(SHARED, "models"),
        registry="acme",
        workspace_id=None,
        job_name=None,
        latest=False,
    )
    found = snapshot(
        model_versions=[shared],
        batch_endpoints=[batch_endpoint()],
        batch_deployments=[batch_deployment(model=SHARED)],
    )
    assert verdict(found, ID).verdict == MET


def test_a_deployed_version_that_is_gone() -> None:
    older = version("churn", "1", state="missing", latest=False)
    found = managed(
        models=[model(latest_version="2")], model_versions=[version("churn", "2"), older]
    )
    assert verdict(found, ID).verdict == NOT_MET


@pytest.mark.parametrize("state", ["denied", "failed"])
def test_a_version_that_could_not_be_read(state: str) -> None:
    assert verdict(managed(model_versions=[version(state=state)]), ID).verdict == UNKNOWN


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize(
    "signal", ["models", "model_versions", "online_endpoints", "online_deployments"]
)
def test_unread_signals(signal: str, reading) -> None:
    assert verdict(managed(**{signal: reading}), ID).verdict == UNKNOWN
