"""Where a name is missing there is a sentence that says which, and no file."""

import msgspec
import pytest

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.guidance.code.given import Given, parse_given
from aml_maturity_audit.guidance.code.writing import code_for
from aml_maturity_audit.guidance.plan import plans
from guidance.code.auditing import GIVEN, WORKSPACE, estate, judged, read

RESOURCES = ("subscriptions", "11111111-0000-4000-8000-000000000001", "resourceGroups")

_ON_GREEN = ("deployment", "endpoint", "azure-pipelines", "monitor")
"""Without a new deployment there is nothing to mirror to, to release or to watch."""


def planned(content, given=GIVEN):
    """What is written for an estate, and what is not."""
    snapshot = read(content)
    plan = plans(judged(snapshot), workspaces=[WORKSPACE], to=4)[0]
    files, lacking = code_for(plan, snapshot, Given(dict(given)))
    return {one.name for one in files}, [one.sentence for one in lacking]


def workspace_of(content):
    place = content
    for key in (*RESOURCES, "rg-churn-prod", "workspaces", WORKSPACE):
        place = place[key]
    return place


@pytest.mark.parametrize(
    ("key", "starts", "says"),
    [
        ("auth-mode", ("endpoint",), "How churn signs in"),
        ("events-to", ("events",), "What should handle a breach"),
        ("instance-type", _ON_GREEN, "instance type of blue"),
        ("notify", ("alert",), "Whom an alert should tell"),
        ("request-file", ("azure-pipelines",), "Which request"),
        ("task", ("monitor",), "What the model of churn does"),
    ],
)
def test_a_name_that_no_snapshot_holds(before, plan, made, key, starts, says):
    given = {name: value for name, value in GIVEN.items() if name != key}
    files, lacking = code_for(plan, before[0], Given(given))
    left_out = set(made) - {one.name for one in files}
    assert left_out == {name for name in made if name.startswith(starts)}
    assert any(says in one.sentence and f"--with {key}=" in one.sentence for one in lacking)


def test_what_is_not_written_is_not_scaled(before, plan):
    given = {name: value for name, value in GIVEN.items() if name != "instance-type"}
    files, _ = code_for(plan, before[0], Given(given))
    scaled = next(one for one in files if one.name == "autoscale-churn.bicep")
    assert "deployments/blue'" in scaled.text
    assert "green" not in scaled.text


def test_nobody_is_told_by_a_monitor_where_nobody_was_named(before, plan):
    files, _ = code_for(plan, before[0], Given({k: v for k, v in GIVEN.items() if k != "notify"}))
    monitor = next(one for one in files if one.name.startswith("monitor"))
    assert "alert_notification" not in monitor.text


def test_only_steps_to_do_are_written(before, plan):
    granting = msgspec.structs.replace(
        plan, steps=tuple(msgspec.structs.replace(step, kind="grant") for step in plan.steps)
    )
    assert code_for(granting, before[0], Given(GIVEN)) == ((), ())


def test_nothing_serves():
    content = estate()
    del workspace_of(content)["onlineEndpoints"]
    files, sentences = planned(content)
    assert files >= {"schedule-retrain.yml", "alert-failed-runs.bicep"}
    assert not {name for name in files if "churn" in name}
    assert any("deploy a model first" in text for text in sentences)


def test_kubernetes():
    content = estate()
    blue = workspace_of(content)["onlineEndpoints"]["churn"]["deployments"]["blue"]
    blue["properties"]["endpointComputeType"] = "Kubernetes"
    files, sentences = planned(content)
    assert not [name for name in files if name.startswith(("deployment", "endpoint", "autoscale"))]
    assert any("resource requests are in no snapshot" in text for text in sentences)


def test_no_job_that_could_be_run_again():
    content = estate()
    workspace_of(content)["jobs"]["train"]["properties"] = {"jobType": "Command"}
    files, sentences = planned(content)
    assert "schedule-retrain.yml" not in files
    assert any("No pipeline job completed" in text for text in sentences)


def test_a_project_without_and_with_too_many_names():
    content = estate()
    project = content["devops"]["contoso"]["projects"]["ml"]
    project["environments"]["other"] = {}
    files, sentences = planned(content)
    assert "azure-pipelines-churn.yml" not in files
    assert any("2 deployment environments (churn-prod, other)" in text for text in sentences)
    named = planned(content, GIVEN | {"deployment-environment": "churn-prod"})
    assert "azure-pipelines-churn.yml" in named[0]
    project["serviceConnections"] = {}
    _, sentences = planned(content, GIVEN | {"deployment-environment": "churn-prod"})
    assert any("0 service connections" in text for text in sentences)


def test_a_repository_without_tests():
    content = estate()
    del content["devops"]["contoso"]["projects"]["ml"]["repositories"]["churn"]["files"][
        "tests/unit/test_score.py"
    ]
    files, sentences = planned(content)
    assert "azure-pipelines-churn.yml" not in files
    assert any("has no tests" in text for text in sentences)


def test_tests_that_need_a_deployment_wait_for_one():
    content = estate()
    repository = content["devops"]["contoso"]["projects"]["ml"]["repositories"]["churn"]
    repository["files"] |= {"tests/test_a.py": "", "tests/integration/test_b.py": ""}
    snapshot = read(content)
    plan = plans(judged(snapshot), workspaces=[WORKSPACE], to=4)[0]
    files, _ = code_for(plan, snapshot, Given(GIVEN))
    release = next(one for one in files if one.name == "azure-pipelines-churn.yml")
    assert "pytest tests --junitxml=tests.xml --ignore=tests/integration" in release.text


@pytest.mark.parametrize(
    "pair",
    [
        "instance-type",
        "colour=green",
        "instance-type=large",
        "instance-type=Standard_DS3_v2\nx",
        "notify=nobody",
        "notify=a@b.example' ",
        "events-to=/subscriptions/x",
        f"events-to={'/subscriptions/' + '1' * 36}/resourceGroups/r/providers"
        "/Microsoft.Storage/storageAccounts/s/queueServices/default/queues/q",
        "request-file=/etc/passwd",
        "request-file=../x.json",
        "request-file=$(Secret)",
        "task=guessing",
        "auth-mode=none",
        "training-image=train",
        "training-image=contoso.azurecr.io/train",
        "deployment-environment=$(x)",
        "service-connection=${{ x }}",
    ],
)
def test_what_is_given_must_be_what_it_should(pair):
    with pytest.raises(UsageError):
        parse_given([pair])


def test_what_is_given():
    given = parse_given([f"{key}={value}" for key, value in GIVEN.items()])
    assert {key: given.get(key) for key in GIVEN} == GIVEN
    assert parse_given(["training-image=contoso.azurecr.io/ml/train:3"]).get("training-image")
