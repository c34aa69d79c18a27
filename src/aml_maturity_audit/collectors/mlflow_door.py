"""A workspace's MLflow, searched page by page within bounds."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TypeVar

from aml_maturity_audit.azure.problems import Unanswered
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.mlflow import Experiment, Experiments, Run, Runs
from aml_maturity_audit.signals.tracking import RUN_METRICS

EXPERIMENTS_READ, RUNS_READ = RUN_METRICS.actions
PAGE = 500
MOST_PAGES = 20
"""Of one search: ten thousand experiments, or runs."""

P = TypeVar("P", Experiments, Runs)


class Mlflow:
    """Searches at the address that ARM names for the workspace (azure_facts A.5)."""

    def __init__(self, context: Context) -> None:
        """Raises Unanswered where ARM names no address, or one that may not be asked."""
        address = context.workspace.tracking_uri
        if not address:
            raise Unanswered("ARM names no MLflow address for the workspace.")
        if not context.data.allow(address, context.workspace.id):
            raise Unanswered("The MLflow address that ARM names is not one of the cloud's own.")
        self._context = context
        self._base = f"{address.split('?', 1)[0].rstrip('/')}/api/2.0/mlflow"

    async def experiments(self) -> AsyncIterator[Sequence[Experiment]]:
        """Pages of experiments, deleted ones too. Raises Problem."""
        async for page in self._pages(
            "experiments/search", {"view_type": "ALL"}, Experiments, EXPERIMENTS_READ
        ):
            yield page.experiments or ()

    async def runs(
        self, experiments: Sequence[str]
    ) -> AsyncIterator[tuple[Sequence[Run] | None, bool]]:
        """Pages of runs, newest first where the service sorts, and whether there are more.

        None for a page without a list of them. Archived ones too: their jobs are listed as well.
        Raises Problem.
        """
        body = {
            "experiment_ids": list(experiments),
            "order_by": ["start_time DESC"],
            "run_view_type": "ALL",
        }
        async for page in self._pages("runs/search", body, Runs, RUNS_READ):
            yield page.runs, bool(page.next_page_token)

    async def _pages(
        self, search: str, body: Mapping[str, object], kind: type[P], action: str
    ) -> AsyncIterator[P]:
        token: str | None = None
        for _ in range(MOST_PAGES):
            page = await self._context.data.search(
                f"{self._base}/{search}",
                {**body, "max_results": PAGE} | ({"page_token": token} if token else {}),
                kind,
                owner=self._context.workspace.id,
                action=action,
                source=RUN_METRICS.name,
            )
            yield page
            if not page.next_page_token or page.next_page_token == token:
                return
            token = page.next_page_token
