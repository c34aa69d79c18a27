"""Can the latest models be made again from what their jobs name?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from aml_maturity_audit.signals.data import DataReference
from aml_maturity_audit.signals.ids import parse_asset
from aml_maturity_audit.signals.jobs import JobLookup, JobStep
from mapping.build import (
    UNREAD,
    deployment,
    endpoint,
    git,
    job,
    snapshot,
    verdict,
    workspace,
)
from mapping.lineage import ENVIRONMENT, data, environment, model, reads, version

ID = "model-is-reproducible"
TRAINED = {"environment_id": ENVIRONMENT, "inputs": (reads(),)}


def made(*, by=None, **other):
    told = {
        "models": [model()],
        "model_versions": [version()],
        "jobs": [by or job("train", **TRAINED)],
        "environments": [environment()],
        "data_references": [data()],
        **other,
    }
    return snapshot(**told)


def test_commit_environment_and_data() -> None:
    judged = verdict(made(), ID)
    assert judged.verdict == MET
    assert "1 of 1 registered models" in judged.because


@pytest.mark.parametrize(
    "told",
    [
        {"git": git(dirty=True)},
        {"git": git(commit=None)},
        {"environment_id": None},
        {"inputs": ()},
        {"inputs": (reads("azureml:customers@latest"),)},
        {"inputs": (reads("azureml://datastores/blob/paths/x"),)},
        {"inputs": (reads(), reads("https://x/y.csv"))},
    ],
)
def test_what_a_job_lacks(told: dict) -> None:
    lacking = job("train", **{**TRAINED, **told})
    assert verdict(made(by=lacking), ID).verdict == NOT_MET


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"models": [], "model_versions": []}, NOT_MET),
        ({"model_versions": [version(job_name=None)]}, NOT_MET),
        ({"data_references": [data(state="missing")]}, NOT_MET),
        ({"data_references": [data(state="denied")]}, UNKNOWN),
        ({"data_references": []}, UNKNOWN),
        ({"model_versions": [version(state="denied")]}, UNKNOWN),
        ({"model_versions": [version(job_name="elsewhere")]}, UNKNOWN),
    ],
)
def test_what_the_estate_lacks(told: dict, expected: str) -> None:
    assert verdict(made(**told), ID).verdict == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [("found", MET), ("missing", NOT_MET), ("denied", UNKNOWN), ("failed", UNKNOWN)],
)
def test_a_job_older_than_the_window_is_looked_up(state: str, expected: str) -> None:
    looked = JobLookup(
        workspace_id=workspace().id,
        name="train",
        state=state,
        job=job("train", **TRAINED) if state == "found" else None,
    )
    assert verdict(made(jobs=[], source_jobs=[looked]), ID).verdict == expected


def test_a_pipelines_steps_tell_its_data() -> None:
    step = JobStep(name="s", environment_id=ENVIRONMENT, inputs=(reads(),))
    by_steps = job("train", type="Pipeline", steps=(step,))
    assert verdict(made(by=by_steps), ID).verdict == MET


@pytest.mark.parametrize(("good", "expected"), [(4, MET), (3, NOT_MET)])
def test_the_threshold(good: int, expected: str) -> None:
    names = ["a", "b", "c", "d", "e"]
    versions = [version(n, job_name="train" if at < good else None) for at, n in enumerate(names)]
    found = made(models=[model(n) for n in names], model_versions=versions)
    assert verdict(found, ID).verdict == expected


@pytest.mark.parametrize(("dirty", "expected"), [(False, MET), (True, NOT_MET)])
def test_a_model_in_production_from_elsewhere_is_a_registered_one(
    dirty: bool, expected: str
) -> None:
    there = workspace("dev").id.lower()
    served = f"{there}/models/shared/versions/4"
    asset = parse_asset(served)
    assert asset is not None
    shared = version("shared", "4", reference=asset.key, workspace_id=there, latest=False)
    trained = job("train", git=git(dirty=dirty), **TRAINED)
    looked = JobLookup(workspace_id=there, name="train", state="found", job=trained)
    known = parse_asset("azureml:customers:7")
    assert known is not None
    found = made(
        online_endpoints=[endpoint()],
        online_deployments=[deployment(model=served)],
        model_versions=[version(), shared],
        source_jobs=[looked],
        data_references=[
            data(),
            DataReference(reference=known.within(there, "data").key, state="found"),
        ],
    )
    assert verdict(found, ID).verdict == expected


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize(
    "signal", ["models", "model_versions", "jobs", "environments", "data_references"]
)
def test_unread_signals(signal: str, reading) -> None:
    assert verdict(made(**{signal: reading}), ID).verdict == UNKNOWN
