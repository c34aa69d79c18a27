"""Does every production deployment lead to a job with a versioned data input?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from aml_maturity_audit.signals.data import DataReference
from aml_maturity_audit.signals.ids import parse_asset
from aml_maturity_audit.signals.jobs import JobLookup
from mapping.build import (
    UNREAD,
    batch_deployment,
    batch_endpoint,
    deployment,
    endpoint,
    job,
    place,
    snapshot,
    verdict,
    workspace,
)
from mapping.lineage import data, key, reads, version

ID = "deployment-is-traceable-to-data"
SHARED = "azureml://registries/acme/models/churn/versions/3"
ORIGIN = "azureml://locations/westeurope/workspaces/guid-of-dev/models/churn/versions/9"
DEV = workspace("dev")


def served(**other):
    told = {
        "online_endpoints": [endpoint()],
        "online_deployments": [deployment()],
        "model_versions": [version()],
        "jobs": [job("train", inputs=(reads(),))],
        "data_references": [data()],
        **other,
    }
    return snapshot(**told)


def test_a_whole_chain() -> None:
    judged = verdict(served(), ID)
    assert judged.verdict == MET
    assert judged.fact.subjects[0].name == "scoring/blue"


def test_a_batch_deployment_counts_too() -> None:
    found = served(
        online_endpoints=[],
        online_deployments=[],
        batch_endpoints=[batch_endpoint()],
        batch_deployments=[batch_deployment()],
    )
    assert verdict(found, ID).verdict == MET


def test_one_versioned_input_is_enough() -> None:
    mixed = job("train", inputs=(reads("https://x/y.csv"), reads()))
    assert verdict(served(jobs=[mixed]), ID).verdict == MET


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"online_endpoints": []}, NOT_MET),
        ({"online_endpoints": [endpoint(traffic={"blue": 0})]}, NOT_MET),
        ({"online_deployments": [deployment(state="Failed")]}, NOT_MET),
        ({"online_deployments": [deployment(model=None)]}, NOT_MET),
        ({"model_versions": [version(job_name=None)]}, NOT_MET),
        ({"model_versions": [version(archived=True)]}, MET),
        ({"model_versions": [version(archived=True, job_name=None)]}, NOT_MET),
        ({"model_versions": [version(anonymous=True, archived=True)]}, NOT_MET),
        ({"model_versions": [version(state="missing")]}, NOT_MET),
        ({"model_versions": [version(state="denied")]}, UNKNOWN),
        ({"model_versions": []}, UNKNOWN),
        ({"jobs": [job("train")]}, NOT_MET),
        ({"jobs": [job("train", inputs=(reads("azureml:customers@latest"),))]}, NOT_MET),
        ({"jobs": []}, UNKNOWN),
        ({"data_references": [data(state="missing")]}, NOT_MET),
        ({"data_references": [data(state="failed")]}, UNKNOWN),
    ],
)
def test_broken_and_unreadable_hops(told: dict, expected: str) -> None:
    assert verdict(served(**told), ID).verdict == expected


@pytest.mark.parametrize(("state", "expected"), [("missing", NOT_MET), ("denied", UNKNOWN)])
def test_a_deleted_job_breaks_the_chain(state: str, expected: str) -> None:
    looked = JobLookup(workspace_id=workspace().id, name="train", state=state)
    assert verdict(served(jobs=[], source_jobs=[looked]), ID).verdict == expected


def promoted(**shared):
    """A registry's model in production, made by a job in another workspace."""
    in_registry = version(
        "churn",
        "3",
        **{
            "reference": key(SHARED, "models"),
            "registry": "acme",
            "workspace_id": None,
            "job_name": None,
            "latest": False,
            "origin": ORIGIN,
            **shared,
        },
    )
    asset = parse_asset(f"{DEV.id}/models/churn/versions/9")
    made = parse_asset("azureml:customers:7")
    assert asset is not None
    assert made is not None
    at_home = version("churn", "9", reference=asset.key, workspace_id=DEV.id.lower(), latest=False)
    looked = JobLookup(
        workspace_id=DEV.id.lower(), name="train", state="found", job=job(inputs=(reads(),))
    )
    known = DataReference(reference=made.within(DEV.id.lower(), "data").key, state="found")
    return served(
        others=[place(DEV)],
        online_deployments=[deployment(model=SHARED)],
        model_versions=[in_registry, at_home],
        source_jobs=[looked],
        data_references=[known],
        jobs=[],
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, MET),
        ({"origin": None}, NOT_MET),
        ({"origin": None, "origin_known": False}, UNKNOWN),
        ({"origin": ORIGIN.replace("guid-of-dev", "guid-of-nobody")}, UNKNOWN),
    ],
)
def test_the_way_through_a_registry(told: dict, expected: str) -> None:
    assert verdict(promoted(**told), ID).verdict == expected


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize(
    "signal",
    ["online_endpoints", "online_deployments", "model_versions", "jobs", "data_references"],
)
def test_unread_signals(signal: str, reading) -> None:
    assert verdict(served(**{signal: reading}), ID).verdict == UNKNOWN
