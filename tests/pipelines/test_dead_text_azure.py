"""In Azure Pipelines: evidence that is commented out, echoed, disabled or unreachable is none."""

import pytest

from pipelines.reading import COMMANDS, azure_script, practices, read

EVERY = pytest.mark.parametrize(("practice", "command"), COMMANDS.items(), ids=COMMANDS)

DEAD_SCRIPTS = {
    "comment": "# {}\ntrue",
    "trailing comment": "true # {}",
    "echo": 'echo "{}"',
    "echo bare": "echo {}",
    "printf": "printf '{}\\n'",
    "if false": "if false; then\n  {}\nfi",
    "else of true": "if true; then\n  true\nelse\n  {}\nfi",
    "constant test": 'if [[ "batch" == "online" ]]; then\n  {}\nfi',
    "false and": "false && {}",
    "true or": "true || {}",
    "while false": "while false; do\n  {}\ndone",
    "after exit": "exit 0\n{}",
    "uncalled function": "unused() {{\n  {}\n}}\ntrue",
    "heredoc into a file": "cat > notes.md <<'EOF'\n{}\nEOF",
    "assignment": 'TEXT="{}"',
    "quoted argument": "git commit -m '{}'",
    "colon": ": {}",
}


@EVERY
def test_a_command_that_runs_shows_its_practice(practice: str, command: str) -> None:
    content = read(azure_script(command))
    assert practice in practices(content)
    assert content.practices[practice][0].line == 4
    assert content.practices[practice][0].text.startswith(command.split(" --", maxsplit=1)[0][:20])


@EVERY
@pytest.mark.parametrize("script", DEAD_SCRIPTS.values(), ids=DEAD_SCRIPTS)
def test_a_script_that_only_mentions_it_does_not(practice: str, command: str, script: str) -> None:
    assert practice not in practices(read(azure_script(script.format(command))))


@EVERY
@pytest.mark.parametrize(
    "fields",
    [
        {"enabled": "false"},
        {"enabled": "no"},
        {"condition": "false"},
        {"condition": "and(succeeded(), false)"},
        {"condition": "eq('a', 'b')"},
        {"condition": "eq(variables['deploy'], 'true')"},
        {"condition": "failed()"},
    ],
    ids=str,
)
def test_a_step_that_never_runs(practice: str, command: str, fields: dict[str, str]) -> None:
    source = "variables:\n  deploy: 'false'\n" + azure_script(command, **fields)
    assert practice not in practices(read(source))


@EVERY
@pytest.mark.parametrize(
    "source",
    [
        "steps:\n- checkout: self\n#- script: {}\n",
        "jobs:\n- job: a\n  condition: false\n  steps:\n  - script: {}\n",
        "stages:\n- stage: a\n  condition: false\n  jobs:\n  - job: b\n    steps:\n"
        "    - script: {}\n",
        "stages:\n- stage: a\n  condition: false\n  jobs: []\n- stage: b\n  dependsOn: a\n"
        "  jobs:\n  - job: c\n    steps:\n    - script: {}\n",
        "steps:\n- ${{{{ if false }}}}:\n  - script: {}\n- checkout: self\n",
        "steps:\n- ${{{{ if eq(1, 1) }}}}:\n  - checkout: self\n- ${{{{ else }}}}:\n"
        "  - script: {}\n",
        "steps:\n- ${{{{ each x in split('', ',') }}}}: []\n- checkout: self\n"
        "  displayName: '{}'\n",
        "variables:\n  unused: '{}'\nsteps:\n- checkout: self\n",
        "name: x\nparameters:\n- name: unused\n  default: '{}'\nsteps:\n- checkout: self\n",
        "steps:\n- task: PublishTestResults@2\n  inputs:\n    testRunTitle: '{}'\n",
        "jobs:\n- deployment: a\n  strategy:\n    runOnce:\n      deploy:\n        steps: []\n"
        "      on:\n        failure:\n          steps:\n          - script: {}\n",
    ],
    ids=["comment", "job", "stage", "stage behind", "if false", "else", "display name", "variable",
         "parameter", "task title", "on failure"],
)  # fmt: skip
def test_a_file_in_which_it_never_runs(practice: str, command: str, source: str) -> None:
    assert practice not in practices(read("trigger: none\n" + source.format(command)))


@pytest.mark.parametrize("practice", COMMANDS)
def test_powershell_echo_comment_and_dead_block(practice: str) -> None:
    script = (
        "# {0}\n<#\n{0}\n#>\nWrite-Host '{0}'\nif ($false) {{\n  {0}\n}}\n"
        "function Unused {{\n  {0}\n}}"
    )
    source = azure_script(script.format(COMMANDS[practice])).replace("script:", "pwsh:")
    assert practice not in practices(read(source))
    live = azure_script(COMMANDS[practice]).replace("script:", "pwsh:")
    assert practice in practices(read(live))


@pytest.mark.parametrize("practice", COMMANDS)
def test_cmd_comments_and_echo(practice: str) -> None:
    pool = "pool:\n  vmImage: windows-latest\n"
    dead = "REM {0}\n:: {0}\n@echo {0}\necho {0}".format(COMMANDS[practice])
    assert practice not in practices(read(pool + azure_script(dead)))
    assert practice in practices(read(pool + azure_script(f"call {COMMANDS[practice]}")))
