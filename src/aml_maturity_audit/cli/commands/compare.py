"""`compare`: two runs, or workspaces of one run side by side."""

import os
from pathlib import Path
from typing import Annotated

import typer

from aml_maturity_audit.assessment.document import load
from aml_maturity_audit.assessment.masking import mask
from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.delivering import Screen, chosen_format, write_out
from aml_maturity_audit.cli.judging import judging_of
from aml_maturity_audit.cli.keeping import history_of
from aml_maturity_audit.cli.maskkey import mask_key
from aml_maturity_audit.cli.sharding import saved
from aml_maturity_audit.cli.taking import HISTORY, takes
from aml_maturity_audit.compare import (
    FORMATS,
    compare_runs,
    is_masked,
    render,
)
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.files import check_writable, read_bounded

app = new_app()


@app.command()
@takes("format", "output", "mask", *HISTORY, "attestations")
def compare(
    config: Config,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE [FILE]",
            help="One or two saved assessments; with --history also ids of its runs.",
        ),
    ],
    workspaces: Annotated[
        str | None,
        typer.Option(metavar="A,B,…", help="Of one file: only these, by name or ARM id."),
    ] = None,
) -> None:
    """What changed between two runs, or workspaces side by side.

    With two files the runs are put in the order of their own times; with one its scored workspaces
    are set beside each other.
    """
    format = chosen_format(config, FORMATS)
    if config.output is not None:
        check_writable(config.output)
    if len(files) > 2 or (len(files) == 2 and workspaces):
        raise UsageError("compare takes two files, or one file with --workspaces.")
    read = [_read(name, config, masked=is_masked(format, config.mask)) for name in files]
    screen = Screen.of(config.output)
    if len(read) == 2:
        compared = render(compare_runs(*read), format, width=screen.width, color=screen.color)
    else:
        from aml_maturity_audit.compare.side_by_side import compare_workspaces

        names = [name.strip() for name in (workspaces or "").split(",") if name.strip()]
        side = compare_workspaces(read[0], names)
        compared = render(side, format, width=screen.width, color=screen.color)
    write_out(compared, config.output)


def _read(name: str, config: Config, *, masked: bool) -> Assessment:
    """The assessment in a file, or the run of the history where there is no such file."""
    if config.history is not None and not Path(name).exists():
        assessment = saved(history_of(config), name, judging_of(config))
    else:
        assessment = load(read_bounded(Path(name)), name=name)
    return mask(assessment, mask_key(os.environ)) if masked else assessment
