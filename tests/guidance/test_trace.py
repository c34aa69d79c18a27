"""From a deployment back to its data and code, and loops in time order."""

import pytest

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.guidance.loops import loops
from aml_maturity_audit.guidance.trace import BROKEN, PRESENT, UNREADABLE, traces
from aml_maturity_audit.signals.jobs import JobLookup
from mapping.build import (
    SERVICE,
    days_ago,
    denied,
    deployment,
    endpoint,
    git,
    job,
    pipeline,
    place,
    run,
    snapshot,
    workspace,
    write,
)
from mapping.lineage import (
    ENVIRONMENT,
    breach,
    data,
    environment,
    key,
    monitor,
    reads,
    version,
)

TRAINED = job("train", environment_id=ENVIRONMENT, inputs=(reads(),))
SHARED = "azureml://registries/acme/models/churn/versions/3"


def served(**other):
    told = {
        "online_endpoints": [endpoint()],
        "online_deployments": [deployment()],
        "model_versions": [version()],
        "jobs": [TRAINED],
        "environments": [environment()],
        "data_references": [data()],
        **other,
    }
    return snapshot(**told)


def hops(found, name: str | None = None) -> list[tuple[str, str]]:
    return [(hop.kind, hop.state) for hop in traces(found, name)[0].hops]


def test_a_whole_trace() -> None:
    found = traces(served(projects=()))[0]
    assert found.whole
    assert [hop.kind for hop in found.hops] == [
        "deployment",
        "model",
        "job",
        "commit",
        "environment",
        "data",
    ]


def test_the_run_of_the_same_commit() -> None:
    ci = pipeline("ci", "trains_model")
    found = served(pipelines=[ci], pipeline_runs=[run(ci, commit="C0FFEE")])
    assert hops(found)[-1] == ("run", PRESENT)
    assert hops(served(pipelines=[ci], pipeline_runs=[run(ci, commit="other")]))[-1] == (
        "run",
        BROKEN,
    )
    assert hops(served(pipelines=[ci], pipeline_runs=denied("vso.build")))[-1] == (
        "run",
        UNREADABLE,
    )


@pytest.mark.parametrize(
    ("told", "kind", "state"),
    [
        ({"online_deployments": [deployment(model=None)]}, "model", BROKEN),
        ({"model_versions": denied()}, "model", UNREADABLE),
        ({"model_versions": [version(job_name=None)]}, "job", BROKEN),
        ({"jobs": [], "source_jobs": denied()}, "job", UNREADABLE),
    ],
)
def test_it_ends_where_a_hop_is_missing(told: dict, kind: str, state: str) -> None:
    assert hops(served(**told))[-1] == (kind, state)


def test_hops_behind_the_job_are_told_each() -> None:
    odd = job("train", git=git(dirty=True), environment_id=None)
    assert hops(served(jobs=[odd], projects=()))[3:] == [
        ("commit", BROKEN),
        ("environment", BROKEN),
        ("data", BROKEN),
    ]


def test_through_a_registry_to_another_workspace() -> None:
    dev = workspace("dev")
    shared = version(
        "churn",
        "3",
        reference=key(SHARED, "models"),
        registry="acme",
        workspace_id=None,
        job_name=None,
        origin=f"azureml:/{dev.id.lstrip('/')}/models/churn/versions/9",
    )
    at_home = version(
        "churn",
        "9",
        reference=key(f"{dev.id}/models/churn/versions/9", "models"),
        workspace_id=dev.id.lower(),
    )
    looked = JobLookup(workspace_id=dev.id.lower(), name="train", state="found", job=TRAINED)
    found = served(
        others=[place(dev, environments=[])],
        online_deployments=[deployment(model=SHARED)],
        model_versions=[shared, at_home],
        source_jobs=[looked],
        jobs=[],
        projects=(),
    )
    assert hops(found)[:5] == [
        ("deployment", PRESENT),
        ("model", PRESENT),
        ("registry", PRESENT),
        ("job", PRESENT),
        ("commit", PRESENT),
    ]


@pytest.mark.parametrize("name", ["scoring/blue", "SHOP/scoring/blue", deployment().id.upper()])
def test_by_name(name: str) -> None:
    assert traces(served(), name)[0].deployment == "scoring/blue"


def test_an_unknown_deployment_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="scoring/blue"):
        traces(served(), "scoring/bleu")


def test_a_name_that_two_workspaces_have() -> None:
    other = workspace("shop-2")
    twin = place(other, online_endpoints=[endpoint()], online_deployments=[deployment()])
    with pytest.raises(UsageError, match="Name the workspace too"):
        traces(served(others=[twin]), "scoring/blue")
    assert len(traces(served(others=[twin]))) == 2


def test_a_loop_in_time_order() -> None:
    found = served(
        schedules=[monitor()],
        jobs=[breach(days=3), job("retrain", by=SERVICE, at=days_ago(2.5))],
        model_versions=[version(job_name="retrain", created_at=days_ago(2.2))],
        activity_log=[write(at=days_ago(2.1)), write(2, at=days_ago(1))],
    )
    loop = loops(found)[0]
    assert loop.closed
    assert [(m.kind, m.time) for m in loop.moments] == [
        ("breach", days_ago(3)),
        ("job", days_ago(2.5)),
        ("model", days_ago(2.2)),
        ("release", days_ago(2.1)),
    ]


def test_a_breach_that_nothing_followed() -> None:
    found = served(schedules=[monitor()], jobs=[breach(days=3), job("later", at=days_ago(2.5))])
    assert not loops(found)[0].closed
