"""`doctor`: whether an audit would run here, as this identity, with this configuration."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.borrowing import cloud_for
from aml_maturity_audit.cli.diagnosis.examining import examine
from aml_maturity_audit.cli.diagnosis.model import BROKEN, GOOD, Report
from aml_maturity_audit.cli.diagnosis.text import report_text
from aml_maturity_audit.cli.interruption import run
from aml_maturity_audit.cli.lacking import make_sure_of
from aml_maturity_audit.cli.taking import SCOPE, SOURCES, takes
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import ExitCode, UsageError

app = new_app()


@app.command()
@takes(*SCOPE, *SOURCES, "history", "reports", "notification_url", "verbose", "log_format")
def doctor(
    config: Config,
    cross_check: Annotated[
        str | None,
        typer.Option(
            metavar="WORKSPACE", help="Read this workspace again with azure-ai-ml, and compare."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Look at the sample estate that comes with the tool.")
    ] = False,
    estate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Look at the sample estate in this file.")
    ] = None,
) -> int:
    """Check that an audit would run here, on one page.

    It looks at sign-in, network, clock, permissions, CI/CD sources, history and webhook.
    Exits with 0 where all is good, 5 where an audit would leave something unknown, 1 where
    something is broken, 4 where the sign-in is refused. Example: aml-maturity-audit doctor --json
    """
    if cross_check and (sandbox or estate):
        raise UsageError("--cross-check needs a real Azure, or the environment of `sandbox`.")
    if cross_check:
        make_sure_of("azure.ai.ml")
    with cloud_for(config, sandbox=sandbox, estate=estate) as where:
        report = run(examine(config, where, cross_check))
    if as_json:
        text = msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"
    else:
        text = report_text(report)
    sys.stdout.write(text)
    return exit_code(report)


def exit_code(report: Report) -> ExitCode:
    """What the page amounts to; that two libraries differ is a finding, not a failure."""
    states = {check.state for check in report.checks}
    if BROKEN in states:
        return ExitCode.TOOL_FAILED
    return ExitCode.DONE if states == {GOOD} else ExitCode.INCOMPLETE
