"""`report`: a saved assessment in another format."""

from pathlib import Path
from typing import Annotated

import typer

from aml_maturity_audit.assessment.document import load
from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.delivering import delivery_of
from aml_maturity_audit.cli.taking import OUTPUT, takes
from aml_maturity_audit.config import Config
from aml_maturity_audit.files import read_bounded

app = new_app()


@app.command()
@takes(*OUTPUT)
def report(
    config: Config,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What `--format json` wrote, not masked.")
    ],
) -> None:
    """Render a saved assessment in any format."""
    delivery = delivery_of(config)
    delivery.deliver(load(read_bounded(file), name=str(file)))
