"""What a command loads is what its start costs (design.md, section 6)."""

import subprocess
import sys

import pytest

SDK = ("azure.", "aiohttp", "msal", "pandas", "jinja2")


def loaded_by(module: str) -> list[str]:
    script = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


@pytest.mark.parametrize("command", ["assess", "report", "plan", "explain"])
def test_a_command_that_needs_no_azure_loads_no_sdk(command: str) -> None:
    loaded = loaded_by(f"aml_maturity_audit.cli.commands.{command}")
    assert [name for name in loaded if name.startswith(SDK)] == []


@pytest.mark.parametrize("command", ["collect", "audit", "permissions"])
def test_a_run_that_names_no_pipelines_loads_nothing_of_them_and_no_sandbox(command: str) -> None:
    loaded = set(loaded_by(f"aml_maturity_audit.cli.commands.{command}, aml_maturity_audit"))
    unneeded = ("azure.devops", "msrest", "githubkit", "aml_maturity_audit.pipelines")
    sandbox = "aml_maturity_audit.sandbox"
    assert [name for name in loaded if name.startswith((*unneeded, sandbox, "azure.ai"))] == []


def test_collecting_judges_nothing_and_loads_nothing_to_judge_with() -> None:
    loaded = loaded_by("aml_maturity_audit.cli.commands.collect")
    assert [name for name in loaded if name.startswith("aml_maturity_audit.mapping")] == []
