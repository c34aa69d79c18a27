"""`criteria`: the catalogue."""

import sys
from typing import Annotated

import typer

from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.catalogue_text import CATALOGUE_FORMATS
from aml_maturity_audit.config.values import nearest
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.mapping.explain import explain_all

app = new_app()


@app.command()
def criteria(
    format: Annotated[
        str, typer.Option(metavar="|".join(CATALOGUE_FORMATS), help="How to print it.")
    ] = "table",
) -> None:
    """The catalogue of criteria."""
    if format not in CATALOGUE_FORMATS:
        raise UsageError(
            f"The catalogue has no format {format!r}.", remedy=nearest(format, [*CATALOGUE_FORMATS])
        )
    sys.stdout.write(CATALOGUE_FORMATS[format](explain_all()))
