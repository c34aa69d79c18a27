"""`plan`: the way to the next level."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from aml_maturity_audit.assessment.document import load
from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.guidance_text import plans_text
from aml_maturity_audit.cli.judging import judging_of
from aml_maturity_audit.cli.messages import say
from aml_maturity_audit.cli.taking import takes
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.files import read_bounded
from aml_maturity_audit.guidance.plan import Plan, plans

app = new_app()

PLAN_SCHEMA = "aml-maturity-audit/plan/v1"


Workspaces = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Only this workspace; repeatable.")
]
To = Annotated[
    int | None, typer.Option(metavar="N", help="The level to reach; by default the next one.")
]
Write = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Write what can be written as code; needs --snapshot."),
]
Told = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="KEY=VALUE", help="A name no snapshot holds; repeatable."),
]
Force = Annotated[
    bool, typer.Option("--force", help="Overwrite files in DIR that plan did not write.")
]


@app.command()
@takes("snapshot")
def plan(
    config: Config,
    *,
    assessment: Annotated[
        Path, typer.Argument(metavar="ASSESSMENT", help="What `--format json` wrote.")
    ],
    workspace: Workspaces = None,
    to: To = None,
    write: Write = None,
    told: Told = None,
    force: Force = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """The smallest set of steps that reaches a level.

    They are told apart: what to do, what to grant, what to attest.
    Example: aml-maturity-audit plan assessment.json --workspace churn-prod --to 3
    """
    document = load(read_bounded(assessment), name=str(assessment))
    found = plans(document, workspaces=workspace or (), to=to)
    if write is not None:
        _write(write, document.run.id, found, told or (), config, force=force)
    if as_json:
        content = {"schema": PLAN_SCHEMA, "plans": found}
        sys.stdout.write(
            msgspec.json.format(msgspec.json.encode(content), indent=2).decode() + "\n"
        )
        return
    sys.stdout.write(plans_text(found))


def _write(
    directory: Path,
    run: str,
    found: Sequence[Plan],
    told: Sequence[str],
    config: Config,
    *,
    force: bool,
) -> None:
    """Write the code of one plan, and say what was written and what was not."""
    from aml_maturity_audit.guidance.code.given import parse_given
    from aml_maturity_audit.guidance.code.writing import code_for, write_code
    from aml_maturity_audit.signals.snapshot_file import read_snapshot

    if config.snapshot is None:
        raise UsageError("--write needs the names in a snapshot.", remedy="Add --snapshot FILE.")
    if len(found) != 1:
        raise UsageError(
            f"--write is for one workspace, and this is a plan for {len(found)}.",
            remedy="Name one with --workspace.",
        )
    given, judging = parse_given(told), judging_of(config)
    snapshot = read_snapshot(config.snapshot)
    if snapshot.header.run_id != run:
        say("The snapshot is of another run than the assessment: see that nothing changed since.")
    files, lacking = code_for(found[0], snapshot, given, judging.mappings, judging.policy)
    write_code(directory, found[0], files, lacking, force=force)
    for one in lacking:
        say(one.sentence)
    count = "1 file" if len(files) == 1 else f"{len(files)} files"
    say(f"{count} and a README.md are in {directory}. Nothing was applied.")
