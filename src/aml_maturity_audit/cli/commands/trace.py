"""`trace`: from a deployment back to its data and code."""

import sys
from typing import Annotated

import msgspec
import typer

from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.guidance_text import loops_text, traces_text
from aml_maturity_audit.cli.judging import judging_of
from aml_maturity_audit.cli.taking import takes
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.guidance.loops import loops
from aml_maturity_audit.guidance.trace import traces
from aml_maturity_audit.signals.snapshot_file import read_snapshot

app = new_app()

TRACE_SCHEMA = "aml-maturity-audit/trace/v1"


@app.command()
@takes("snapshot")
def trace(
    config: Config,
    deployment: Annotated[
        str | None,
        typer.Argument(metavar="[DEPLOYMENT]", help="ARM id, or WORKSPACE/ENDPOINT/NAME."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Walk from a deployment to its model, job, commit, environment and data.

    Without a deployment all that are in production, and the loops from a breach to a release.
    Example: aml-maturity-audit trace fraud/blue --snapshot estate.snapshot
    """
    if config.snapshot is None:
        raise UsageError("trace needs a snapshot.", remedy="Name it: --snapshot FILE.")
    snapshot, mappings = read_snapshot(config.snapshot), judging_of(config).mappings
    found = traces(snapshot, deployment, mappings)
    closed = loops(snapshot, mappings) if deployment is None else ()
    if as_json:
        document = {"schema": TRACE_SCHEMA, "traces": found, "loops": closed}
        text = msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"
    else:
        text = traces_text(found) + loops_text(closed)
    sys.stdout.write(text)
