"""In GitHub Actions: evidence that is commented out, echoed, disabled or unreachable is none."""

import pytest

from pipelines.reading import COMMANDS, GITHUB, github_script, practices, read
from pipelines.test_dead_text_azure import DEAD_SCRIPTS

EVERY = pytest.mark.parametrize(("practice", "command"), COMMANDS.items(), ids=COMMANDS)
HEAD = "on: workflow_dispatch\n"


@EVERY
def test_a_command_that_runs_shows_its_practice(practice: str, command: str) -> None:
    content = read(github_script(command), GITHUB)
    assert practice in practices(content)
    assert content.practices[practice][0].line == 7


@EVERY
@pytest.mark.parametrize("script", DEAD_SCRIPTS.values(), ids=DEAD_SCRIPTS)
def test_a_script_that_only_mentions_it_does_not(practice: str, command: str, script: str) -> None:
    assert practice not in practices(read(github_script(script.format(command)), GITHUB))


@EVERY
@pytest.mark.parametrize(
    "condition",
    [
        "false",
        "${{ false }}",
        "${{ 1 == 2 }}",
        "always() && false",
        "env.RUN == 'yes'",
        "failure()",
    ],
)
def test_a_step_that_never_runs(practice: str, command: str, condition: str) -> None:
    source = "env:\n  RUN: 'no'\n" + github_script(command, **{"if": condition})
    assert practice not in practices(read(source, GITHUB))


@EVERY
@pytest.mark.parametrize(
    "jobs",
    [
        "  a:\n    runs-on: x\n    if: false\n    steps:\n    - run: {}\n",
        "  a:\n    runs-on: x\n    if: ${{{{ false }}}}\n    steps:\n    - run: {}\n",
        "  a:\n    runs-on: x\n    if: false\n    steps: []\n  b:\n    runs-on: x\n    needs: a\n"
        "    steps:\n    - run: {}\n",
        "  a:\n    runs-on: x\n    steps:\n    - uses: actions/checkout@v4\n    # - run: {}\n",
        "  a:\n    runs-on: x\n    steps:\n    - name: '{}'\n      uses: actions/checkout@v4\n",
        "  a:\n    runs-on: x\n    env:\n      TEXT: '{}'\n    steps:\n    - run: 'true'\n",
        "  a:\n    runs-on: x\n    steps:\n    - uses: actions/github-script@v7\n      with:\n"
        "        script: 'core.info(`{}`)'\n",
    ],
    ids=["job", "job expression", "needs", "comment", "name", "environment", "other action"],
)
def test_a_file_in_which_it_never_runs(practice: str, command: str, jobs: str) -> None:
    source = f"{HEAD}jobs:\n{jobs.format(command)}"
    assert practice not in practices(read(source, GITHUB))


def test_a_job_runs_after_a_dead_one_when_it_says_always() -> None:
    source = f"""
    {HEAD}
    jobs:
      a:
        if: false
        runs-on: x
        steps: []
      b:
        needs: a
        if: always()
        runs-on: x
        steps:
        - run: pytest
    """
    assert "runs_tests" in practices(read(source, GITHUB))


ACTIONS = {
    "trains_model": "Azure/aml-run@v1",
    "registers_model": "Azure/aml-registermodel@v1",
    "deploys_model": "Azure/aml-deploy@v1",
    "builds_image": "docker/build-push-action@v5",
    "provisions_infra": "azure/arm-deploy@v2",
    "lints": "pre-commit/action@v3",
}


@pytest.mark.parametrize(("practice", "action"), ACTIONS.items(), ids=ACTIONS)
def test_an_action_counts_unless_its_step_is_off(practice: str, action: str) -> None:
    step = f"on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n    - uses: {action}\n"
    assert practice in practices(read(step, GITHUB))
    assert practice not in practices(read(step + "      if: false\n", GITHUB))
    assert practice not in practices(read(step.replace("- uses", "# - uses"), GITHUB))
