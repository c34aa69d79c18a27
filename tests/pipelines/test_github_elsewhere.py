"""Workflows and actions of other repositories: read where they lie, with what they are given."""

from collections.abc import Mapping

import pytest

from aml_maturity_audit.pipelines import Unreadable, read_pipeline
from aml_maturity_audit.signals.practices import PipelineContent
from pipelines.reading import GITHUB, practices

SHARED = "//contoso/shared/.github/workflows/deploy.yml@v2"
CALL = """
on: push
jobs:
  release:
    uses: contoso/shared/.github/workflows/deploy.yml@v2
    with: {workspace: mlw-churn, lint: true}
    secrets: inherit
"""
DEPLOY = """
on:
  workflow_call:
    inputs:
      workspace: {type: string}
      lint: {type: boolean, default: false}
jobs:
  go:
    runs-on: x
    steps:
      - uses: actions/checkout@v4
      - if: inputs.lint
        run: flake8 src
      - if: inputs.workspace == 'other'
        run: pytest
      - run: az ml online-endpoint create --file e.yml -w ${{ inputs.workspace }} -g rg
  nested:
    uses: ./.github/workflows/smoke.yml
"""
STEP = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n"


def read(source: str, others: Mapping[str, str | Unreadable] | None = None) -> PipelineContent:
    handed = {
        key: text.encode() if isinstance(text, str) else text
        for key, text in (others or {}).items()
    }
    return read_pipeline(GITHUB, {GITHUB: source.encode(), **handed})


def test_a_workflow_of_another_repository_is_wanted_and_then_read_as_it_is_called():
    assert SHARED in read(CALL).wants
    content = read(CALL, {SHARED: DEPLOY, SHARED.replace("deploy", "smoke"): "on: workflow_call"})
    assert {"deploys_model", "lints"} <= practices(content)
    assert "runs_tests" not in practices(content)
    (named,) = content.mentions
    assert (named.workspace, named.resource_group) == ("mlw-churn", "rg")
    found = content.practices["deploys_model"][0]
    assert (found.file, found.line) == ("contoso/shared/.github/workflows/deploy.yml@v2", 16)
    assert (found.stage, found.job, found.inferred) == ("release", "go", False)
    assert (content.unresolved, content.wants) == ((), ())


def test_its_local_calls_are_of_its_own_repository_and_ref():
    assert "//contoso/shared/.github/workflows/smoke.yml@v2" in read(CALL, {SHARED: DEPLOY}).wants


def test_a_job_of_a_call_within_a_call_names_both():
    smoke = "on: workflow_call\njobs: {s: {runs-on: x, steps: [{run: pytest}]}}"
    content = read(CALL, {SHARED: DEPLOY, SHARED.replace("deploy", "smoke"): smoke})
    found = content.practices["runs_tests"][0]
    assert (found.stage, found.job) == ("release/nested", "s")


def test_its_scripts_are_those_of_the_repository_that_calls_it():
    workflow = DEPLOY.replace("flake8 src", "./ci/check.sh")
    assert "ci/check.sh" in read(CALL, {SHARED: workflow}).wants


def test_its_local_actions_are_those_that_are_checked_out():
    workflow = STEP.replace("on: push", "on: workflow_call") + "      - uses: ./act\n"
    assert "act/action.yml" in read(CALL, {SHARED: workflow}).wants


@pytest.mark.parametrize("reason", ["denied, contents: read is missing", "it was not answered"])
def test_what_may_not_be_read_is_open_whatever_its_name(reason):
    content = read(CALL, {SHARED: Unreadable(reason)})
    assert practices(content) == {"automatic_trigger"}
    assert reason in content.unresolved[0]
    assert content.unread == ("contoso/shared/.github/workflows/deploy.yml@v2",)


def test_every_leg_of_a_matrix_calls_with_its_own_values():
    source = """
on: push
jobs:
  release:
    strategy:
      matrix: {where: [other, mlw-churn]}
    uses: contoso/shared/.github/workflows/deploy.yml@v2
    with: {workspace: "${{ matrix.where }}"}
"""
    content = read(source, {SHARED: DEPLOY})
    assert {"runs_tests", "deploys_model"} <= practices(content)
    assert {one.workspace for one in content.mentions} == {"other", "mlw-churn"}


def test_a_matrix_that_is_cut_is_said():
    values = ", ".join(f"mlw-{n}" for n in range(25))
    source = CALL.replace("    with:", f"    strategy: {{matrix: {{w: [{values}]}}}}\n    with:")
    content = read(source.replace("workspace: mlw-churn", "workspace: '${{ matrix.w }}'"), {
        SHARED: DEPLOY, SHARED.replace("deploy", "smoke"): "on: workflow_call",
    })  # fmt: skip
    assert len(content.mentions) == 24
    assert "first 24 values" in content.unresolved[0]


def test_what_one_call_skips_another_may_not():
    source = CALL + CALL.partition("jobs:\n")[2].replace("release:", "again:").replace("churn", "b")
    workflow = """
on: {workflow_call: {inputs: {workspace: {type: string}}}}
jobs:
  go: {uses: ./.github/workflows/go.yml, with: {workspace: "${{ inputs.workspace }}"}}
"""
    go = """
on: {workflow_call: {inputs: {workspace: {type: string}}}}
jobs:
  first: {if: "inputs.workspace == 'mlw-b'", runs-on: x, steps: [{run: make}]}
  second: {needs: first, runs-on: x, steps: [{run: pytest}]}
"""
    content = read(source, {SHARED: workflow, SHARED.replace("deploy", "go"): go})
    assert [one.stage for one in content.practices["runs_tests"]] == ["again/go"]


def test_calls_in_a_circle_end():
    loop = "on: workflow_call\njobs: {a: {uses: contoso/shared/.github/workflows/deploy.yml@v2}}"
    assert "uses itself" in read(CALL, {SHARED: loop}).unresolved[0]


def test_calls_without_end_end():
    def at(depth: int) -> str:
        return f"//contoso/shared/.github/workflows/{depth}.yml@v2"

    files = {
        at(n): f"on: workflow_call\njobs: {{a: {{uses: ./.github/workflows/{n + 1}.yml}}}}"
        for n in range(40)
    }
    source = "on: push\njobs: {a: {uses: contoso/shared/.github/workflows/0.yml@v2}}"
    assert "more than 20 files" in read(source, files).unresolved[0]


ACTION = "//contoso/actions/deploy/action.yml@1f0c"
COMPOSITE = """
inputs: {endpoint: {required: true}}
runs:
  using: composite
  steps:
    - shell: bash
      run: ${{ github.action_path }}/../lib/deploy.sh ${{ inputs.endpoint }}
    - shell: bash
      run: az ml model create --name churn --path m
"""
USE = STEP + "      - {name: Go, uses: contoso/actions/deploy@1f0c, with: {endpoint: churn}}\n"


def test_an_action_made_of_steps_is_read_with_the_scripts_beside_it():
    script = "//contoso/actions/lib/deploy.sh@1f0c"
    assert ACTION in read(USE).wants
    assert script in read(USE, {ACTION: COMPOSITE}).wants
    text = "az ml online-endpoint create --name $1 --file e.yml"
    content = read(USE, {ACTION: COMPOSITE, script: text})
    assert {"registers_model", "deploys_model"} <= practices(content)
    found = content.practices["deploys_model"][0]
    assert (found.file, found.step) == ("contoso/actions/lib/deploy.sh@1f0c", "Go")


def test_an_action_that_may_not_be_read_is_open():
    other = ACTION.replace(".yml", ".yaml")
    gone = Unreadable("it does not exist, or may not be seen")
    content = read(USE, {ACTION: gone, other: gone})
    assert content.unread == (ACTION.removeprefix("//"),)
    assert content.unresolved


@pytest.mark.parametrize("using", ["node20", "docker"])
def test_what_a_program_does_is_open(using):
    content = read(USE, {ACTION: f"runs: {{using: {using}, main: x.js}}"})
    assert "is a program" in content.unresolved[0]
    assert content.unread == ()


def test_a_program_that_is_told_a_workspace_may_act_on_any():
    source = USE.replace("endpoint: churn", "workspace-name: mlw-churn")
    content = read(source, {ACTION: "runs: {using: node20, main: x.js}"})
    assert content.uses_azure_ml
    assert [one.workspace for one in content.mentions] == [None]


@pytest.mark.parametrize(
    "uses",
    [
        "actions/setup-python@v5",
        "azure/login@v2",
        "codecov/codecov-action@v4",
        "psf/black@stable",
        "gradle/actions/setup-gradle@v4",
        "reviewdog/action-actionlint@v1",
    ],
)
def test_well_known_actions_are_not_looked_into(uses):
    content = read(f"{STEP}      - uses: {uses}\n")
    assert (content.wants, content.unresolved) == ((), ())


@pytest.mark.parametrize("uses", ["docker://alpine:3", "nobody", "a/b", "a/b/../../c@v1", "./../x"])
def test_what_names_no_action_is_said(uses):
    assert read(f"{STEP}      - uses: {uses}\n").unresolved


CHECKOUT = (
    STEP
    + """      - uses: actions/checkout@v4
      - uses: actions/checkout@v4
        with: {repository: REPOSITORY, ref: v3, path: shared}
      - run: ./shared/ci/check.sh
      - uses: ./shared/act
"""
)


def test_what_is_checked_out_from_another_repository_is_read_there():
    found = read(CHECKOUT.replace("REPOSITORY", "contoso/shared")).wants
    assert found == ("//contoso/shared/ci/check.sh@v3", "//contoso/shared/act/action.yml@v3")


def test_what_is_checked_out_from_where_only_the_run_knows_is_open():
    content = read(CHECKOUT.replace("REPOSITORY", '"${{ vars.SHARED }}"'))
    assert content.unread == ("shared/ci/check.sh",)
    assert len(content.unresolved) == 2


def test_the_own_repository_in_a_folder_is_read_as_its_own():
    content = read(CHECKOUT.replace("REPOSITORY", '"${{ github.repository }}"'))
    assert content.wants == ("ci/check.sh", "act/action.yml")


def test_a_target_of_a_makefile_that_lies_elsewhere_proves_nothing():
    source = CHECKOUT.replace("./shared/ci/check.sh", "make -C shared test")
    content = read(source.replace("REPOSITORY", "contoso/shared"))
    assert "runs_tests" not in practices(content)
    assert content.unread == ("contoso/shared/Makefile@v3",)


def test_what_an_image_is_to_run_is_read():
    content = read(f"{STEP}      - uses: docker://python:3\n        with: {{args: pytest tests}}\n")
    assert (practices(content), content.unresolved) == ({"automatic_trigger", "runs_tests"}, ())
