"""`explain`: one criterion, and how it came out."""

import sys
from typing import Annotated

import msgspec
import typer

from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.catalogue_text import explanation_text, outcome_text
from aml_maturity_audit.cli.judging import judging_of
from aml_maturity_audit.cli.taking import takes
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.mapping.explain import explain as explanation_of
from aml_maturity_audit.mapping.explain import how_it_came_out
from aml_maturity_audit.signals.snapshot_file import read_snapshot

app = new_app()


@app.command()
@takes("snapshot")
def explain(
    config: Config,
    criterion: Annotated[str, typer.Argument(metavar="CRITERION", help="Its id.")],
    workspace: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="With --snapshot: how it came out for this workspace."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """What a criterion asks, reads and cannot see.

    With --snapshot FILE and --workspace NAME also how it came out, reading by reading.
    """
    explanation = explanation_of(criterion)
    outcome = None
    if workspace is not None:
        if config.snapshot is None:
            raise UsageError("--workspace needs a snapshot.", remedy="Name it: --snapshot FILE.")
        judging = judging_of(config)
        outcome = how_it_came_out(
            read_snapshot(config.snapshot),
            criterion,
            workspace,
            policy=judging.policy,
            mappings=judging.mappings,
        )
    if as_json:
        document = {"criterion": explanation, "outcome": outcome}
        text = msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"
    else:
        text = explanation_text(explanation) + (outcome_text(outcome) if outcome else "")
    sys.stdout.write(text)
