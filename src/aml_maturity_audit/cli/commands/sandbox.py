"""`sandbox`: a local Azure to try things on."""

import shlex
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.borrowing import estate_of
from aml_maturity_audit.cli.messages import say
from aml_maturity_audit.sandbox import Sandbox

app = new_app()


@app.command()
def sandbox(
    estate: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Serve this estate. [default: the one that comes along]"),
    ] = None,
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="Port; 0 for a free one.")
    ] = 0,
    identity: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Sign in as this identity of the estate."),
    ] = None,
) -> None:
    """Serve a sample estate as a local Azure.

    Prints the environment that points any Azure SDK at it, then serves until Ctrl-C or SIGTERM.
    """
    ended = _until_told()
    with Sandbox(estate_of(estate), identity=identity, port=port) as running:
        for name, value in running.environment.items():
            sys.stdout.write(f"export {name}={shlex.quote(value)}\n")
        sys.stdout.flush()
        say(f"Serving {running.url} on this machine only; Ctrl-C ends it.")
        while not ended.wait(0.5):  # a wait without end would not let signals through everywhere
            continue


def _until_told() -> threading.Event:
    """Set by Ctrl-C and SIGTERM."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    return ended
