"""`collect`: the half that needs Azure."""

from pathlib import Path
from typing import Annotated

import typer

from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.borrowing import cloud_for
from aml_maturity_audit.cli.collecting import read_estate
from aml_maturity_audit.cli.messages import say
from aml_maturity_audit.cli.resuming import earlier_run
from aml_maturity_audit.cli.taking import SCOPE, SHARDS, SOURCES, WINDOW, takes
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.files import check_writable

app = new_app()


@app.command()
@takes("snapshot", *SCOPE, *SOURCES, *WINDOW, *SHARDS, "verbose", "log_format")
def collect(
    config: Config,
    file: Annotated[
        Path | None, typer.Argument(metavar="SNAPSHOT", help="The file to write; or --snapshot.")
    ] = None,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Read the sample estate that comes with the tool.")
    ] = False,
    estate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Read the sample estate in this file.")
    ] = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Read only what an interrupted run of SNAPSHOT is missing."),
    ] = False,
) -> None:
    """Read the estate into a snapshot, without an opinion.

    The snapshot can be judged later, offline, with other thresholds or a newer catalogue.
    """
    path = file or config.snapshot
    if path is None:
        raise UsageError("collect needs a file to write to.", remedy="Name it: collect SNAPSHOT.")
    check_writable(path)
    earlier = earlier_run(path) if resume else None
    with cloud_for(config, sandbox=sandbox, estate=estate) as where:
        snapshot = read_estate(config, where, file=path, keep=False, earlier=earlier)
    say(f"{snapshot.footer.workspaces} workspaces were read into {path}.")
