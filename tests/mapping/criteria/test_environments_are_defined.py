"""Do training jobs use named, versioned environments?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from aml_maturity_audit.signals.jobs import JobStep
from mapping.build import UNREAD, job, snapshot, verdict
from mapping.lineage import ENVIRONMENT, component, environment

ID = "environments-are-defined"
REGISTRY = "azureml://registries/acme/environments/train/versions/2"


@pytest.mark.parametrize(
    ("reference", "known", "expected"),
    [
        (ENVIRONMENT, [environment()], MET),
        (REGISTRY, [environment(REGISTRY)], MET),
        (ENVIRONMENT, [environment(anonymous=True)], NOT_MET),
        ("azureml:CliV2AnonymousEnvironment:abc", [], NOT_MET),
        ("azureml:train-env@latest", [], NOT_MET),
        ("azureml:train-env", [], NOT_MET),
        ("mcr.microsoft.com/azureml/base:latest", [], NOT_MET),
        (None, [], NOT_MET),
        (ENVIRONMENT, [environment(state="missing")], NOT_MET),
        (ENVIRONMENT, [environment(state="denied")], UNKNOWN),
        (ENVIRONMENT, [], UNKNOWN),
    ],
)
def test_by_reference(reference: str | None, known, expected: str) -> None:
    found = snapshot(jobs=[job(environment_id=reference)], environments=known)
    assert verdict(found, ID).verdict == expected


@pytest.mark.parametrize(
    ("kind", "expected"), [("AutoML", MET), ("FineTuning", MET), ("Spark", NOT_MET)]
)
def test_the_services_own_image(kind: str, expected: str) -> None:
    assert verdict(snapshot(jobs=[job(type=kind)]), ID).verdict == expected


def steps(*told: JobStep):
    return [job(type="Pipeline", steps=told)]


OWN = JobStep(name="own", environment_id=ENVIRONMENT)
OF_COMPONENT = JobStep(name="prepare", component_id="azureml:prepare:2")
NONE = JobStep(name="none")


@pytest.mark.parametrize(
    ("told", "components", "expected"),
    [
        ((OWN,), [], MET),
        ((OWN, NONE), [], MET),
        ((NONE,), [], NOT_MET),
        ((OF_COMPONENT,), [component()], MET),
        ((OF_COMPONENT,), [component(state="missing")], NOT_MET),
        ((OF_COMPONENT,), [component(state="denied")], UNKNOWN),
        ((OF_COMPONENT,), [], UNKNOWN),
        ((OWN, OF_COMPONENT), [component(environment_id="azureml:other")], NOT_MET),
        ((OWN, OF_COMPONENT), [component(environment_id=None)], MET),
    ],
)
def test_a_pipeline_counts_by_its_steps(told, components, expected: str) -> None:
    found = snapshot(jobs=steps(*told), components=components, environments=[environment()])
    assert verdict(found, ID).verdict == expected


@pytest.mark.parametrize(("good", "expected"), [(4, MET), (3, NOT_MET)])
def test_the_threshold(good: int, expected: str) -> None:
    jobs = [job(f"j{n}", environment_id=ENVIRONMENT if n < good else None) for n in range(5)]
    assert verdict(snapshot(jobs=jobs, environments=[environment()]), ID).verdict == expected


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize("signal", ["jobs", "environments"])
def test_unread_signals(signal: str, reading) -> None:
    told = {
        "jobs": [job(environment_id=ENVIRONMENT)],
        "environments": [environment()],
        signal: reading,
    }
    assert verdict(snapshot(**told), ID).verdict == UNKNOWN
