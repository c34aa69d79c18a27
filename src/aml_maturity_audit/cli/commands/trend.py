"""`trend`: levels over time."""

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from aml_maturity_audit.assessment.model import DIMENSIONS
from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.guidance_text import plain
from aml_maturity_audit.cli.keeping import history_of
from aml_maturity_audit.cli.taking import takes
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import UsageError

if TYPE_CHECKING:
    from aml_maturity_audit.history.trend import Trend

app = new_app()

TREND_SCHEMA = "aml-maturity-audit/trend/v1"


@app.command()
@takes("history")
def trend(
    config: Config,
    workspace: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this workspace; repeatable.")
    ] = None,
    dimension: Annotated[
        str, typer.Option(metavar="NAME", help="A dimension, or overall.")
    ] = "overall",
    fleet: Annotated[bool, typer.Option("--fleet", help="The mean over all workspaces.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Levels over time, from a history.

    Per workspace, or for the fleet. A bar per run, by the confirmed level; * marks runs whose
    catalogue, edition or policy differ from the run before.
    Example: aml-maturity-audit trend --history ./history --fleet
    """
    from aml_maturity_audit.history.trend import trends

    if dimension not in {"overall", *DIMENSIONS}:
        raise UsageError(f"There is no dimension {dimension!r}.", remedy=", ".join(DIMENSIONS))
    rows = history_of(config).table("levels").to_pylist()
    found = trends(rows, workspaces=workspace or (), dimension=dimension, fleet=fleet)
    if as_json:
        content = {"schema": TREND_SCHEMA, "trends": found}
        sys.stdout.write(
            msgspec.json.format(msgspec.json.encode(content), indent=2).decode() + "\n"
        )
        return
    sys.stdout.write("".join(_lines(found)) or "No run has such a level.\n")


def _lines(found: "Sequence[Trend]") -> Iterator[str]:
    """A line per trend, and one below it that marks the runs that were judged otherwise."""
    width = max((len(each.name) for each in found), default=0)
    for each in found:
        first, last = each.points[0], each.points[-1]
        line = (
            f"{each.name:<{width}}  {each.spark}  {first.confirmed:g} → {last.confirmed:g}"
            f"  ({first.time:%Y-%m-%d} to {last.time:%Y-%m-%d}, {len(each.points)} runs)"
        )
        yield plain(line) + "\n"
        marks = "".join("*" if point.changed else " " for point in each.points).rstrip()
        if marks:
            yield f"{'':<{width}}  {marks}\n"
