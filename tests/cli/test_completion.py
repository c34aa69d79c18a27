"""Completion: the script for each shell, and what it is answered."""

import os
import subprocess
import sys

import pytest

VARIABLE = "_AML_MATURITY_AUDIT_COMPLETE"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_there_is_a_script_for_each_shell(shell, run):
    ended = run("completion", shell)
    assert (ended.code, ended.err) == (0, "")
    assert VARIABLE in ended.text
    assert "aml-maturity-audit" in ended.text


def test_another_shell_is_refused(run):
    assert run("completion", "csh").code == 2


@pytest.mark.parametrize(
    ("words", "position", "expected"),
    [("com", 1, {"compare", "completion"}), ("audit --log", 2, {"--log-format"})],
)
def test_a_shell_is_answered(words, position, expected):
    line = f"aml-maturity-audit {words}"
    asked = {VARIABLE: "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(position)}
    done = subprocess.run(
        [sys.executable, "-m", "aml_maturity_audit"],
        env=os.environ | asked, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert set(done.stdout.split()) == expected
