"""`assess`: the half that holds opinions and needs no Azure."""

from pathlib import Path
from typing import Annotated

import typer

from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.concluding import Gate, conclude
from aml_maturity_audit.cli.delivering import delivery_of
from aml_maturity_audit.cli.judging import judging_of
from aml_maturity_audit.cli.leaving import keepers_of
from aml_maturity_audit.cli.taking import GATE, HISTORY, JUDGING, OUTPUT, WINDOW, takes
from aml_maturity_audit.config import Config
from aml_maturity_audit.signals.snapshot_file import read_snapshot

app = new_app()


@app.command()
@takes(*JUDGING, *WINDOW, *OUTPUT, *HISTORY, "reports", *GATE)
def assess(
    config: Config,
    snapshot: Annotated[Path, typer.Argument(metavar="SNAPSHOT", help="What `collect` wrote.")],
) -> int:
    """Judge a snapshot; needs no Azure.

    --window-days may narrow the window that was collected, not widen it.
    """
    judging, delivery, gate = judging_of(config), delivery_of(config), Gate(config)
    keepers = keepers_of(config)
    read = read_snapshot(snapshot)
    assessment = judging.judge(read, config.window_days)
    delivery.deliver(assessment, keepers.history)
    left = keepers.leave(delivery, judging, read, assessment)
    return left.or_failed(conclude(assessment, config, gate))
