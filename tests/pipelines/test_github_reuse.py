"""Composite actions and reusable workflows, of this repository and of others."""

import pytest

from aml_maturity_audit.pipelines import Unreadable, read_pipeline
from pipelines.reading import GITHUB, practices, read

CALL = """
on: push
jobs:
  train:
    runs-on: x
    environment: staging
    steps:
    - name: Run the job
      uses: ./.github/actions/run
      with:
        file: jobs/train_model.yml
        image: 'yes'
"""
ACTION = b"""
name: Run
inputs:
  file: {required: true}
  image: {default: 'no'}
runs:
  using: composite
  steps:
  - shell: bash
    run: az ml job create --file ${{ inputs.file }}
  - shell: bash
    if: inputs.image == 'yes'
    run: docker build .
"""
REUSED = b"""
on:
  workflow_call:
    inputs:
      lint: {type: boolean, default: false}
jobs:
  inner:
    runs-on: x
    steps:
    - run: pytest
    - if: ${{ inputs.lint }}
      run: flake8
"""


def files(source: str, **others: bytes) -> dict[str, bytes | Unreadable]:
    return {GITHUB: source.encode(), **others}


def test_both_names_of_an_action_file_are_wanted_one_after_the_other() -> None:
    found = files(CALL)
    assert read_pipeline(GITHUB, found).wants == (".github/actions/run/action.yml",)
    found[".github/actions/run/action.yml"] = Unreadable("not found")
    assert ".github/actions/run/action.yaml" in read_pipeline(GITHUB, found).wants


@pytest.mark.parametrize("name", ["action.yml", "action.yaml"])
def test_a_composite_action_is_read_with_its_inputs(name: str) -> None:
    found = files(CALL)
    found[".github/actions/run/action.yml"] = Unreadable("not found")
    found[f".github/actions/run/{name}"] = ACTION
    content = read_pipeline(GITHUB, found)
    assert {"trains_model", "builds_image"} <= practices(content)
    item = content.practices["trains_model"][0]
    assert (item.file, item.line) == (f".github/actions/run/{name}", 10)
    assert item.job == "train"
    assert item.step == "Run the job"
    assert item.gated


def test_an_input_can_switch_a_step_off() -> None:
    found = files(CALL.replace("image: 'yes'", "image: 'no'"))
    found[".github/actions/run/action.yml"] = ACTION
    assert "builds_image" not in practices(read_pipeline(GITHUB, found))


def test_an_action_on_its_own_is_a_template_without_trigger() -> None:
    content = read_pipeline("action.yml", {"action.yml": ACTION})
    assert content.is_template
    assert practices(content) == {"trains_model", "builds_image"}


@pytest.mark.parametrize(("lint", "lints"), [("true", True), ("false", False)])
def test_a_reusable_workflow(lint: str, lints: bool) -> None:
    source = f"""
    on: push
    jobs:
      call:
        uses: ./.github/workflows/reused.yml
        with:
          lint: {lint}
    """
    content = read(source, GITHUB, _dot_github__workflows__reused_dot_yml=REUSED.decode())
    assert "runs_tests" in practices(content)
    assert ("lints" in practices(content)) is lints
    assert content.practices["runs_tests"][0].stage == "call"


def test_a_reusable_workflow_alone_has_no_trigger() -> None:
    content = read(REUSED.decode(), GITHUB)
    assert content.is_template
    assert practices(content) == {"runs_tests", "lints"}


def test_a_workflow_of_another_repository_is_weak_evidence_and_said() -> None:
    source = """
    on: push
    jobs:
      endpoint:
        uses: org/templates/.github/workflows/create-endpoint.yml@main
      infra:
        uses: org/templates/.github/workflows/install-terraform.yml@main
        with: {action: apply}
      read:
        uses: org/templates/.github/workflows/read-yaml.yml@main
    """
    content = read(source, GITHUB)
    assert {"deploys_model", "provisions_infra"} <= practices(content)
    assert content.practices["deploys_model"][0].inferred
    assert len(content.unresolved) == 3


def test_a_workflow_that_calls_itself_ends() -> None:
    source = f"on: push\njobs:\n  a:\n    uses: ./{GITHUB}\n"
    assert "uses itself" in read(source, GITHUB).unresolved[0]


def test_a_literal_matrix_fills_in() -> None:
    source = """
    on: push
    jobs:
      a:
        runs-on: x
        strategy:
          matrix:
            tool: [flake8, pytest]
            include:
            - command: docker build .
        steps:
        - run: ${{ matrix.tool }} src
        - run: ${{ matrix.command }}
    """
    assert {"lints", "runs_tests", "builds_image"} <= practices(read(source, GITHUB))


def test_a_fallback_stands_for_what_only_the_run_knows() -> None:
    source = """
    on: push
    jobs:
      a:
        runs-on: x
        steps:
        - run: az ml model list -g rg -w ${{ github.event.inputs.ws || 'churn' }}
        - if: github.event.inputs.go || false
          run: pytest
    """
    content = read(source, GITHUB)
    assert content.mentions[0].workspace == "churn"
    assert "runs_tests" in practices(content)


def test_scripts_lie_in_the_default_working_directory() -> None:
    source = """
    on: push
    defaults:
      run:
        working-directory: ops
    jobs:
      a:
        runs-on: x
        steps:
        - run: ./check.sh
        - run: ./check.sh
          working-directory: other
    """
    assert read(source, GITHUB).wants == ("ops/check.sh", "other/check.sh")
