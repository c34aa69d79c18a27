"""A recurring training schedule. Source: azure_facts A.7.

A schedule can run a pipeline job again by its name; of other jobs it needs the whole definition,
which no snapshot holds.
"""

from collections.abc import Iterator

from aml_maturity_audit.guidance.code import names
from aml_maturity_audit.guidance.code.artefact import SCHEDULE, Artefact, NameMissing
from aml_maturity_audit.guidance.code.quoting import as_yaml, command
from aml_maturity_audit.guidance.code.site import Site
from aml_maturity_audit.guidance.code.writers.environment import FOR as ENVIRONMENT_NEEDED
from aml_maturity_audit.mapping.derive.environments import has_qualifying_environment
from aml_maturity_audit.mapping.derive.kinds import kind_of
from aml_maturity_audit.mapping.derive.schedules import schedules
from aml_maturity_audit.mapping.derive.training import is_completed, training_jobs
from aml_maturity_audit.signals.jobs import Job

WHAT = "a recurring training schedule"
FOR = frozenset({"recurring-training-is-scheduled", "training-is-automated"})
_SCHEMA = "https://azuremlschemas.azureedge.net/latest/schedule.schema.json"


def write(site: Site) -> Iterator[Artefact]:
    """The schedule. Raises NameMissing where no completed pipeline job can be run again."""
    job = _source(site)
    name = names.derived(site.view.workspace.name, "retrain", 60)
    if name in {one.name.lower() for one in schedules(site.view).items}:
        raise NameMissing(f"A schedule {name} exists already: see why it does not fire.")
    file = "schedule-retrain.yml"
    content = {
        "$schema": _SCHEMA,
        "name": name,
        "display_name": f"Train again each night as {job.name} did",
        "trigger": {
            "type": "recurrence",
            "frequency": "day",
            "interval": 1,
            "schedule": {"hours": [2], "minutes": [0]},
            "time_zone": "UTC",
        },
        "create_job": f"azureml:{job.name}",
    }
    yield Artefact(
        name=file,
        kind=SCHEDULE,
        text=as_yaml(content),
        does=f"Runs pipeline job {job.name} again every night at 02:00 UTC.",
        apply=(command("az", "ml", "schedule", "create", "-f", file, *site.where),),
        criteria=site.wants(FOR),
        mind=(
            f"It trains with the inputs of {job.name}: schedule a job that takes new data.",
            "Every run costs compute: choose how often by how fast the data changes.",
        ),
    )


def _source(site: Site) -> Job:
    """The newest completed pipeline job that trains."""
    completed = [
        job
        for job in training_jobs(site.view).certain
        if is_completed(job) and job.type.lower() == "pipeline" and job.created_at is not None
    ]
    if not completed:
        raise NameMissing(
            "No pipeline job completed in the window, and what another job runs, no snapshot"
            " holds: run training once as a pipeline job, then collect and plan again."
        )
    newest = max(completed, key=lambda job: (str(job.created_at), job.name))
    names.proper(newest.name, "the job")
    environment = has_qualifying_environment(site.view, kind_of(newest))
    if site.wants(ENVIRONMENT_NEEDED) and not environment.yes:
        raise NameMissing(
            f"Job {newest.name} ran in no versioned environment, and would again: run it once in"
            " the new environment, then collect and plan again."
        )
    return newest
