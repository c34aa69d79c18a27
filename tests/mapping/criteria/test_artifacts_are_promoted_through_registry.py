"""Does production, or training, use an asset of the organisation's registry?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from mapping.build import (
    UNREAD,
    batch_deployment,
    batch_endpoint,
    days_ago,
    deployment,
    endpoint,
    job,
    snapshot,
    verdict,
)

ID = "artifacts-are-promoted-through-registry"
SHARED = "azureml://registries/acme/models/churn/versions/3"
SYSTEM = ["azureml", "azureml-meta", "AzureML-MSR", "azure-openai", "HuggingFace", "nvidia-ai"]


def served(**told):
    return snapshot(
        online_endpoints=[endpoint()], online_deployments=[deployment(**told)], jobs=[job()]
    )


@pytest.mark.parametrize(
    "told",
    [
        {"model": SHARED},
        {"model": SHARED.replace("azureml://registries", "azureml://REGISTRIES")},
        {"environment_id": SHARED.replace("models", "environments")},
    ],
)
def test_production_that_uses_one(told: dict) -> None:
    judged = verdict(served(**told), ID)
    assert judged.verdict == MET
    assert "acme" in judged.because


def test_a_batch_deployment_that_uses_one() -> None:
    found = snapshot(
        batch_endpoints=[batch_endpoint()], batch_deployments=[batch_deployment(model=SHARED)]
    )
    assert verdict(found, ID).verdict == MET


@pytest.mark.parametrize("registry", SYSTEM)
def test_a_system_registry_is_not_the_organisations(registry: str) -> None:
    found = served(model=f"azureml://registries/{registry}/models/bert/versions/4")
    assert verdict(found, ID).verdict == NOT_MET
    assert verdict(snapshot(jobs=[job(registries=(registry,))]), ID).verdict == NOT_MET


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, MET),
        ({"at": days_ago(91)}, NOT_MET),
        ({"type": "Labeling"}, NOT_MET),
        ({"created_at": None}, UNKNOWN),
    ],
)
def test_a_training_job_that_uses_one(told: dict, expected: str) -> None:
    assert verdict(snapshot(jobs=[job(registries=("acme",), **told)]), ID).verdict == expected


def test_a_deployment_without_traffic_is_no_production() -> None:
    found = snapshot(
        online_endpoints=[endpoint(traffic={"blue": 0})],
        online_deployments=[deployment(model=SHARED)],
    )
    assert verdict(found, ID).verdict == NOT_MET


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize("signal", ["jobs", "online_endpoints", "batch_deployments"])
def test_unread_signals(signal: str, reading) -> None:
    assert verdict(snapshot(**{signal: reading}), ID).verdict == UNKNOWN
