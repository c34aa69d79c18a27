"""`history`: the runs that a history keeps."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import msgspec
import typer

from aml_maturity_audit.azure.clock import now
from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.guidance_text import plain
from aml_maturity_audit.cli.keeping import history_of
from aml_maturity_audit.cli.lacking import make_sure_of
from aml_maturity_audit.cli.messages import say
from aml_maturity_audit.cli.taking import HISTORY, takes
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.files import check_writable, written_whole

if TYPE_CHECKING:
    from arro3.core import Table

app = new_app(help="Runs that a history keeps; export and prune it.")

HISTORY_SCHEMA = "aml-maturity-audit/history/v1"
_CENTURY = 36_500
"""Days; the calendar ends somewhere."""


@app.command(name="list")
@takes(*HISTORY)
def list_runs(
    config: Config,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """List the runs, the oldest first.

    Example: aml-maturity-audit history list --history ./history
    """
    runs = history_of(config).runs()
    if as_json:
        content = {"schema": HISTORY_SCHEMA, "runs": runs}
        sys.stdout.write(
            msgspec.json.format(msgspec.json.encode(content), indent=2).decode() + "\n"
        )
        return
    for run in runs:
        time = run["collected_at"]
        when = f"{time:%Y-%m-%d %H:%M}" if isinstance(time, datetime) else ""
        whole = "" if run["complete"] else "  incomplete"
        line = (
            f"{when}  {run['run_id']}  {_part(run['shard'])}  {run['workspaces']} workspaces"
            f"  edition {run['edition']}{whole}"
        )
        sys.stdout.write(plain(line) + "\n")


def _part(shard: object) -> str:
    return "all shards" if shard == "all" else f"shard {shard}"


@app.command()
@takes(*HISTORY)
def export(
    config: Config,
    output: Annotated[Path, typer.Argument(metavar="FILE", help="FILE.csv or FILE.parquet.")],
    table: Annotated[
        str, typer.Option(metavar="NAME", help="levels, verdicts, documents or parts.")
    ] = "levels",
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="From this day on.")
    ] = None,
) -> None:
    """Write a table of the history as CSV or Parquet.

    Example: aml-maturity-audit history export levels.parquet --history ./history
    """
    kind = output.suffix.lower()
    if kind not in {".csv", ".parquet"}:
        raise UsageError(f"{output} is neither .csv nor .parquet.")
    check_writable(output)
    write = _writer(kind)
    rows = history_of(config).table(table, since=since.date() if since else None)
    with written_whole(output) as stream:
        write(rows, stream)
    say(f"{rows.num_rows} rows of {table} were written to {output}.")


def _writer(kind: str) -> Callable[["Table", BinaryIO], None]:
    make_sure_of("arro3.io")
    from arro3 import io

    writers: dict[str, Callable[[Table, BinaryIO], None]] = {
        ".csv": io.write_csv,
        ".parquet": partial(io.write_parquet, compression="snappy"),
    }
    return writers[kind]


@app.command()
@takes(*HISTORY)
def prune(
    config: Config,
    older_than: Annotated[
        int, typer.Option(metavar="DAYS", min=1, max=_CENTURY, help="Days to keep.")
    ],
) -> None:
    """Delete runs that are older than so many days, and their files.

    Example: aml-maturity-audit history prune --older-than 730 --history ./history
    """
    before = (now() - timedelta(days=older_than)).astimezone(UTC)
    gone = history_of(config).prune(before)
    sys.stdout.write(f"{gone} runs from before {before:%Y-%m-%d} were deleted\n")
