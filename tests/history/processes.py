"""Commands as processes of their own."""

import subprocess
from collections.abc import Callable

Starts = Callable[..., subprocess.Popen[str]]
"""Takes the command's arguments, and `agent`, how its requests name themselves."""


def ended(process: subprocess.Popen[str]) -> str:
    """What a process said on stderr, once it has ended well."""
    _, said = process.communicate(timeout=180)
    assert process.returncode == 0, said
    return said
