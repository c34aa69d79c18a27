"""Evidence names the right line, however the YAML is written."""

import pytest

from pipelines.reading import AZURE, read

SOURCES = {
    "literal": ("trigger: none\nsteps:\n- script: |\n    a\n\n    pytest\n", 6),
    "literal with comment": ("trigger: none\nsteps:\n# x\n- script: |-  # y\n    pytest\n", 5),
    "folded": ("trigger: none\nsteps:\n- script: >\n    a;\n    b\n\n    pytest\n", 7),
    "plain": ("trigger: none\nsteps:\n- script: pytest\n", 3),
    "quoted": ('trigger: none\nsteps:\n- script: "a\\npytest"\n', 3),
    "continued": ("trigger: none\nsteps:\n- script: |\n    a \\\n      b\n    pytest \\\n"
                  "      -v\n", 6),
    "substitution": ("trigger: none\nsteps:\n- script: |\n    a\n    x=$(\n      pytest\n"
                     "    )\n", 6),
    "nested shell": ("trigger: none\nsteps:\n- script: |\n    docker run x bash -c '\n      a &&\n"
                     "      pytest\n    '\n", 6),
    "heredoc shell": ("trigger: none\nsteps:\n- script: |\n    bash <<EOF\n    a\n    pytest\n"
                      "    EOF\n", 6),
    "task input": ("trigger: none\nsteps:\n- task: AzureCLI@2\n  inputs:\n    inlineScript: |\n"
                   "      a\n      pytest\n", 7),
    "flow": ("{trigger: none, steps: [\n{script: a},\n{script: pytest}]}\n", 3),
    "crlf": ("trigger: none\r\nsteps:\r\n- script: |\r\n    a\r\n    pytest\r\n", 5),
}  # fmt: skip


@pytest.mark.parametrize(("source", "line"), SOURCES.values(), ids=SOURCES)
def test_line(source: str, line: int) -> None:
    item = read(source).practices["runs_tests"][0]
    assert (item.file, item.line) == (AZURE, line)


def test_a_task_is_evidence_at_its_own_line() -> None:
    source = (
        "trigger: none\nsteps:\n- displayName: x\n  task: Docker@2\n  inputs:\n    command: build\n"
    )
    item = read(source).practices["builds_image"][0]
    assert (item.line, item.step, item.text) == (4, "x", "task: Docker@2 build")


def test_repeated_evidence_is_bounded() -> None:
    steps = "- script: pytest\n" * 200
    assert len(read(f"trigger: none\nsteps:\n{steps}").practices["runs_tests"]) == 25


@pytest.mark.parametrize(
    ("step", "name"),
    [
        ("script: pytest\n  displayName: Unit", "Unit"),
        ("script: pytest\n  name: unit", "unit"),
        ("script: pytest", "CmdLine"),
        ("bash: pytest", "Bash"),
        ("pwsh: pytest", "PowerShell"),
        ("task: AzureCLI@2\n  inputs:\n    inlineScript: pytest", "AzureCLI"),
    ],
)
def test_a_step_is_named_as_a_timeline_names_it(step: str, name: str) -> None:
    item = read(f"trigger: none\nsteps:\n- {step}\n").practices["runs_tests"][0]
    assert item.step == name
