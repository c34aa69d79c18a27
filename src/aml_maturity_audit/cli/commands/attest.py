"""`attest`: what only people can answer, written as questions and checked as answers."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from aml_maturity_audit.assessment.document import load
from aml_maturity_audit.azure.clock import now
from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.delivering import write_out
from aml_maturity_audit.cli.messages import say
from aml_maturity_audit.errors import ExitCode
from aml_maturity_audit.files import check_writable, read_bounded
from aml_maturity_audit.guidance.questions import as_yaml
from aml_maturity_audit.mapping.attestations import read_attestations
from aml_maturity_audit.signals.workspaces import Workspace

app = new_app(help="Write attestations as questions, and check the answers.")

_ASSESSMENT = typer.Argument(metavar="ASSESSMENT", help="What `--format json` wrote.")


@app.command()
def init(
    assessment: Annotated[Path, _ASSESSMENT],
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write them to this file.")
    ] = None,
) -> None:
    """Write what a run left unknown, and the People criteria, as questions.

    Every entry is commented out; nothing is vouched for by writing the file. Example:
    aml-maturity-audit attest init assessment.json --output attestations.yaml
    """
    if output is not None:
        check_writable(output)
    document = load(read_bounded(assessment), name=str(assessment))
    write_out(as_yaml(document).encode(), output)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The attestations.")],
    assessment: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A saved assessment: do the selectors cover anything?"),
    ] = None,
) -> int:
    """Check an attestation file: ids, dates, selectors, expiry, overrides.

    Ends with 2 where an entry would be ignored. Example: aml-maturity-audit attest check
    attestations.yaml --assessment assessment.json
    """
    at, known = now(), list[Workspace]()
    if assessment is not None:
        document = load(read_bounded(assessment), name=str(assessment))
        at = document.run.collected_at
        known = [
            Workspace(
                id=w.id,
                name=w.name,
                subscription_id=w.subscription_id,
                resource_group=w.resource_group,
                tags=w.tags,
            )
            for w in document.workspaces
        ]
    text = read_bounded(file).decode("utf-8", "replace")
    found = read_attestations(text, now=at, source=str(file))
    for notice in found.problems:
        say(notice.text)
    idle = [one for one in found.valid if known and not any(one.covers(place) for place in known)]
    for one in idle:
        say(f"The attestation of {one.criterion} for {one.selector} covers no workspace.")
    ignored = sum(notice.code == "attestation-ignored" for notice in found.problems)
    bad = ignored + len(idle)
    sys.stdout.write(f"{len(found.valid) - len(idle)} valid, {bad} with a problem\n")
    return ExitCode.BAD_INPUT if bad else ExitCode.DONE
