"""`report`: a saved assessment in another format."""

from pathlib import Path
from typing import Annotated

import typer

from aml_maturity_audit.assessment.document import load
from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.delivering import delivery_of
from aml_maturity_audit.cli.judging import judging_of
from aml_maturity_audit.cli.keeping import history_of
from aml_maturity_audit.cli.sharding import saved
from aml_maturity_audit.cli.taking import HISTORY, OUTPUT, takes
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.files import read_bounded

app = new_app()


@app.command()
@takes(*OUTPUT, *HISTORY, "attestations")
def report(
    config: Config,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="What `--format json` wrote, not masked."),
    ] = None,
    run: Annotated[
        str | None,
        typer.Option(metavar="ID", help="With --history: this run; by default the newest one."),
    ] = None,
) -> None:
    """Render a saved assessment in any format.

    From a file, or a run of a history. Shards that nobody has put together yet are judged as one
    run, by the configuration that they were judged with. With a history an HTML report shows
    levels over time, up to the run.
    """
    delivery = delivery_of(config)
    if file is None and config.history is None:
        raise UsageError("Nothing is named to report.", remedy="Name a FILE, or --history URI.")
    history = history_of(config) if config.history is not None else None
    if file is not None:
        assessment = load(read_bounded(file), name=str(file))
    else:
        assert history is not None
        assessment = saved(history, run, judging_of(config))
    delivery.deliver(assessment, history)
