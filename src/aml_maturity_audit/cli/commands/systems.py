"""`systems`: workspaces that belong together."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.messages import say
from aml_maturity_audit.guidance.propose import as_toml, propose_systems
from aml_maturity_audit.signals.snapshot_file import read_snapshot

app = new_app(help="Workspaces that belong together as one system.")


@app.callback()
def _group() -> None:
    """Workspaces that belong together as one system."""


@app.command()
def propose(
    snapshot: Annotated[Path, typer.Argument(metavar="SNAPSHOT", help="What `collect` wrote.")],
) -> None:
    """Infer systems from names, tags and lineage, as TOML for the configuration.

    Example: aml-maturity-audit systems propose estate.snapshot >> aml-maturity-audit.toml
    """
    found = propose_systems(read_snapshot(snapshot))
    if not found:
        say("No system can be inferred: no two workspaces share a stem, a tag or a model.")
    sys.stdout.write(as_toml(found))
