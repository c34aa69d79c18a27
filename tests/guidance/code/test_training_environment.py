"""Training without a versioned environment: the environment first, then the schedule."""

import pytest

from aml_maturity_audit.guidance.code.given import Given
from aml_maturity_audit.guidance.code.writing import code_for, write_code
from aml_maturity_audit.guidance.plan import plans
from guidance.code.applying import apply
from guidance.code.auditing import GIVEN, WORKSPACE, estate, judged, read, verdicts
from guidance.code.test_lacking import workspace_of

CRITERION = "training-environment-is-managed-and-traceable"
IMAGE = "contoso.azurecr.io/ml/train:5"
ANONYMOUS = "azureml:${workspace}/environments/CliV2AnonymousEnvironment/versions/6b1d0b7f5e4a3c2d"


def by_hand():
    """The estate with an inline image in its training component."""
    content = estate()
    component = workspace_of(content)["components"]["churn_train"]["versions"]["2"]
    component["properties"]["componentSpec"]["environment"] = ANONYMOUS
    return content


def planned(content, given, directory):
    snapshot = read(content)
    plan = plans(judged(snapshot), workspaces=[WORKSPACE], to=2)[0]
    files, lacking = code_for(plan, snapshot, Given(given))
    write_code(directory, plan, files, lacking)
    return {one.name for one in files}, [one.sentence for one in lacking]


@pytest.fixture
def trained(tmp_path):
    """The environment applied, and training run in it as its README says."""
    content = by_hand()
    names, sentences = planned(content, GIVEN | {"training-image": IMAGE}, tmp_path)
    assert "environment-training.yml" in names
    assert "schedule-retrain.yml" not in names
    assert any("ran in no versioned environment" in text for text in sentences)
    apply(content, [tmp_path / "environment-training.yml"])
    workspace = workspace_of(content)
    step = {
        "name": "train",
        "type": "command",
        "environmentId": "azureml:mlw-churn-prod-training:1",
    }
    workspace["jobs"]["again"] = {
        "like": "training",
        "repeat": 20,
        "every": "12h",
        "created": "-1d",
        "by": "ada",
        "properties": {"jobs": {"train": step}},
    }
    return content


def test_the_environment_qualifies(trained):
    assert verdicts(judged(read(by_hand())))[CRITERION] == "not_met"
    assert verdicts(judged(read(trained)))[CRITERION] == "met"


def test_then_comes_the_schedule(trained, tmp_path):
    names, _ = planned(trained, GIVEN, tmp_path / "next")
    assert "schedule-retrain.yml" in names
    assert "azureml:again-20" in (tmp_path / "next" / "schedule-retrain.yml").read_text()


def test_what_is_in_the_image_must_be_told(tmp_path):
    names, sentences = planned(by_hand(), GIVEN, tmp_path)
    assert "environment-training.yml" not in names
    assert any("--with training-image=" in text for text in sentences)
