"""`completion`: what a shell needs to complete commands and options."""

import sys
from enum import StrEnum
from typing import Annotated

import typer
from typer.completion import get_completion_script  # type: ignore[attr-defined]

from aml_maturity_audit.cli.app import COMPLETING, NAME, new_app

app = new_app()


class Shell(StrEnum):
    """The shells that are known."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


@app.command()
def completion(
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh, fish, powershell.")],
) -> None:
    """Print a script that completes commands and options in a shell.

    Example, for bash: aml-maturity-audit completion bash >> ~/.bashrc
    """
    script = get_completion_script(prog_name=NAME, complete_var=COMPLETING, shell=shell.value)
    sys.stdout.write(script + "\n")
