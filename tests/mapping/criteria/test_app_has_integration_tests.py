import pytest

from aml_maturity_audit.mapping.estate import Mappings
from aml_maturity_audit.signals.jobs import JobHistory
from aml_maturity_audit.signals.reading import Observed
from aml_maturity_audit.signals.registries import RegistryModel
from mapping.build import (
    UNREAD,
    job,
    pipeline,
    results_of,
    run,
    snapshot,
    step,
    verdict,
    workspace,
)

CRITERION = "app-has-integration-tests"


def of(*practices: object, published: object = (), skipped: tuple[str, ...] = (), **more: object):
    ci = pipeline("ci", *practices)
    told = {
        "jobs": [job()],
        "pipelines": [ci],
        "pipeline_runs": [run(ci, skipped=skipped)],
        "test_runs": [results_of(ci, name) for name in published],
        **more,
    }
    return snapshot(**told)


def judge(*practices: object, **how: object) -> str:
    return verdict(of(*practices, **how), CRITERION).verdict


def test_unit_tests_and_a_test_of_the_deployment_are_met() -> None:
    assert judge("runs_tests", "tests_deployment") == "met"


def test_a_test_of_the_deployment_alone_is_not_met() -> None:
    assert judge("tests_deployment") == "not_met"


def test_unit_tests_alone_are_not_met() -> None:
    assert judge("runs_tests") == "not_met"
    assert judge(published=["unit tests"]) == "not_met"


@pytest.mark.parametrize("name", ["Integration tests", "api-INTEGRATION", "IntegrationTests"])
def test_a_test_run_named_as_integration_tests_is_met_and_said_to_be_inferred(name: str) -> None:
    judged = verdict(of(published=[name]), CRITERION)
    assert judged.verdict == "met"
    assert "inferred" in judged.because


@pytest.mark.parametrize(
    "name", ["Continuous Integration", "continuous-integration", "ContinuousIntegration build"]
)
def test_a_build_called_continuous_integration_tests_no_integration(name: str) -> None:
    assert judge(published=[name]) == "not_met"
    assert judge(step("runs_tests", stage=name)) == "not_met"


def test_tests_in_a_stage_named_so_are_met_unless_it_was_skipped() -> None:
    staged = step("runs_tests", stage="IntegrationTests")
    assert judge(staged) == "met"
    assert judge("runs_tests", staged, skipped=("integrationtests",)) == "not_met"


def test_the_configuration_can_name_the_word() -> None:
    mappings = Mappings(integration_test_names=("e2e",))
    of_e2e = of(published=["e2e smoke"])
    assert verdict(of_e2e, CRITERION).verdict == "not_met"
    assert verdict(of_e2e, CRITERION, mappings=mappings).verdict == "met"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["pipelines", "pipeline_runs", "test_runs"])
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    told = () if signal == "test_runs" else ("runs_tests", "tests_deployment")
    assert judge(*told, **{signal: unread}) == "unknown"


def test_it_does_not_apply_where_only_training_happens() -> None:
    promoted = RegistryModel(
        registry="acme", name="m", version="1", origin=f"{workspace().id}/models/m/versions/1"
    )
    history = Observed(value=JobHistory(older_jobs=True))
    assert judge(registry_models=[promoted], job_history=history) == "not_applicable"
