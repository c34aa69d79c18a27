"""The role of a workspace, and that it is claimed only where it is certain."""

import pytest

from aml_maturity_audit.mapping.derive.roles import left_out, role, serving_only, training_only
from aml_maturity_audit.signals.jobs import JobHistory
from aml_maturity_audit.signals.reading import Observed
from aml_maturity_audit.signals.registries import RegistryModel
from aml_maturity_audit.signals.snapshot import Snapshot
from mapping.build import (
    UNREAD,
    WINDOW_START,
    batch_deployment,
    batch_endpoint,
    days_ago,
    deployment,
    endpoint,
    job,
    place,
    snapshot,
    verdicts,
    view,
    workspace,
)

PROMOTED = "azureml://registries/acme/models/churn/versions/1"
OWN = f"{workspace().id}/models/churn/versions/1"
BY_GUID = "azureml://locations/westeurope/workspaces/GUID-OF-SHOP/models/churn/versions/1"


def history(older: bool | None) -> Observed[JobHistory]:
    return Observed(value=JobHistory(older_jobs=older))


def serves(model: str | None = PROMOTED, **signals: object) -> Snapshot:
    """Nothing ever trained here, and one deployment is in production."""
    told = {
        "job_history": history(older=False),
        "online_endpoints": [endpoint()],
        "online_deployments": [deployment(model=model)],
        **signals,
    }
    return snapshot(**told)


def trains(**signals: object) -> Snapshot:
    """Something trains here, nothing is deployed, and a model was promoted."""
    told = {"jobs": [job()], "registry_models": [promoted(OWN)], **signals}
    return snapshot(**told)


def promoted(origin: str | None, registry: str = "acme", **more: object) -> RegistryModel:
    return RegistryModel(registry=registry, name="churn", version="1", origin=origin, **more)


def truth(of: Snapshot, fact: object) -> str:
    return fact(view(of)).truth.value


# Serving only


@pytest.mark.parametrize(
    "model",
    [
        PROMOTED,
        "azureml://feeds/acme/models/churn/versions/1",
        f"{workspace('elsewhere').id}/models/churn/versions/1",
        "azureml://locations/westeurope/workspaces/another-guid/models/churn/versions/1",
    ],
)
def test_models_from_elsewhere_only_make_serving_only(model: str) -> None:
    assert role(view(serves(model))) == "serving-only"


@pytest.mark.parametrize(
    "model",
    [
        "azureml:churn:1",
        OWN.upper(),
        BY_GUID,
        "azureml://registries/azureml/models/bert/versions/1",
        "azureml://registries/HuggingFace/models/bert/versions/1",
        None,
    ],
)
def test_an_own_or_a_catalogue_model_makes_both(model: str | None) -> None:
    assert role(view(serves(model))) == "both"


def test_one_own_model_among_others_makes_both() -> None:
    two = [deployment(model=PROMOTED), deployment("green")]
    live = [endpoint(traffic={"blue": 50, "green": 50})]
    assert role(view(serves(online_deployments=two, online_endpoints=live))) == "both"
    assert role(view(serves(online_deployments=two))) == "serving-only"


def test_a_batch_deployment_counts() -> None:
    batch = {"batch_endpoints": [batch_endpoint()]}
    own = [batch_deployment()]
    assert role(view(serves(**batch, batch_deployments=own))) == "both"
    foreign = [batch_deployment(model=PROMOTED)]
    assert role(view(serves(**batch, batch_deployments=foreign))) == "serving-only"


def test_training_now_or_before_makes_both() -> None:
    assert role(view(serves(jobs=[job()]))) == "both"
    assert role(view(serves(job_history=history(older=True)))) == "both"


def test_training_before_the_window_is_no_training_now() -> None:
    assert role(view(serves(jobs=[job(at=days_ago(91))]))) == "serving-only"
    assert role(view(serves(jobs=[job(at=WINDOW_START)]))) == "both"


def test_a_run_that_scores_is_no_training() -> None:
    scored = job(endpoint="nightly", deployment="main")
    assert role(view(serves(jobs=[scored]))) == "serving-only"


def test_nothing_in_production_is_not_serving_only() -> None:
    assert truth(serves(online_endpoints=[], online_deployments=[]), serving_only) == "no"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize(
    "signal", ["jobs", "online_endpoints", "online_deployments", "batch_deployments"]
)
def test_serving_only_is_never_claimed_of_what_was_not_read(signal: str, unread: object) -> None:
    assert truth(serves(**{signal: unread}), serving_only) == "unknown"


def test_a_history_that_was_not_read_leaves_it_open() -> None:
    for unread in ("denied", "failed", "not collected"):
        assert truth(serves(job_history=UNREAD[unread]), serving_only) == "unknown"
    assert truth(serves(job_history=history(older=None)), serving_only) == "unknown"


# Training only


@pytest.mark.parametrize("origin", [OWN, OWN.upper(), BY_GUID])
def test_a_promoted_model_and_no_deployment_make_training_only(origin: str) -> None:
    assert role(view(trains(registry_models=[promoted(origin)]))) == "training-only"


def test_a_model_deployed_elsewhere_makes_training_only() -> None:
    other = place(workspace("prod"), online_deployments=[deployment(model=OWN)])
    assert role(view(trains(registry_models=[], others=[other]))) == "training-only"
    failed = place(workspace("prod"), online_deployments=[deployment(model=OWN, state="Failed")])
    assert role(view(trains(registry_models=[], others=[failed]))) == "both"
    short = place(workspace("prod"), online_deployments=[deployment(model="azureml:churn:1")])
    assert role(view(trains(registry_models=[], others=[short]))) == "both"


@pytest.mark.parametrize(
    "model",
    [promoted(None), promoted(OWN, "HuggingFace"), promoted(f"{workspace('else').id}/models/c")],
    ids=["no origin", "a catalogue", "another workspace"],
)
def test_another_model_in_a_registry_is_none_of_it(model: RegistryModel) -> None:
    assert role(view(trains(registry_models=[model]))) == "both"


def test_any_deployment_that_stands_makes_both() -> None:
    idle = {"online_endpoints": [endpoint(traffic={})], "online_deployments": [deployment()]}
    assert role(view(trains(**idle))) == "both"
    gone = {**idle, "online_deployments": [deployment(state="Failed")]}
    assert role(view(trains(**gone))) == "training-only"


def test_without_training_in_the_window_it_is_not_training_only() -> None:
    assert truth(trains(jobs=[]), training_only) == "no"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize(
    "signal", ["jobs", "online_deployments", "batch_deployments", "registry_models"]
)
def test_training_only_is_never_claimed_of_what_was_not_read(signal: str, unread: object) -> None:
    assert truth(trains(**{signal: unread}), training_only) == "unknown"


def test_an_origin_that_no_answer_tells_leaves_it_open() -> None:
    untold = promoted(None, origin_known=False)
    assert truth(trains(registry_models=[untold]), training_only) == "unknown"


# What it leaves out


def test_marked_criteria_do_not_apply_in_their_role() -> None:
    served = {name for name, j in verdicts(serves()).items() if j.verdict == "not_applicable"}
    trained = {name for name, j in verdicts(trains()).items() if j.verdict == "not_applicable"}
    assert "training-is-automated" in served
    assert "training-is-automated" not in trained
    assert "release-is-automatic" in trained
    assert "release-is-automatic" not in served
    assert "builds-are-automated" not in served | trained


def test_a_role_that_cannot_be_told_makes_an_absence_unknown_and_leaves_a_presence() -> None:
    unsure = verdicts(serves(job_history=UNREAD["denied"]))
    assert unsure["training-is-automated"].verdict == "unknown"
    assert unsure["production-informs-improvement"].verdict == "not_met"
    unsure = verdicts(trains(registry_models=UNREAD["cut"]))
    assert unsure["release-is-automatic"].verdict == "unknown"
    assert unsure["training-code-is-versioned"].verdict == "met"


def test_the_report_says_what_a_role_left_out() -> None:
    assert "training do not apply" in left_out(view(serves()))[0]
    assert "release and serving do not apply" in left_out(view(trains()))[0]
    assert left_out(view(snapshot())) == ()
