"""`report`: a saved assessment in another format."""

from pathlib import Path
from typing import Annotated

import typer

from aml_maturity_audit.assessment.document import load
from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.delivering import delivery_of
from aml_maturity_audit.cli.keeping import history_of
from aml_maturity_audit.cli.taking import OUTPUT, takes
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.files import read_bounded

app = new_app()


@app.command()
@takes(*OUTPUT, "history")
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

    From a file, or a run of a history whose shards are put together.
    """
    delivery = delivery_of(config)
    delivery.deliver(_saved(config, file, run))


def _saved(config: Config, file: Path | None, run: str | None) -> Assessment:
    if file is not None:
        return load(read_bounded(file), name=str(file))
    if config.history is None:
        raise UsageError("Nothing is named to report.", remedy="Name a FILE, or --history URI.")
    documents = history_of(config).documents(run)
    from aml_maturity_audit.history.merge import merged

    return merged(documents)
