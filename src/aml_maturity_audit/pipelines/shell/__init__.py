"""Scripts as the commands they run: bash, PowerShell and cmd, read without running anything."""

from collections.abc import Mapping

from aml_maturity_audit.pipelines.limits import MAX_SCRIPT
from aml_maturity_audit.pipelines.shell.dialects import cmd_as_bash, powershell_as_bash
from aml_maturity_audit.pipelines.shell.walker import Walker
from aml_maturity_audit.pipelines.shell.words import Command, Word

BASH, POWERSHELL, CMD, PYTHON = "bash", "powershell", "cmd", "python"

__all__ = ["BASH", "CMD", "POWERSHELL", "PYTHON", "Command", "Word", "commands_of"]


def commands_of(
    source: str, dialect: str = BASH, variables: Mapping[str, str | None] | None = None
) -> list[Command]:
    """The simple commands a script can run, in order; positions are those of `source`."""
    source = source[:MAX_SCRIPT]
    if dialect == POWERSHELL:
        source = powershell_as_bash(source)
    elif dialect == CMD:
        source = cmd_as_bash(source)
    return Walker(source, dict(variables or {})).run()
