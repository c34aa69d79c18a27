"""How far a run is, on stderr, and only where somebody looks."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from aml_maturity_audit.collectors.plan import Progress
from aml_maturity_audit.signals.workspaces import Workspace


@contextmanager
def shown_progress() -> Iterator[Progress | None]:
    """Something to tell progress to for a block; None where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
    from rich.progress import Progress as Bars

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        yield _Shown(bars)


class _Shown:
    def __init__(self, bars: object) -> None:
        from rich.progress import Progress as Bars

        assert isinstance(bars, Bars)
        self._bars = bars
        self._task = bars.add_task("Looking for workspaces", total=None)

    def found(self, subscriptions: int, workspaces: int) -> None:
        """Discovery is done."""
        self._bars.update(
            self._task,
            description=f"Reading {workspaces} workspaces in {subscriptions} subscriptions",
            total=workspaces,
        )

    def done(self, workspace: Workspace) -> None:
        """All readings of a workspace are in."""
        del workspace
        self._bars.advance(self._task)
