"""`audit`: collect, assess and report in one step."""

from pathlib import Path
from typing import Annotated

import typer

from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.borrowing import cloud_for
from aml_maturity_audit.cli.collecting import read_estate
from aml_maturity_audit.cli.concluding import Gate, conclude
from aml_maturity_audit.cli.delivering import delivery_of
from aml_maturity_audit.cli.judging import judging_of
from aml_maturity_audit.cli.leaving import keepers_of
from aml_maturity_audit.cli.notifying import notify, webhook_in
from aml_maturity_audit.cli.taking import (
    GATE,
    JUDGING,
    OUTPUT,
    SCOPE,
    SHARDS,
    SOURCES,
    WINDOW,
    takes,
)
from aml_maturity_audit.config import Config

app = new_app()


@app.command()
@takes(
    *SCOPE,
    *SOURCES,
    *JUDGING,
    *WINDOW,
    *OUTPUT,
    "snapshot",
    "history",
    "reports",
    *SHARDS,
    *GATE,
    "notification_url",
    "verbose",
    "log_format",
)
def audit(
    config: Config,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="Audit the sample estate that comes with the tool.")
    ] = False,
    estate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Audit the sample estate in this file.")
    ] = None,
) -> int:
    """Read the estate, judge it and report, in one step.

    Without a scope every subscription that the identity sees is audited.
    """
    judging, delivery, gate = judging_of(config), delivery_of(config), Gate(config)
    webhook, keepers = webhook_in(config), keepers_of(config)
    with cloud_for(config, sandbox=sandbox, estate=estate) as where:
        snapshot = read_estate(config, where, file=config.snapshot, keep=True)
    assessment = judging.judge(snapshot)
    delivery.deliver(assessment, keepers.history)
    left = keepers.leave(delivery, judging, snapshot, assessment)
    notify(webhook, config, left.whole, keepers.history)
    return left.or_failed(conclude(assessment, config, gate))
