"""Do training jobs run on managed compute?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN
from aml_maturity_audit.signals.jobs import JobHistory, JobStep
from aml_maturity_audit.signals.reading import Observed
from mapping.build import (
    UNREAD,
    batch_deployment,
    batch_endpoint,
    days_ago,
    deployment,
    endpoint,
    job,
    snapshot,
    undecoded,
    verdict,
    workspace,
)
from mapping.lineage import compute, fired, monitor

ID = "compute-is-managed"


def on(name: str, **more):
    told = {"compute_id": f"{workspace().id}/computes/{name}", "serverless": False, **more}
    return job(f"on-{name}-{len(more)}", **told)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("AmlCompute", MET),
        ("AMLCOMPUTE", MET),
        ("Kubernetes", MET),
        ("SynapseSpark", MET),
        ("Databricks", MET),
        ("HDInsight", MET),
        ("DataFactory", MET),
        ("ComputeInstance", NOT_MET),
        ("VirtualMachine", NOT_MET),
        ("QuantumCompute", UNKNOWN),
    ],
)
def test_by_type_of_compute(kind: str, expected: str) -> None:
    found = snapshot(jobs=[on("gpu")], computes=[compute("gpu", kind)])
    assert verdict(found, ID).verdict == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"compute_id": None, "serverless": True}, MET),
        ({"compute_id": "/x/computes/serverless"}, MET),
        ({"compute_id": "local"}, NOT_MET),
        ({"compute_id": None, "serverless": False, "compute_target_type": "local"}, NOT_MET),
        ({"compute_id": None, "serverless": False}, UNKNOWN),
        ({"compute_id": "/x/computes/deleted"}, UNKNOWN),
    ],
)
def test_without_a_compute_resource(told: dict, expected: str) -> None:
    found = snapshot(jobs=[job(**{"serverless": False, **told})])
    assert verdict(found, ID).verdict == expected


def test_a_compute_instance_called_serverless_is_none() -> None:
    found = snapshot(jobs=[on("serverless")], computes=[compute("serverless", "ComputeInstance")])
    assert verdict(found, ID).verdict == NOT_MET


@pytest.mark.parametrize(("managed", "expected"), [(8, MET), (7, NOT_MET)])
def test_the_threshold(managed: int, expected: str) -> None:
    jobs = [job(f"a{n}") for n in range(managed)]
    jobs += [job(f"b{n}", serverless=False, compute_id="local") for n in range(10 - managed)]
    judged = verdict(snapshot(jobs=jobs), ID)
    assert judged.verdict == expected
    assert f"{managed} of 10 training jobs" in judged.because


def pipeline_of(*names: str, default: str | None = None):
    steps = tuple(
        JobStep(name=f"s{n}", compute_id=f"/computes/{name}") for n, name in enumerate(names)
    )
    return job("p", type="Pipeline", serverless=False, compute_id=default, steps=steps)


@pytest.mark.parametrize(
    ("steps", "default", "expected"),
    [
        (("gpu", "gpu", "ci"), None, MET),
        (("gpu", "ci"), None, NOT_MET),
        (("gpu", "ci", "gone"), None, UNKNOWN),
        (("gpu", "gpu", "gone"), None, MET),
        (("ci", "ci"), "/computes/gpu", MET),
    ],
)
def test_a_pipeline_counts_by_its_default_else_by_most_steps(steps, default, expected) -> None:
    found = snapshot(
        jobs=[pipeline_of(*steps, default=default)],
        computes=[compute("gpu"), compute("ci", "ComputeInstance")],
    )
    assert verdict(found, ID).verdict == expected


def test_no_training_job() -> None:
    judged = verdict(snapshot(), ID)
    assert judged.verdict == NOT_MET
    assert judged.because == "No training job in the last 90 days."


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
@pytest.mark.parametrize("signal", ["jobs", "computes"])
def test_what_was_not_read_is_unknown(signal: str, reading) -> None:
    told = {"jobs": [on("gpu")], "computes": [compute("gpu")], signal: reading}
    judged = verdict(snapshot(**told), ID)
    assert judged.verdict == UNKNOWN
    assert judged.fact.missing


def test_one_undecoded_job_among_many_costs_nothing() -> None:
    many = [job(f"j{n}") for n in range(9)]
    assert verdict(snapshot(jobs=undecoded(*many)), ID).verdict == MET
    assert verdict(snapshot(jobs=undecoded(*many[:3])), ID).verdict == UNKNOWN


@pytest.mark.parametrize(
    ("days", "expected"), [(90, MET), (90.01, NOT_MET), (0, MET), (None, UNKNOWN)]
)
def test_the_window(days: float | None, expected: str) -> None:
    when = None if days is None else days_ago(days)
    found = snapshot(jobs=[job(created_at=when)])
    assert verdict(found, ID).verdict == expected


@pytest.mark.parametrize(
    "other",
    [
        job(type="Labeling"),
        job(parent="root"),
        job(monitor_run=True),
        job(import_run=True),
        job(type="SomethingNew"),
    ],
)
def test_what_is_no_training_job(other) -> None:
    assert "No training job" in verdict(snapshot(jobs=[other]), ID).because


def test_a_monitors_run_is_told_by_its_schedule_too() -> None:
    found = snapshot(jobs=[fired("watch")], schedules=[monitor("watch")])
    assert "No training job" in verdict(found, ID).because


def test_batch_scoring_is_no_training_but_a_pipeline_component_is() -> None:
    scored = job(endpoint="nightly", deployment="main")
    for kind, expected in (("Model", NOT_MET), ("PipelineComponent", MET)):
        found = snapshot(
            jobs=[scored],
            batch_endpoints=[batch_endpoint()],
            batch_deployments=[batch_deployment(kind=kind)],
        )
        assert verdict(found, ID).verdict == expected
    assert verdict(snapshot(jobs=[scored]), ID).verdict == NOT_MET


def test_it_does_not_apply_where_only_served() -> None:
    shared = "azureml://registries/acme/models/churn/versions/3"
    told = {"online_endpoints": [endpoint()], "online_deployments": [deployment(model=shared)]}
    never = Observed(value=JobHistory(older_jobs=False))
    assert verdict(snapshot(**told, job_history=never), ID).verdict == NOT_APPLICABLE
    assert verdict(snapshot(**told), ID).verdict == NOT_MET
    unsure = Observed(value=JobHistory(older_jobs=None))
    assert verdict(snapshot(**told, job_history=unsure), ID).verdict == UNKNOWN
