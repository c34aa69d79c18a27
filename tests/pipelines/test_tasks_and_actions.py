"""Tasks of Azure Pipelines and published actions, by name and inputs."""

import textwrap

import pytest

from pipelines.reading import GITHUB, practices, read

TASKS = [
    ("AzureCLI@2", {"inlineScript": "az ml model create -n m"}, {"registers_model"}),
    ("AzureCLI@2", {"scriptType": "pscore", "inlineScript": "# az ml model create"}, set()),
    ("AzureCLI@2", {"scriptLocation": "scriptPath", "scriptPath": "ops/register_model.sh"},
     {"registers_model"}),
    ("AzurePowerShell@5", {"ScriptType": "InlineScript", "Inline": "New-AzDeployment -Name x"},
     {"provisions_infra"}),
    ("Bash@3", {"targetType": "filePath", "filePath": "ci/run_unit_tests.sh"}, {"runs_tests"}),
    ("PythonScript@0", {"scriptSource": "filePath", "scriptPath": "src/train.py"},
     {"trains_model"}),
    ("CmdLine@2", {"script": "flake8"}, {"lints"}),
    ("VSTest@2", {}, {"runs_tests"}),
    ("DotNetCoreCLI@2", {"command": "test"}, {"runs_tests"}),
    ("DotNetCoreCLI@2", {"command": "build"}, set()),
    ("Npm@1", {"command": "custom", "customCommand": "run test"}, {"runs_tests"}),
    ("Npm@1", {"command": "install"}, set()),
    ("Maven@3", {"goals": "verify"}, {"runs_tests"}),
    ("Docker@2", {"command": "login"}, set()),
    ("Docker@2", {"command": "push"}, set()),
    ("Docker@2", {"repository": "x"}, {"builds_image"}),
    ("Docker@2", {"command": "buildAndPush"}, {"builds_image"}),
    ("DockerCompose@0", {"action": "Build services"}, {"builds_image"}),
    ("DockerCompose@0", {"action": "Run services"}, set()),
    ("AzureResourceManagerTemplateDeployment@3", {"csmFile": "a.json"}, {"provisions_infra"}),
    ("AzureResourceManagerTemplateDeployment@3", {"deploymentMode": "Validation"}, set()),
    ("AzureResourceGroupDeployment@2", {"action": "DeleteRG"}, set()),
    ("TerraformTaskV4@4", {"command": "apply"}, {"provisions_infra"}),
    ("TerraformTaskV4@4", {"command": "plan"}, set()),
    ("publisher.extension.TerraformCLI@0", {"command": "apply"}, {"provisions_infra"}),
    ("HelmDeploy@0", {"command": "upgrade", "chartPath": "charts/web"}, set()),
    ("HelmDeploy@0", {"command": "upgrade", "chartPath": "charts/model"}, {"deploys_model"}),
    ("HelmDeploy@0", {"command": "upgrade", "overrideValues": "trafficWeight=20"},
     {"shifts_traffic"}),
    ("x.y.MLPublishedPipelineRestAPITask@0", {"ExperimentName": "train"}, {"trains_model"}),
    ("x.y.MLPublishedPipelineRestAPITask@0", {"ExperimentName": "batch-scoring"}, set()),
    ("ManualValidation@1", {}, {"approval_or_environment_gate"}),
    ("PublishTestResults@2", {"testRunTitle": "Unit tests"}, set()),
    ("CopyFiles@2", {"contents": "pytest"}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("task", "inputs", "expected"), TASKS, ids=str)
def test_task(task: str, inputs: dict[str, str], expected: set[str]) -> None:
    lines = "".join(f"    {key}: '{value}'\n" for key, value in inputs.items())
    source = f"trigger: none\nsteps:\n- task: {task}\n  inputs:\n{lines or '    a: b'}\n"
    others = {"ops__register_model_dot_sh": None, "register_model_dot_sh": None}
    content = read(source, ci__run_unit_tests_dot_sh=None, **others)
    assert practices(content) == expected
    assert practices(read(source + "  enabled: false\n")) == set()


def test_the_service_connection_of_a_task_is_noted() -> None:
    source = """
    trigger: none
    steps:
    - task: AzureCLI@2
      inputs: {azureSubscription: prod-connection, inlineScript: az ml model list}
    - task: AzureCLI@2
      enabled: false
      inputs: {azureSubscription: other, inlineScript: az ml model list}
    """
    assert read(source).service_connections == ("prod-connection",)


ACTIONS = [
    ("azure/CLI@v2", {"inlineScript": "az ml model create -n m"}, {"registers_model"}),
    ("azure/cli@v2", {"inlineScript": "echo az ml model create -n m"}, set()),
    ("azure/powershell@v2", {"inlineScript": "New-AzDeployment -Name x"}, {"provisions_infra"}),
    ("nick-fields/retry@v3", {"command": "pytest"}, {"runs_tests"}),
    ("azure/arm-deploy@v2", {"template": "main.bicep"}, {"provisions_infra"}),
    ("azure/arm-deploy@v2", {"deploymentMode": "Validate"}, set()),
    ("azure/bicep-deploy@v2", {"operation": "whatIf"}, set()),
    ("docker/setup-buildx-action@v3", {}, set()),
    ("docker/login-action@v3", {"registry": "x"}, set()),
    ("actions-rs/cargo@v1", {"command": "clippy"}, {"lints"}),
    ("azure/webapps-deploy@v3", {"app-name": "shop"}, set()),
    ("azure/webapps-deploy@v3", {"app-name": "model-api"}, {"deploys_model"}),
    ("actions/checkout@v4", {"path": "pytest"}, set()),
    ("someone/pytest-runner@v1", {}, set()),
]


@pytest.mark.parametrize(("action", "inputs", "expected"), ACTIONS, ids=str)
def test_action(action: str, inputs: dict[str, str], expected: set[str]) -> None:
    given = "".join(f"        {key}: {value}\n" for key, value in inputs.items())
    source = f"""
    on: workflow_dispatch
    jobs:
      a:
        runs-on: x
        steps:
        - uses: {action}
          with:
    """
    content = read(textwrap.dedent(source) + given, GITHUB)
    assert practices(content) == expected


def test_python_and_powershell_shells() -> None:
    source = """
    on: workflow_dispatch
    jobs:
      a:
        runs-on: windows-latest
        steps:
        - run: |
            <# flake8 #>
            pytest
        - shell: python
          run: |
            import pytest
            # unittest.main()
            print("docker build .")
        - shell: cmd
          run: |
            rem docker build .
            call flake8
    """
    assert practices(read(source, GITHUB)) == {"runs_tests", "lints"}
