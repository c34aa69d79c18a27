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
