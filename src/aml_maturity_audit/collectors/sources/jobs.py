"""Jobs and pipeline runs of a workspace, as far back as the window goes."""

from collections.abc import Sequence
from datetime import UTC, datetime

from aml_maturity_audit.azure.api import ML
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.base import DEFAULT, FEATURE_STORE, Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.newest_first import NewestFirst
from aml_maturity_audit.collectors.older_jobs import OlderJobs
from aml_maturity_audit.collectors.wire.base import created_at
from aml_maturity_audit.collectors.wire.job import JobWire
from aml_maturity_audit.collectors.wire.job_record import parse_job
from aml_maturity_audit.signals.jobs import JOBS, Job

_NEVER = datetime.min.replace(tzinfo=UTC)


async def fetch(context: Context) -> Listing[Job]:
    """Jobs in the window and those without a readable date, newest first, at most `max_jobs`.

    The list is unbounded and ARM filters no dates: it is read until a page is wholly older than
    the window while newest-first order holds (azure_facts A.4).
    """
    order, older = NewestFirst(context.window_start), OlderJobs()
    context.notes[OlderJobs.NOTE] = older
    workspace_id, start = context.workspace.id, context.window_start
    dates: list[datetime | None] = []  # of the page that is gone through, each read once

    def keep(item: JobWire) -> Job | None:
        dates.append(created_at(item))
        job = parse_job(item, workspace_id, dates[-1])
        if job.created_at is None or job.created_at >= start:
            return job
        older.saw(job)
        return None

    def enough(_: Sequence[JobWire]) -> bool:
        older.stopped = order.past_window(dates)
        dates.clear()
        return older.stopped

    found = await context.arm.listing(
        f"{context.workspace.id}/jobs",
        JobWire,
        keep,
        api=ML,
        action=JOBS.actions[0],
        source=JOBS.name,
        params={"listViewType": "All"},
        limit=context.max_jobs,
        enough=enough,
    )
    return Listing(newest_first(found.items), found.gaps)


def newest_first(jobs: Sequence[Job]) -> tuple[Job, ...]:
    """Sorted by date, those without one last."""

    return tuple(sorted(jobs, key=lambda job: job.created_at or _NEVER, reverse=True))


COLLECTOR = Collector(yields=JOBS, needs=JOBS.actions, fetch=fetch, kinds=DEFAULT | FEATURE_STORE)
