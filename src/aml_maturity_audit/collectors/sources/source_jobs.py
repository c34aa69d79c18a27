"""The jobs that made the models and are not among the jobs of the window."""

from urllib.parse import quote

from aml_maturity_audit.azure.api import ML
from aml_maturity_audit.azure.problems import Unanswered
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.jobs_of_interest import jobs_by_name
from aml_maturity_audit.collectors.lookups import Outcome, attempt, gathered, hidden_by, read_of
from aml_maturity_audit.collectors.rebasing import rebased
from aml_maturity_audit.collectors.wire.base import created_at
from aml_maturity_audit.collectors.wire.job import JobWire
from aml_maturity_audit.collectors.wire.job_record import parse_job
from aml_maturity_audit.signals.ids import same_id
from aml_maturity_audit.signals.jobs import JOBS, SOURCE_JOBS, Job, JobLookup
from aml_maturity_audit.signals.models import MODEL_VERSIONS, ModelVersion
from aml_maturity_audit.signals.reading import Reading

UNMAPPED = "unmapped"
Place = tuple[str, str]
"""A workspace's ARM id (empty where it is not known) and a job's name."""


async def fetch(context: Context) -> Reading[tuple[JobLookup, ...]]:
    """One lookup per job, in its own workspace."""
    here = context.workspace.id.lower()
    places = [
        (workspace_id, name)
        for workspace_id, name in places_of(context.seen(MODEL_VERSIONS))
        if not (workspace_id.lower() == here and name.lower() in jobs_by_name(context))
    ]
    found = await gathered(places, lambda place: _look_up(context, place))
    return read_of(
        [lookup for lookup, _ in found],
        [outcome for _, outcome in found if outcome is not None],
        hidden_by(context.read(MODEL_VERSIONS)),
    )


def places_of(versions: tuple[ModelVersion, ...]) -> tuple[Place, ...]:
    """Where the source jobs of these versions are, each once."""
    found: dict[Place, Place] = {}
    for version in versions:
        if version.job_name:
            place = (version.workspace_id or "", version.job_name)
            found.setdefault((place[0].lower(), place[1].lower()), place)
    return tuple(found.values())


async def _look_up(context: Context, place: Place) -> tuple[JobLookup, Outcome[Job] | None]:
    workspace_id, name = place
    if not workspace_id:
        detail = f"The workspace of job {name} is not known: a registry's model names it."
        return JobLookup(workspace_id="", name=name, state=UNMAPPED, detail=detail), None
    outcome = await attempt(_job(context, workspace_id, name), resource=name)
    lookup = JobLookup(
        workspace_id=workspace_id,
        name=name,
        state=outcome.state,
        job=outcome.value,
        detail=outcome.detail,
    )
    return lookup, outcome


async def _job(context: Context, workspace_id: str, name: str) -> Job:
    known = context.estate.workspace(workspace_id)
    home = known.id if known else workspace_id
    said = await context.arm.item(
        f"{home}/jobs/{quote(name, safe='')}",
        JobWire,
        api=ML,
        action=SOURCE_JOBS.actions[0],
        source=SOURCE_JOBS.name,
    )
    try:
        job = parse_job(said, home, created_at(said))
    except ValueError as error:
        raise Unanswered(f"Job {name} could not be decoded: {error}.") from error
    return job if same_id(home, context.workspace.id) else rebased(job, home)


COLLECTOR = Collector(
    yields=SOURCE_JOBS,
    needs=SOURCE_JOBS.actions,
    fetch=fetch,
    after=(MODEL_VERSIONS, JOBS),
)
