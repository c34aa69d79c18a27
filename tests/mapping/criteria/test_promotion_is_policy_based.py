import pytest

from mapping.build import UNREAD, job, pipeline, run, snapshot, step, verdict

CRITERION = "promotion-is-policy-based"
GATED = step("promotes_via_registry", stage="share", gated=True)
CD = pipeline("cd", GATED)
USING = job(registries=("acme",))


def judge(cd: object = CD, *runs: object, **signals: object) -> str:
    told = {"jobs": [USING], "pipelines": [cd], "pipeline_runs": runs or [run(cd)], **signals}
    return verdict(snapshot(**told), CRITERION).verdict


def test_promotion_behind_a_gate_is_met() -> None:
    assert judge() == "met"
    assert judge(CD, run(CD, "manual")) == "met"


def test_promotion_without_a_gate_is_not_met() -> None:
    assert judge(pipeline("cd", "promotes_via_registry")) == "not_met"
    gate_beside = pipeline("cd", "promotes_via_registry", "approval_or_environment_gate")
    assert judge(gate_beside) == "not_met"


def test_one_of_two_promotions_behind_a_gate_counts_only_where_it_ran() -> None:
    both = pipeline("cd", step("promotes_via_registry", stage="quick"), GATED)
    assert judge(both) == "met"
    assert judge(both, run(both, skipped=("share",))) == "not_met"


def test_a_gate_that_nobody_passed_is_not_met() -> None:
    assert judge(CD, run(CD, result="canceled")) == "not_met"
    assert judge(CD, run(CD, skipped=("SHARE",))) == "not_met"


@pytest.mark.parametrize("registry", ["azureml", "HuggingFace", "azureml-meta", "nvidia-ai"])
def test_a_system_registry_is_no_promotion(registry: str) -> None:
    assert judge(jobs=[job(registries=(registry,))]) == "not_met"


def test_nothing_from_a_registry_is_not_met() -> None:
    assert judge(jobs=[job()]) == "not_met"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
@pytest.mark.parametrize("signal", ["pipelines", "pipeline_runs", "jobs"])
def test_what_was_not_read_is_unknown(signal: str, unread: object) -> None:
    assert judge(**{signal: unread}) == "unknown"


def test_without_a_source_it_is_unknown_unless_nothing_is_promoted() -> None:
    assert verdict(snapshot(jobs=[USING], projects=()), CRITERION).verdict == "unknown"
    assert verdict(snapshot(jobs=[job()], projects=()), CRITERION).verdict == "not_met"
