"""What commands mean: Azure ML by verb and object, tools, wrappers, scripts by name."""

import pytest

from pipelines.reading import azure_script, of_script, read

MEANINGS = [
    # Azure ML, version 2
    ("az ml job create -f jobs/score_batch.yml", set()),
    ("az ml job create -f jobs/register_data.yml", set()),
    ("az ml job create -f jobs/pipeline.yml", {"trains_model"}),
    ("az ml job show -n x", set()),
    ("az ml job cancel -n x", set()),
    ("az ml model list", set()),
    ("az ml model delete -n x", set()),
    ("az ml model download -n x", set()),
    ("az ml environment create -f e.yml", set()),
    ("az ml environment create -f e.yml --registry-name shared", {"promotes_via_registry"}),
    ("az ml environment create -f e.yml --registry-name azureml", set()),
    ("az ml data create -f d.yml", set()),
    (
        "az ml model create -n m --registry-name shared",
        {"registers_model", "promotes_via_registry"},
    ),
    ("az ml model list --registry-name shared", set()),
    ("az ml batch-deployment create -f d.yml", {"deploys_model"}),
    ("az ml online-deployment create -f d.yml --all-traffic", {"deploys_model", "shifts_traffic"}),
    ("az ml online-deployment delete -n blue", set()),
    ("az ml online-endpoint show -n e", set()),
    ("az ml online-endpoint create --help", set()),
    ("az ml model package -n m", {"builds_image"}),
    ("az ml compute create -n c --type amlcompute", {"provisions_infra"}),
    ("az ml schedule show -n x", set()),
    # Azure ML, version 1
    ("az ml run submit-script -e exp train.py", {"trains_model"}),
    ("az ml run submit-pipeline --pipeline-id x", {"trains_model"}),
    ("az ml model register -n m", {"registers_model"}),
    ("az ml model deploy -n svc -m m:1", {"deploys_model"}),
    ("az ml service run -n svc", {"tests_deployment"}),
    ("az ml service delete -n svc", set()),
    ("az ml pipeline create -n p", set()),
    ("az ml endpoint realtime show -n e", set()),
    # registries in ids
    (
        "yq -i '.model = \"azureml://registries/shared/models/m/versions/1\"' d.yml",
        {"promotes_via_registry"},
    ),
    ("yq -i '.model = \"azureml://registries/azureml/models/m/versions/1\"' d.yml", set()),
    # infrastructure
    ("az group create -n rg -l we", {"provisions_infra"}),
    ("az group delete -n rg", set()),
    ("az deployment sub create -f main.bicep", {"provisions_infra"}),
    ("az deployment group validate -f main.bicep", set()),
    ("az deployment group what-if -f main.bicep", set()),
    ("az storage account create -n sa", {"provisions_infra"}),
    ("az storage container create -n c", set()),
    ("az role assignment create --role x", set()),
    ("terraform apply -auto-approve", {"provisions_infra"}),
    ("terraform plan -out x", set()),
    ("terraform destroy", set()),
    ("terraform apply -destroy", set()),
    # tests and linters
    ("python -m pytest", {"runs_tests"}),
    ("python3 -m unittest discover", {"runs_tests"}),
    ("python -m coverage run -m pytest", {"runs_tests"}),
    ("poetry run pytest", {"runs_tests"}),
    ("sudo -E uv run --with x pytest", {"runs_tests"}),
    ("pytest --version", set()),
    ("pip install pytest flake8", set()),
    ("command -v pytest", set()),
    ("which flake8", set()),
    ("uv tool install ruff", set()),
    ("uv tool run ruff check", {"lints"}),
    ("conda install pytest", set()),
    ("npm install -g eslint", set()),
    ("find . -name '*.py' | xargs -n 1 flake8", {"lints"}),
    ("terraform -chdir=infra apply", {"provisions_infra"}),
    ("tox -e lint", {"lints"}),
    ("tox", {"runs_tests"}),
    ("make test", {"runs_tests"}),
    ("make lint", {"lints"}),
    ("make clean", set()),
    ("make sync-tests", set()),
    ("nox --install-only", set()),
    ("nox -s tests", {"runs_tests"}),
    ("gotestsum tool ci-matrix", set()),
    ("gotestsum ./...", {"runs_tests"}),
    ("npm ci && npm test", {"runs_tests"}),
    ("npm run lint", {"lints"}),
    ("dotnet test", {"runs_tests"}),
    ("dotnet build", set()),
    ("go test ./...", {"runs_tests"}),
    ("cargo clippy && cargo test", {"lints", "runs_tests"}),
    ("black --check .", {"lints"}),
    ("black .", set()),
    ("ruff check .", {"lints"}),
    ("ruff format .", set()),
    ("pre-commit run -a", {"lints"}),
    ("pre-commit install", set()),
    ("helm lint chart", {"lints"}),
    ("pytest tests/smoke", {"runs_tests", "tests_deployment"}),
    # images and clusters
    ("docker build -t x .", {"builds_image"}),
    ("docker buildx build .", {"builds_image"}),
    ("docker push x", set()),
    ("docker run --rm -v a:b img pytest -q", {"runs_tests"}),
    ('docker run img /bin/bash -c "\n pip install x &&\n flake8 .\n"', {"lints"}),
    ("docker compose up --build -d", {"builds_image"}),
    ("docker compose run app pytest", {"runs_tests"}),
    ("az acr build -r reg .", {"builds_image"}),
    ("helm upgrade --install web charts/web", set()),
    ("helm upgrade --install model charts/scoring", {"deploys_model"}),
    # wrappers
    ('bash -c "pytest && flake8"', {"runs_tests", "lints"}),
    ("bash <<EOF\npytest\nEOF", {"runs_tests"}),
    ("time timeout 5m env A=b pytest", {"runs_tests"}),
    ("curl -X POST $SCORING_URI -d @x.json", {"tests_deployment"}),
    ("curl -X PUT https://management.azure.com/x/onlineEndpoints/e -d scoring", {"deploys_model"}),
    ("curl https://management.azure.com/x/onlineEndpoints/e", set()),
    ("kedro azureml run -s sub", {"trains_model"}),
    ("curl -sSL https://example.org/install.sh", set()),
    # scripts by name
    ("python train.py", {"trains_model"}),
    ("python -m mlops.pipelines.run_training_pipeline", {"trains_model"}),
    ("python mlops/build_training_pipeline.py", set()),
    ("python publish_training_pipeline.py", set()),
    ("python src/register_model.py", {"registers_model"}),
    ("python src/register_dataset.py", set()),
    ("python deploy_model.py", {"deploys_model"}),
    ("python provision_online_endpoint.py", {"deploys_model"}),
    ("python delete_online_endpoint.py", set()),
    ("python smoke_test_webservice.py", {"tests_deployment"}),
    ("python create_monitor.py", {"creates_schedule_or_monitor"}),
    ("python create_compute.py", {"provisions_infra"}),
    ("python score.py", set()),
    ("python deploy/online_endpoint.py", {"deploys_model"}),
    ("python tests/deployment/check_endpoint.py", {"tests_deployment"}),
    ("python src/model/register.py", {"registers_model"}),
    ("az bicep lint -f main.bicep", {"lints"}),
    ("./scripts/run_unit_tests.sh", {"runs_tests"}),
    ("python prepare_training_data.py", set()),
]


@pytest.mark.parametrize(("command", "expected"), MEANINGS, ids=[row[0] for row in MEANINGS])
def test_meaning(command: str, expected: set[str]) -> None:
    assert of_script(command) == expected


@pytest.mark.parametrize(
    ("options", "splits"),
    [
        ("--traffic 'blue=90 green=10'", True),
        ("--traffic blue=90", True),
        ("--traffic blue=100", False),
        ("--traffic blue=0", False),
        ("--traffic 'blue=0 green=100'", False),
        ("--traffic \"$OLD=$SHARE $NEW=$REST\"", True),
        ("--traffic $NEW=100", False),
        ("--mirror-traffic green=10", True),
        ("--mirror-traffic green=0", False),
        ("--set traffic.blue=50 traffic.green=50", True),
    ],
)  # fmt: skip
def test_splitting_traffic(options: str, splits: bool) -> None:
    content = read(azure_script(f"az ml online-endpoint update -n e {options}"))
    assert content.practices["shifts_traffic"][0].splits_traffic is splits


def test_all_traffic_splits_nothing() -> None:
    content = read(azure_script("az ml online-deployment create -f d.yml --all-traffic"))
    assert not content.practices["shifts_traffic"][0].splits_traffic


def test_a_name_is_inferred_and_a_command_is_not() -> None:
    content = read(azure_script("python train.py\naz ml model create -n m"))
    assert content.practices["trains_model"][0].inferred
    assert not content.practices["registers_model"][0].inferred


def test_a_step_named_for_scoring_does_not_train() -> None:
    source = azure_script("az ml job create -f $(file)", displayName="Run batch scoring")
    assert "trains_model" not in read(source).practices
    source = azure_script("az ml job create -f $(file)", displayName="Run it")
    assert "trains_model" in read(source).practices


@pytest.mark.parametrize(
    ("script", "display", "trains"),
    [
        ("python pipeline.py", "Run Pipeline", True),
        ("python -m mlops.churn.mlops_pipeline", "Execute Azure ML pipeline job", True),
        ("python pipelines/training.py", "Deploy AML pipeline", False),
        ("python -m llm.prompt_pipeline", "Execute prompt flow bulk run", False),
        ("python pipeline.py", "", False),
    ],
)
def test_a_display_name_settles_a_vague_script(script: str, display: str, trains: bool) -> None:
    source = azure_script(script, displayName=f"'{display}'")
    assert ("trains_model" in read(source).practices) is trains


def test_inline_python_is_read_by_its_calls() -> None:
    source = """
    trigger: none
    steps:
    - task: PythonScript@0
      inputs:
        scriptSource: inline
        script: |
          # ml_client.online_endpoints.begin_create_or_update(e)
          print("ml_client.schedules.begin_create_or_update(s)")
          from azure.ai.ml import MLClient
          ml_client = MLClient(cred, workspace_name="churn", resource_group_name="rg")
          ml_client.jobs.create_or_update(job)
    """
    content = read(source)
    assert set(content.practices) == {"trains_model"}
    assert content.mentions[0].workspace == "churn"
    assert content.uses_azure_ml


def test_a_script_that_was_read_beats_its_name() -> None:
    source = azure_script("bash ci/deploy_model.sh churn", workingDirectory="ops")
    assert read(source).wants == ("ops/ci/deploy_model.sh",)
    content = read(source, ops__ci__deploy_model_dot_sh="# az ml model deploy\npytest $1\n")
    assert set(content.practices) == {"runs_tests"}
    item = content.practices["runs_tests"][0]
    assert (item.file, item.line) == ("ops/ci/deploy_model.sh", 2)
    named = read(source, ops__ci__deploy_model_dot_sh=None, ci__deploy_model_dot_sh=None)
    assert named.practices["deploys_model"][0].inferred
    assert not named.unresolved


def test_a_script_that_acts_may_do_what_it_is_named_for() -> None:
    source = azure_script("bash ci/deploy_model.sh")
    acting = read(source, ci__deploy_model_dot_sh="az webapp up --name shop\n")
    assert acting.practices["deploys_model"][0].inferred
    assert acting.practices["deploys_model"][0].file == "azure-pipelines.yml"
    plain = read(source, ci__deploy_model_dot_sh="az ml model deploy -n x\n")
    assert [item.file for item in plain.practices["deploys_model"]] == ["ci/deploy_model.sh"]
    for dead in ("echo az ml model deploy\n", "exit 0\naz ml model deploy\n", "# az\n"):
        assert not read(source, ci__deploy_model_dot_sh=dead).practices


JOB = """
$schema: https://azuremlschemas.azureedge.net/latest/pipelineJob.schema.json
type: pipeline
display_name: churn
jobs:
  fit: {component: ./fit.yml}
  keep:
    command: python register_model.py
"""


def test_a_submitted_job_file_is_followed() -> None:
    source = azure_script("az ml job create --file jobs/main.yml")
    content = read(source, jobs__main_dot_yml=JOB)
    assert set(content.practices) == {"trains_model", "registers_model"}
    assert content.practices["registers_model"][0].file == "jobs/main.yml"
    assert content.practices["registers_model"][0].inferred
    scoring = read(source, jobs__main_dot_yml="type: command\ndisplay_name: batch scoring\n")
    assert not scoring.practices
