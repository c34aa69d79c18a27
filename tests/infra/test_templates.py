"""The pipeline templates, read by our own reader, and what they must never lack."""

import re
from pathlib import Path

import pytest
import yaml

from aml_maturity_audit.pipelines import read_directory

FOLDER = Path(__file__).parents[2] / "infra" / "pipelines"
AZURE, GITHUB = FOLDER / "azure-pipelines.yml", FOLDER / "github-workflow.yml"


@pytest.mark.parametrize(
    ("path", "kind"), [(AZURE, "azure-pipelines"), (GITHUB, "github-actions")], ids=["azure", "gh"]
)
def test_our_reader_sees_a_schedule_and_nothing_that_changes_anything(path, kind):
    content = read_directory(FOLDER, path)
    assert (content.kind, content.parsed, content.is_template) == (kind, True, False)
    assert set(content.practices) - {"approval_or_environment_gate"} == {
        "automatic_trigger",
        "scheduled",
    }


def test_the_azure_pipeline_signs_in_with_federation_and_publishes():
    text = AZURE.read_text("utf-8")
    steps = yaml.safe_load(text)["jobs"][0]["steps"]
    tasks = {step["task"]: step for step in steps if "task" in step}
    assert set(tasks) == {
        "UsePythonVersion@0",
        "AzureCLI@2",
        "PublishTestResults@2",
        "PublishPipelineArtifact@1",
    }
    assert tasks["AzureCLI@2"]["env"] == {"SYSTEM_ACCESSTOKEN": "$(System.AccessToken)"}
    assert "--auth pipelines" in text
    assert "--fail-under" in text
    assert "infra/image/install.sh" in text
    assert "pip install" not in text
    for name in ("PublishTestResults@2", "PublishPipelineArtifact@1"):
        assert tasks[name]["condition"] == "succeededOrFailed()"


def test_the_workflow_is_pinned_and_asks_for_no_more_than_a_token():
    text = GITHUB.read_text("utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read", "id-token": "write"}
    uses = re.findall(r"uses: (\S+)", text)
    assert len(uses) == 4
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", each) for each in uses)
    assert "secrets." not in text
    assert "GITHUB_STEP_SUMMARY" in text
    assert "--fail-under" in text
    assert "infra/image/install.sh" in text
    assert "pip install" not in text
