"""`trend`: levels over time."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from aml_maturity_audit.assessment.model import DIMENSIONS
from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.delivering import chosen_format, write_out
from aml_maturity_audit.cli.guidance_text import plain
from aml_maturity_audit.cli.keeping import history_of
from aml_maturity_audit.cli.messages import say
from aml_maturity_audit.cli.taking import HISTORY, takes
from aml_maturity_audit.config import Config
from aml_maturity_audit.config.values import nearest
from aml_maturity_audit.errors import NotFoundError, UsageError
from aml_maturity_audit.files import check_writable

if TYPE_CHECKING:
    from aml_maturity_audit.assessment.trend import Trend
    from aml_maturity_audit.history.store import History

app = new_app()

TREND_SCHEMA = "aml-maturity-audit/trend/v1"


class _Format(msgspec.Struct, frozen=True):
    extension: str


_FORMATS = {"table": _Format("txt"), "json": _Format("json"), "html": _Format("html")}


@app.command()
@takes(*HISTORY, "format", "output")
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

    Per workspace, or for the fleet, as a table, JSON or an HTML page with charts. A bar per run,
    by the confirmed level; * marks runs whose catalogue, edition or policy differ from the run
    before. Example: aml-maturity-audit trend --history ./history --output trend.html
    """
    from aml_maturity_audit.history.trend import trends

    format = "json" if as_json else chosen_format(config, _FORMATS)
    if config.output is not None:
        check_writable(config.output)
    if dimension not in {"overall", *DIMENSIONS}:
        raise UsageError(f"There is no dimension {dimension!r}.", remedy=", ".join(DIMENSIONS))
    rows = _rows_of_whole_runs(history_of(config), dimension)
    _refuse_unknown(workspace or (), rows)
    found = trends(rows, workspaces=workspace or (), dimension=dimension, fleet=fleet)
    write_out(_rendered(found, format, dimension), config.output)


def _refuse_unknown(names: Iterable[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Raises NotFoundError for a workspace that is in no run."""
    names = list(names)
    if not names:
        return
    known = {str(row[column]).lower() for row in rows for column in ("workspace", "workspace_key")}
    for name in names:
        if name.lower() not in known:
            raise NotFoundError(
                f"No run of the history has a workspace {name!r}.",
                remedy=nearest(name, sorted({str(row["workspace"]) for row in rows})),
            )


def _rows_of_whole_runs(history: "History", dimension: str) -> list[dict[str, object]]:
    """What shards say of their own is not yet what the run says."""
    rows = history.levels(dimension)
    whole = history.whole_runs()
    for run in sorted({str(row["run_id"]) for row in rows} - whole):
        say(f"Run {run} is left out: shards of it are missing, or were not put together.")
    return [row for row in rows if row["run_id"] in whole]


def _rendered(found: tuple["Trend", ...], format: str, dimension: str) -> bytes:
    if format == "json":
        content = {"schema": TREND_SCHEMA, "trends": found}
        return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"
    if format == "html":
        from aml_maturity_audit.history.page import render

        return render(found, dimension)
    return "".join(f"{line}\n" for line in _lines(found)).encode()


def _lines(found: tuple["Trend", ...]) -> Iterable[str]:
    width = max((len(each.name) for each in found), default=0)
    for each in found:
        first, last = each.points[0], each.points[-1]
        yield plain(
            f"{each.name:<{width}}  {each.spark}  {first.confirmed:g} → {last.confirmed:g}"
            f"  ({first.time:%Y-%m-%d} to {last.time:%Y-%m-%d}, {len(each.points)} runs)"
        )
        marks = "".join("*" if point.changed else " " for point in each.points).rstrip()
        if marks:
            yield f"{'':<{width}}  {marks}"
    if not found:
        yield "No run has such a level."
