"""Shapes real pipelines take: parameters that decide, dead branches, words that lie."""

import textwrap

import pytest
from tests.pipelines.reading import AZURE, GITHUB, of_script, practices, read

BASE = """
    parameters:
    - {name: build, type: boolean, default: false}
    - {name: test, type: boolean, default: false}
    - {name: stages, type: stageList, default: []}
    stages:
    - stage: own
      jobs:
      - job: j
        steps:
        - ${{ if eq(parameters.build, true) }}:
          - script: docker build .
        - ${{ elseif parameters.test }}:
          - script: pytest
        - ${{ else }}:
          - script: flake8
    - ${{ parameters.stages }}
    """


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("{build: true}", {"builds_image"}),
        ("{build: true, test: true}", {"builds_image"}),
        ("{test: true}", {"runs_tests"}),
        ("{}", {"lints"}),
        (
            "{stages: [{stage: t, jobs: [{job: y, steps: [{script: az ml job create}]}]}]}",
            {"lints", "trains_model"},
        ),
    ],
)
def test_a_template_that_is_extended_does_what_its_parameters_say(
    given: str, wanted: set[str]
) -> None:
    source = f"trigger: none\nextends:\n  template: base.yml\n  parameters: {given}\n"
    assert practices(read(source, base_dot_yml=BASE)) == wanted


JOBS = """
    parameters: [{name: cfg, type: object}, {name: pre, type: stepList, default: []}]
    jobs:
    - job: x
      steps:
      - ${{ each step in parameters.pre }}:
        - ${{ each pair in step }}:
            ${{ pair.key }}: ${{ pair.value }}
      - ${{ if parameters.cfg.image }}:
        - script: docker build .
      - ${{ if eq(parameters.cfg.tests, true) }}:
        - script: pytest
    """


def test_steps_and_objects_are_handed_over_whole() -> None:
    source = """
        trigger: none
        jobs:
        - template: jobs.yml
          parameters:
            cfg: {image: false, tests: true}
            pre: [{script: flake8, displayName: first}]
        """
    assert practices(read(source, jobs_dot_yml=JOBS)) == {"runs_tests", "lints"}


@pytest.mark.parametrize(
    "condition",
    ["false", "${{ false }}", "eq('a', 'b')", "and(always(), false)", "not(true)", "failed()",
     "eq(variables['go'], 'yes')", "and(succeeded(), eq('${{ parameters.go }}', 'true'))"],
)  # fmt: skip
@pytest.mark.parametrize("level", ["stage", "job", "step"])
def test_what_a_condition_rules_out_is_not_done(condition: str, level: str) -> None:
    line = f'condition: "{condition}"'
    source = f"""
        trigger: [main]
        parameters: [{{name: go, type: boolean, default: false}}]
        variables: {{go: 'no'}}
        stages:
        - stage: a
          {line if level == "stage" else "displayName: a"}
          jobs:
          - job: b
            {line if level == "job" else "displayName: b"}
            steps:
            - script: pytest
              {line if level == "step" else "displayName: c"}
        """
    assert practices(read(source)) == {"automatic_trigger"}


def test_a_variable_that_a_script_may_set_decides_nothing() -> None:
    source = """
        trigger: none
        variables: {go: 'no'}
        steps:
        - script: echo "##vso[task.setvariable variable=go]yes"
        - script: pytest
          condition: eq(variables.go, 'yes')
        """
    assert practices(read(source)) == {"runs_tests"}


def test_increments_of_a_canary_are_no_split_and_a_hook_for_failure_does_nothing() -> None:
    source = """
        trigger: none
        jobs:
        - deployment: d
          environment: prod
          strategy:
            canary:
              increments: [10, 20]
              preDeploy: {steps: [{script: flake8}]}
              deploy: {steps: [{script: echo deploy}]}
              on:
                failure:
                  steps:
                  - script: az ml online-endpoint update -n e --traffic "blue=100"
        """
    assert practices(read(source)) == {"approval_or_environment_gate", "lints"}


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("trigger: none\npr: [main]", {"automatic_trigger"}),
        ("trigger: none\npr: none", set()),
        ("trigger: none\nresources: {pipelines: [{pipeline: p, source: s, trigger: true}]}",
         {"automatic_trigger"}),
        ("trigger: none\nresources: {pipelines: [{pipeline: p, source: s, trigger: none}]}", set()),
        ("trigger: none\nresources: {pipelines: [{pipeline: p, source: s}]}", set()),
        ("trigger: none\nresources: {webhooks: [{webhook: w, connection: c}]}",
         {"automatic_trigger"}),
        ("trigger: none\nschedules: [{cron: '0 0 * * *'}]", {"automatic_trigger", "scheduled"}),
    ],
)  # fmt: skip
def test_what_starts_an_azure_pipeline(head: str, wanted: set[str]) -> None:
    assert practices(read(f"{head}\nsteps: [{{script: echo}}]\n")) == wanted


@pytest.mark.parametrize(
    ("events", "wanted"),
    [
        ("push", {"automatic_trigger"}),
        ("[workflow_dispatch, push]", {"automatic_trigger"}),
        ("{push: , workflow_dispatch: }", {"automatic_trigger"}),
        ("{workflow_call: , push: {branches: [main]}}", {"automatic_trigger"}),
        ("{schedule: [{cron: '0 0 * * *'}]}", {"automatic_trigger", "scheduled"}),
        ("{schedule: }", set()),
        ("workflow_dispatch", set()),
        ("{workflow_call: }", set()),
    ],
)
def test_what_starts_a_workflow(events: str, wanted: set[str]) -> None:
    source = f"on: {events}\njobs: {{a: {{runs-on: x, steps: [{{run: echo}}]}}}}\n"
    assert practices(read(source, GITHUB)) == wanted


def workflow(steps: str, job: str = "") -> str:
    """A workflow started by hand with one job."""
    body = textwrap.indent(textwrap.dedent(steps), "    ")
    return f"on: workflow_dispatch\njobs:\n  a:\n    runs-on: x\n{job}    steps:\n{body}"


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (workflow("- env: {C: az ml job create -f t.yml}\n  run: $C\n", "    env: {C: pytest}\n"),
         {"trains_model"}),
        (workflow("- run: ${{ env.C }} -f t.yml\n", "    env: {C: az ml job create}\n"),
         {"trains_model"}),
        (workflow("- shell: python\n  run: |\n    print('pytest')\n    pytest = 1\n"), set()),
        (workflow("- run: |\n    python - <<PY\n    client.jobs.create_or_update(job)\n    PY\n"),
         {"trains_model"}),
        (workflow("- run: |\n    cat <<EOF >> $GITHUB_STEP_SUMMARY\n    docker build .\n    EOF\n"),
         set()),
        (workflow("- name: Run pytest\n  run: echo ok\n", "    name: Train and deploy a model\n"),
         set()),
        (workflow("- if: failure()\n  run: az ml online-endpoint update -n e --traffic b=1\n"),
         set()),
        (workflow("- if: ${{ 1 == 2 }}\n  run: pytest\n- if: 'false'\n  run: flake8\n"), set()),
        (workflow("- uses: actions/github-script@v7\n  with: {script: exec('pytest')}\n"), set()),
        (workflow("- shell: pwsh\n  run: |\n    Start-Process -Wait pytest -ArgumentList a\n"),
         {"runs_tests"}),
    ],
)  # fmt: skip
def test_steps_of_a_workflow(source: str, wanted: set[str]) -> None:
    assert practices(read(source, GITHUB)) == wanted


def test_an_action_may_lie_at_the_root() -> None:
    action = "runs: {using: composite, steps: [{run: pytest, shell: bash}]}"
    assert practices(read(workflow("- uses: ./\n"), GITHUB, action_dot_yml=action)) == {
        "runs_tests"
    }


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        ("az ml online-deployment create -n b -e c -f b.yml --all-traffic",
         {"deploys_model", "shifts_traffic"}),
        ("az ml online-endpoint update -n c --traffic 'blue=90 green=10'",
         {"deploys_model", "shifts_traffic"}),
        ("az ml online-endpoint update -n c --mirror-traffic green=10",
         {"deploys_model", "shifts_traffic"}),
        ("az ml online-endpoint show -n c --query traffic", set()),
        ("az ml job create -f jobs/batch_inference.yml", set()),
        ("az ml job create -f jobs/prepare_data.yml", set()),
        ("az ml job create -f jobs/evaluate.yml", set()),
        ("az ml job create -f jobs/job.yml --set display_name=nightly-scoring", set()),
        ("az ml job create -f jobs/nightly.yml --set inputs.x=1", {"trains_model"}),
        ("python ops/submit.py --register-model", {"registers_model"}),
        ("python ops/submit.py --register-model false", set()),
        ("python ops/submit.py --register_model ${{ inputs.register }}", set()),
        ("python ops/update_traffic.py", {"shifts_traffic"}),
        ("python ops/forecast_traffic.py", set()),
        ("python ops/traffic_report.py", set()),
        ("python ops/deploy_webapp.py", set()),
        ("python ops/run_etl_pipeline.py", set()),
        ("bash ci/integration-tests.sh", {"runs_tests"}),
        ("kubectl exec pod/x -- pytest", {"runs_tests"}),
        ("yarn jest --ci", {"runs_tests"}),
        ("npm jest", set()),
    ],
)  # fmt: skip
def test_commands_whose_words_mislead(command: str, wanted: set[str]) -> None:
    assert of_script(command) == wanted


@pytest.mark.parametrize(
    ("display", "wanted"),
    [
        ("Promote the model to the registry", {"promotes_via_registry"}),
        ("Promote the image to the container registry", set()),
        ("Promote", set()),
    ],
)
def test_a_promotion_says_where_to(display: str, wanted: set[str]) -> None:
    step = f"- script: python ops/promote_model.py\n  displayName: {display}\n"
    assert practices(read(f"trigger: none\nsteps:\n{step}", AZURE)) == wanted
