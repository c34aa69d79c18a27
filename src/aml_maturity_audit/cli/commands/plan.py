"""`plan`: the way to the next level."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from aml_maturity_audit.assessment.document import load
from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.guidance_text import plans_text
from aml_maturity_audit.files import read_bounded
from aml_maturity_audit.guidance.plan import plans

app = new_app()

PLAN_SCHEMA = "aml-maturity-audit/plan/v1"


@app.command()
def plan(
    assessment: Annotated[
        Path, typer.Argument(metavar="ASSESSMENT", help="What `--format json` wrote.")
    ],
    workspace: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this workspace; repeatable."),
    ] = None,
    to: Annotated[
        int | None, typer.Option(metavar="N", help="The level to reach; by default the next one.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """The smallest set of steps that reaches a level.

    They are told apart: what to do, what to grant, what to attest.
    Example: aml-maturity-audit plan assessment.json --workspace churn-prod --to 3
    """
    document = load(read_bounded(assessment), name=str(assessment))
    found = plans(document, workspaces=workspace or (), to=to)
    if as_json:
        content = {"schema": PLAN_SCHEMA, "plans": found}
        sys.stdout.write(
            msgspec.json.format(msgspec.json.encode(content), indent=2).decode() + "\n"
        )
        return
    sys.stdout.write(plans_text(found))
