"""`permissions`: the role to grant, and what the current identity could settle."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.role import ANYWHERE, role
from aml_maturity_audit.cli.taking import takes
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import ExitCode, UsageError

app = new_app()


@app.command()
@takes("subscription", "management_group", "auth", "cloud", "log_format")
def permissions(
    config: Config,
    what: Annotated[
        str | None,
        typer.Argument(metavar="check", help="Ask what the current identity could settle."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="With check: as JSON.")] = False,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="With check: in the sample estate.")
    ] = False,
    estate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With check: in the estate of this file.")
    ] = None,
) -> int:
    """The least-privilege role to grant, as JSON.

    Save it, then: az role definition create --role-definition FILE. Name the scopes with
    --subscription or --management-group. `permissions check` asks which criteria the current
    identity could settle, and what it lacks; it exits with 5 where something is missing.
    """
    if what is None:
        sys.stdout.write(role(_scopes(config) or ANYWHERE))
        return ExitCode.DONE
    if what != "check":
        raise UsageError(f"There is no `permissions {what}`.", remedy="There is `check`.")
    return _check(config, as_json=as_json, sandbox=sandbox, estate=estate)


def _scopes(config: Config) -> list[str]:
    scopes = [f"/subscriptions/{each}" for each in config.subscription]
    if config.management_group:
        group = config.management_group
        scopes.append(f"/providers/Microsoft.Management/managementGroups/{group}")
    return scopes


def _check(config: Config, *, as_json: bool, sandbox: bool, estate: Path | None) -> int:
    from aml_maturity_audit.cli.borrowing import cloud_for
    from aml_maturity_audit.cli.diagnosis.examining import access_alone
    from aml_maturity_audit.cli.diagnosis.text import access_text
    from aml_maturity_audit.cli.interruption import run

    with cloud_for(config, sandbox=sandbox, estate=estate) as where:
        access = run(access_alone(config, where))
    if as_json:
        text = msgspec.json.format(msgspec.json.encode(access), indent=2).decode() + "\n"
    else:
        text = access_text(access)
    sys.stdout.write(text)
    settled = all(one.settled for one in access.criteria)
    return ExitCode.DONE if settled else ExitCode.INCOMPLETE
