import pytest

from mapping.build import (
    SERVICE,
    UNREAD,
    deployment,
    endpoint,
    job,
    pipeline,
    run,
    snapshot,
    verdict,
    write,
)

CRITERION = "release-is-low-friction"
CD = pipeline("cd", "deploys_model")
BY_HAND = write(by_user=True, name="Olga Ops")


def judge(*writes: object, **signals: object) -> str:
    told = {
        "jobs": [job()],
        "online_endpoints": [endpoint()],
        "online_deployments": [deployment()],
        "activity_log": writes,
        **signals,
    }
    return verdict(snapshot(**told), CRITERION).verdict


def test_automatic_releases_are_met() -> None:
    assert judge(write(), projects=()) == "met"


def test_a_pipeline_that_somebody_starts_is_met() -> None:
    assert judge(BY_HAND, pipelines=[CD], pipeline_runs=[run(CD, "manual")]) == "met"


def test_releases_by_hand_without_a_pipeline_are_not_met() -> None:
    assert judge(BY_HAND, pipelines=[pipeline("ci")]) == "not_met"


def test_by_hand_and_without_a_source_is_unknown() -> None:
    assert judge(BY_HAND, projects=()) == "unknown"


def test_nothing_deployed_and_no_pipeline_is_not_met() -> None:
    assert judge(online_deployments=[]) == "not_met"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["pipelines", "pipeline_runs", "jobs", "activity_log"])
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    told = {"activity_log": [BY_HAND], "pipelines": [CD], signal: unread}
    assert judge(**told) == "unknown"


def test_the_role_leaves_it_out() -> None:
    from aml_maturity_audit.signals.registries import RegistryModel
    from mapping.build import workspace

    origin = f"{workspace().id}/models/m/versions/1"
    promoted = RegistryModel(registry="acme", name="m", version="1", origin=origin)
    told = {"online_endpoints": [], "online_deployments": [], "registry_models": [promoted]}
    assert judge(**told) == "not_applicable"
    assert judge(**told, jobs=[job(by=SERVICE)]) == "not_applicable"
    assert judge(**{**told, "registry_models": []}) == "not_met"
