"""Which workspace a pipeline names, and what is said when it cannot be known."""

import pytest

from aml_maturity_audit.pipelines import Unreadable, read_pipeline
from pipelines.reading import AZURE, GITHUB, azure_script, github_script, read


@pytest.mark.parametrize(
    "command",
    [
        "az ml job create -f a.yml --workspace-name churn --resource-group rg --subscription sub",
        "az ml job create -f a.yml -w churn -g rg --subscription sub",
        "az ml job create -f a.yml --workspace-name=churn -g rg --subscription=sub",
        "az configure --defaults group=rg workspace=churn subscription=sub",
        "WS=churn\naz ml model list -w $WS -g rg --subscription sub",
        'PARAMS="-w churn -g rg --subscription sub"\naz ml model list $PARAMS',
        "python run.py --workspace_name churn --resource_group rg --subscription_id sub",
    ],
)
def test_a_literal_name_is_a_mention(command: str) -> None:
    for content in (read(azure_script(command)), read(github_script(command), GITHUB)):
        mention = content.mentions[0]
        assert (mention.workspace, mention.resource_group) == ("churn", "rg")
        assert mention.subscription == "sub"
        assert content.uses_azure_ml
        assert not content.unresolved


@pytest.mark.parametrize("name", ["$(ws)", "${{ variables.ws }}", "$WS"])
def test_pipeline_variables_fill_in(name: str) -> None:
    source = "variables:\n  ws: churn\n" + azure_script(f"az ml model list -w {name} -g rg")
    assert read(source).mentions[0].workspace == "churn"


def test_stage_and_job_variables_hide_those_above() -> None:
    source = """
    trigger: none
    variables: {ws: root}
    stages:
    - stage: a
      variables: {ws: stage}
      jobs:
      - job: b
        variables: {ws: job}
        steps:
        - script: az ml model list -w $(ws) -g rg
      - job: c
        steps:
        - script: az ml model list -w $(ws) -g rg
    """
    assert [mention.workspace for mention in read(source).mentions] == ["job", "stage"]


def test_variables_from_outside_the_file_fill_in() -> None:
    files = {AZURE: azure_script("az ml model list -w $(WS) -g rg").encode()}
    content = read_pipeline(AZURE, files, variables={"ws": "from-definition"})
    assert content.mentions[0].workspace == "from-definition"


def test_a_variable_a_script_sets_is_not_literal() -> None:
    source = """
    trigger: none
    variables: {ws: first}
    steps:
    - script: echo "##vso[task.setvariable variable=ws]second"
    - script: az ml model list -w $(ws) -g rg
    """
    assert read(source).mentions[0].workspace is None


def test_what_only_the_run_knows_keeps_its_expression_and_names_the_groups() -> None:
    source = "variables:\n- group: platform\n" + azure_script("az ml model list -w $(WS) -g rg")
    content = read(source)
    mention = content.mentions[0]
    assert (mention.workspace, mention.expression) == (None, "$(WS)")
    assert "variable groups: platform" in content.unresolved[0]


def test_github_inputs_vars_and_secrets_are_not_literal() -> None:
    command = "az ml model list -g rg -w ${{ vars.WORKSPACE }}"
    content = read(github_script(command), GITHUB)
    assert content.mentions[0].workspace is None
    assert content.mentions[0].expression == "${{ vars.WORKSPACE }}"


def test_github_environment_variables_are() -> None:
    source = "env:\n  WS: churn\n" + github_script("az ml model list -w $WS -g rg")
    assert read(source, GITHUB).mentions[0].workspace == "churn"


def test_an_azure_ml_task_names_its_workspace_and_connection() -> None:
    source = """
    trigger: none
    pool: server
    steps:
    - task: AzureMLJobWaitTask@1
      inputs:
        serviceConnection: aml-prod
        resourceGroupName: rg
        azureMLWorkspaceName: churn
    """
    content = read(source)
    assert content.mentions[0].workspace == "churn"
    assert content.service_connections == ("aml-prod",)
    assert content.uses_azure_ml
    assert "trains_model" not in content.practices


def test_a_config_file_written_by_a_script_names_it() -> None:
    script = """
    echo "{
      \\"resource_group\\": \\"rg\\",
      \\"workspace_name\\": \\"churn\\"
    }" > .azureml/config.json
    """
    mention = read(azure_script(script)).mentions[0]
    assert (mention.workspace, mention.resource_group) == ("churn", "rg")


def test_the_workspace_of_log_analytics_is_another_thing() -> None:
    assert not read(azure_script("az monitor log-analytics query -w abc -g rg")).mentions


@pytest.mark.parametrize("trigger", ["none", "[main]"])
def test_the_default_of_a_parameter_is_a_name_that_may_be_another(trigger: str) -> None:
    source = f"""
    trigger: {trigger}
    parameters:
    - name: workspace
      default: churn-dev
    steps:
    - script: az ml job create -f a.yml -g rg -w ${{{{ parameters.workspace }}}}
    """
    content = read(source)
    assert [mention.workspace for mention in content.mentions] == ["churn-dev", None]
    assert "default of a parameter" in content.unresolved[0]


def test_an_argument_of_a_template_is_literal() -> None:
    content = read(
        "trigger: none\nsteps:\n- template: t.yml\n  parameters:\n    ws: churn\n",
        t_dot_yml="""
        parameters:
        - name: ws
          default: other
        steps:
        - script: az ml model list -g rg -w ${{ parameters.ws }}
        """,
    )
    assert [mention.workspace for mention in content.mentions] == ["churn"]
    assert not content.unresolved


ACTION = """
on: push
jobs:
  a:
    runs-on: x
    steps:
    - uses: Azure/aml-workspace@v1
      with:
        parameters_file: prod.json
"""
PROD = ".cloud/.azure/prod.json"


def test_the_workspace_file_of_an_action_is_wanted_and_read() -> None:
    files: dict[str, bytes | Unreadable] = {GITHUB: ACTION.encode()}
    assert read_pipeline(GITHUB, files).wants == (PROD,)
    files[PROD] = b'{"name": "churn", "resource_group": "rg"}'
    mention = read_pipeline(GITHUB, files).mentions[0]
    assert (mention.workspace, mention.resource_group) == ("churn", "rg")


@pytest.mark.parametrize("content", [b"{", b"[]", b"{}", b'{"name": 3}', Unreadable("not found")])
def test_a_workspace_file_that_says_nothing(content: bytes | Unreadable) -> None:
    found = read_pipeline(GITHUB, {GITHUB: ACTION.encode(), PROD: content})
    assert not found.mentions
    assert not found.unresolved
