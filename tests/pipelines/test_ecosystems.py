"""Commands of many languages and tools: what each shows, and what its near neighbour does not."""

import pytest
from tests.pipelines.reading import AZURE, azure_script, of_script, practices, read

SHOWN = {
    "runs_tests": [
        "mvn -B verify", "mvn clean install", "mvn package -DskipTests=false", "./mvnw test",
        "./gradlew :app:check", "./gradlew build", "gradle connectedAndroidTest",
        "sbt 'testOnly *Spec'", "sbt clean test", "dart test", "stack test", "cabal test",
        "mix test", "meson test -C build", "cmake --build build --target test",
        "xcodebuild test -scheme App", "cross test --target x", "ginkgo -r", "composer test",
        "php artisan test", 'Rscript -e "devtools::test()"', "R CMD check .",
        "julia --project -e 'using Pkg; Pkg.test()'",
        "npm --prefix web test", "yarn workspace web test", "yarn workspaces run test",
        "pnpm --filter web test", "pnpm -w test", "npx nx run-many -t test build", "nx test web",
        "nx affected --target=test", "nx run web:test", "turbo run build test", "lerna run test",
        "ng test --watch=false", "react-scripts test", "hatch test", "hatch run test:cov",
        "pdm run test", "pdm test", "pipenv run test", "pixi run test", "rye test",
        "timeout -k 5 60 pytest", "parallel -j 2 pytest ::: a b",
        "find tests -name 'test_*.py' -exec pytest {} +",
    ],
    "lints": [
        "mvn spotless:check", "./gradlew ktlintCheck", "./gradlew detekt", "flutter analyze",
        "deno lint", "mix format --check-formatted", "mix credo", "hatch run lint:all",
        "hatch fmt --check", "rye lint", "yarn --cwd web lint", "npm run --prefix web lint",
        "ng lint", "next lint", "nox -s lint typing", "find . -name '*.sh' -exec shellcheck {} \\;",
        "docker run --rm -v $PWD:/data github/super-linter:latest",
        "docker run --rm -i hadolint/hadolint < Dockerfile",
        "docker run -t ghcr.io/someone/markdownlint-cli:v1 README.md",
    ],
    "builds_image": [
        "/kaniko/executor --context . --destination registry/churn:1",
        "docker run -v $PWD:/workspace gcr.io/kaniko-project/executor:latest --context /workspace",
        "./gradlew bootBuildImage", "mvn spring-boot:build-image", "make image",
        "dotnet publish -t:PublishContainer", "mlflow models build-docker -m models:/churn/1 -n c",
        "python -m ops.create_scoring_image",
    ],
    "provisions_infra": ["terragrunt run-all apply", "terragrunt apply-all"],
    "trains_model": [
        "torchrun --nproc_per_node 2 train.py", "accelerate launch --num_processes 2 src/train.py",
        "python -m torch.distributed.run train.py", "mpirun -np 4 python train.py",
        "mlflow run . -b azureml --backend-config c.json",
        "az rest --method put --url https://management.azure.com/subscriptions/s/resourceGroups/g"
        "/providers/Microsoft.MachineLearningServices/workspaces/w/jobs/j --body @j.json",
    ],
    "deploys_model": [
        "mlflow deployments create -t azureml://w --name churn -m models:/churn/1",
        "az rest -m put -u https://management.azure.com/subscriptions/s/resourceGroups/g/providers"
        "/Microsoft.MachineLearningServices/workspaces/w/onlineEndpoints"
        "/e?api-version=1 -b @e.json",
        "helm upgrade --install model ./charts/model --dry-run=none",
    ],
    "creates_schedule_or_monitor": [
        "az rest --method PUT --uri /subscriptions/s/resourceGroups/g/providers"
        "/Microsoft.MachineLearningServices/workspaces/w/schedules/nightly --body @s.json",
    ],
    "tests_deployment": [
        'az rest --method post --uri "$SCORING_URI" --body @sample.json', "helm test churn-model",
        "mlflow deployments predict -t azureml://w --name churn -I sample.json",
    ],
}  # fmt: skip

NOTHING = [
    "mvn package -DskipTests", "mvn install -Dmaven.test.skip=true", "mvn compile",
    "./gradlew build -x test", "./gradlew assemble", "./gradlew compileTestJava testClasses",
    "cargo build", "composer install", "php artisan migrate", "cmake --build build",
    "dart format .",
    "xcodebuild build", "Rscript -e 'rmarkdown::render()'", "ng build", "nx build web",
    "nx run-many -t build", "turbo run build", "lerna publish", "next build",
    "yarn workspace web build",
    "npm run build -- test", "npm --prefix test ci", "pdm install", "pipenv run serve",
    "hatch build", "hatch run docs:build", "rye sync", "nox -s docs", "timeout 5 sleep 1",
    "find . -name 'pytest*' -delete", "docker run --rm alpine:3 ls",
    "docker run hadolint-docs/site",
    "docker run --rm hadolint/hadolint --version",
    "mlflow ui", "mlflow run . -P alpha=1", "mlflow models serve -m models:/churn/1",
    "mlflow deployments create -t sagemaker --name churn -m models:/churn/1",
    "mlflow deployments delete -t azureml://w --name churn",
    "az rest --method get --url https://management.azure.com/subscriptions/s/resourceGroups/g"
    "/providers/Microsoft.MachineLearningServices/workspaces/w/onlineEndpoints/e",
    "az rest --method delete --url https://management.azure.com/subscriptions/s/resourceGroups/g"
    "/providers/Microsoft.MachineLearningServices/workspaces/w/onlineEndpoints/e",
    "az rest --method put --url https://management.azure.com/subscriptions/s/resourceGroups/g"
    "/providers/Microsoft.MachineLearningServices/workspaces/w/jobs/nightly-scoring -b @j.json",
    "az rest --method put --url https://graph.microsoft.com/v1.0/groups/1 --body @g.json",
    "az deployment group create -g g -f main.bicep -w", "helm template model ./charts/model",
    "helm upgrade --install model ./charts/model --dry-run", "helm test web",
    "helm upgrade --install istio ./istio --set weight.blue=50 --dry-run=server",
    "kubectl apply -f k8s/model.yml --dry-run=client", "terragrunt run-all plan",
    "python plot_training_curves.py", "python prepare_training_set.py", "python train_utils.py",
    "python scripts/create_image_dataset.py", "executor run", "torchrun --help",
    "make images-clean",
]  # fmt: skip
"""What only prepares, shows, removes, or is for something else."""


@pytest.mark.parametrize(
    ("practice", "command"), [(name, line) for name, lines in SHOWN.items() for line in lines]
)
def test_it_is_seen(practice: str, command: str) -> None:
    assert of_script(command) == {practice}


@pytest.mark.parametrize("command", NOTHING)
def test_nothing_is_claimed(command: str) -> None:
    assert of_script(command) == set()


def test_a_phase_after_the_tests_is_only_concluded() -> None:
    content = read(azure_script("mvn package"))
    assert [item.inferred for item in content.practices["runs_tests"]] == [True]


@pytest.mark.parametrize("command", ["tox -e ${{ matrix.tox }}", "tox -e $TOXENV", "nox -s $WHAT"])
def test_an_environment_that_only_the_run_knows_is_taken_for_a_test(command: str) -> None:
    content = read(azure_script(command))
    assert [item.inferred for item in content.practices["runs_tests"]] == [True]


def test_scripts_of_several_workspaces_show_each_practice() -> None:
    assert of_script("npx turbo run lint test") == {"lints", "runs_tests"}
    assert of_script("nox -s lint tests") == {"lints", "runs_tests"}


def test_every_leg_of_a_literal_matrix_is_read() -> None:
    content = read(
        """
        trigger: none
        jobs:
        - job: check
          strategy:
            matrix:
              unit: {tool: pytest}
              style: {tool: flake8}
          steps:
          - script: $(tool) src
        """,
        AZURE,
    )
    assert practices(content) == {"runs_tests", "lints"}


@pytest.mark.parametrize(
    ("trigger", "automatic"), [("[]", False), ("[none]", False), ("[main]", True), ("", True)]
)
def test_a_list_without_a_branch_starts_nothing(trigger: str, automatic: bool) -> None:
    content = read(f"trigger: {trigger}\npr: none\nsteps:\n- script: echo\n")
    assert ("automatic_trigger" in content.practices) is automatic


@pytest.mark.parametrize(
    ("image", "given", "wanted"),
    [
        ("rhysd/actionlint:1.7.12", "args: -color", {"lints"}),
        ("python:3.12", "entrypoint: pytest", {"runs_tests"}),
        ("alpine:3", "args: echo pytest", set()),
    ],
)
def test_a_container_action_runs_what_its_image_or_entrypoint_says(
    image: str, given: str, wanted: set[str]
) -> None:
    source = f"""
        on: workflow_dispatch
        jobs:
          check:
            runs-on: ubuntu-latest
            steps:
            - uses: docker://{image}
              with:
                {given}
        """
    assert practices(read(source, ".github/workflows/check.yml")) == wanted


@pytest.mark.parametrize(
    ("task", "inputs", "wanted"),
    [
        ("Yarn@3", {"arguments": "lint"}, {"lints"}),
        ("Yarn@3", {}, set()),
        ("Xcode@5", {"actions": "clean test"}, {"runs_tests"}),
        ("Xcode@5", {"actions": "build"}, set()),
        ("Pulumi@1", {"command": "preview"}, set()),
        ("Pulumi@1", {"command": "up"}, {"provisions_infra"}),
        ("Maven@4", {"goals": "package"}, {"runs_tests"}),
        ("Maven@4", {"goals": "package", "options": "-DskipTests"}, set()),
    ],
)
def test_tasks_that_wrap_a_tool(task: str, inputs: dict[str, str], wanted: set[str]) -> None:
    lines = "".join(f"\n    {key}: {value}" for key, value in inputs.items())
    source = f"trigger: none\nsteps:\n- task: {task}\n" + (f"  inputs:{lines}\n" if lines else "")
    assert practices(read(source)) == wanted


@pytest.mark.parametrize(
    ("action", "given", "wanted"),
    [
        ("gradle/gradle-build-action@v3", "arguments: build -x test", set()),
        ("gradle/gradle-build-action@v3", "arguments: check", {"runs_tests"}),
        ("reviewdog/action-yamllint@v1", "level: info", {"lints"}),
        ("reviewdog/action-setup@v1", "level: info", set()),
        ("devcontainers/ci@v0.3", "runCmd: make -j2 && pytest", {"runs_tests"}),
    ],
)
def test_actions_that_wrap_a_tool(action: str, given: str, wanted: set[str]) -> None:
    source = (
        "on: workflow_dispatch\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
        f"    - uses: {action}\n      with: {{{given}}}\n"
    )
    assert practices(read(source, ".github/workflows/check.yml")) == wanted


TEMPLATE = """
    parameters:
    - name: environments
      type: object
      default: []
    jobs:
    - ${{ each item in parameters.environments }}:
      - job: check_${{ item.name }}
        steps:
        - script: tox -e ${{ item.tox }}
        - ${{ if eq(item.image, true) }}:
          - script: docker build .
    """


def test_a_template_by_itself_is_read_as_if_its_list_had_a_member() -> None:
    assert practices(read(TEMPLATE, "ci/jobs.yml")) == {"runs_tests", "builds_image"}


def test_a_template_called_with_nothing_to_do_does_nothing() -> None:
    content = read("trigger: none\njobs:\n- template: jobs.yml\n", jobs_dot_yml=TEMPLATE)
    assert practices(content) == set()
