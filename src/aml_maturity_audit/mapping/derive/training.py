"""Training jobs, and which of them are automated. Source: criteria.md, section 1, "training job",
"automated job"."""

from collections.abc import Hashable

from aml_maturity_audit.mapping.derive import schedules
from aml_maturity_audit.mapping.derive.kinds import JobKind, common_to, kind_of
from aml_maturity_audit.mapping.derive.serving import batch_deployments, batch_endpoints
from aml_maturity_audit.mapping.seen import Seen, exists
from aml_maturity_audit.mapping.share import Group, Population, in_order
from aml_maturity_audit.mapping.truth import NO, YES, Fact, Truth, all_of, any_of, no, unknown, yes
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.ids import last_segment
from aml_maturity_audit.signals.jobs import JOBS, Job
from aml_maturity_audit.signals.schedules import Schedule
from aml_maturity_audit.signals.serving import BatchDeployment

TRAINING_TYPES = frozenset({"command", "pipeline", "sweep", "automl", "spark", "finetuning"})


@derived
def jobs(view: View) -> Seen[Job]:
    """Jobs of the window, and those without a readable date."""
    return view.see(JOBS)


@derived
def kinds(view: View) -> tuple[Group[Job, JobKind], ...]:
    """All jobs by kind, each with whether they train."""
    found: dict[Hashable, Group[Job, JobKind]] = {}
    group, last = None, None
    in_window = view.in_window
    for at, job in enumerate(jobs(view).items):
        starter = schedules.started_by(job)
        common = common_to(job, starter, in_window(job.created_at))
        if group is None or common != last:  # runs of one thing often come in a row
            group, last = found.get(common), common
        if group is None:
            group = found[common] = Group(kind_of(job), _is_training(view, job, starter), [])
        group.members.append((at, job))
    return tuple(found.values())


def jobs_of(view: View, schedule: str, endpoint: str | None = None) -> Seen[Job]:
    """The jobs that a schedule says it started, and those that an endpoint ran."""
    ran_by = last_segment(endpoint).lower() if endpoint else None
    found = [
        group
        for group in kinds(view)
        if group.kind.schedule == schedule.lower()
        or (ran_by and last_segment(group.kind.endpoint or "").lower() == ran_by)
    ]
    return jobs(view).only(tuple(in_order(found)))


@derived
def training_jobs(view: View) -> Population[Job, JobKind]:
    """The training jobs in the window."""
    training = tuple(kind for kind in kinds(view) if kind.belongs.truth is not Truth.NO)
    return Population(jobs(view), training)


def _is_training(view: View, job: Job, starter: str | None) -> Fact:
    if job.type.lower() not in TRAINING_TYPES or job.parent:
        return NO
    if job.monitor_run or job.materialization or job.import_run:
        return NO
    in_window = view.in_window(job.created_at)
    if in_window is False:
        return NO
    trains = YES
    if job.endpoint is not None or starter is not None:
        trains = all_of(_is_no_monitor_run(view, starter), _is_no_batch_scoring(view, job))
    return trains if in_window else all_of(unknown(f"job {job.name} has no readable date"), trains)


def _is_no_monitor_run(view: View, name: str | None) -> Fact:
    """A run of a CreateMonitor schedule, or of an import, trains nothing."""
    if name is None:
        return YES
    schedule = schedules.by_name(view).get(name)
    if schedule is not None:
        return NO if schedules.is_action(schedule, "CreateMonitor", "ImportData") else YES
    known = schedules.schedules(view)
    if known.complete:
        return YES
    return unknown(f"whether {name} is a monitor is not known, as {known.why}", known.missing)


def _is_no_batch_scoring(view: View, job: Job) -> Fact:
    """A run of a batch endpoint scores, unless its deployment runs a pipeline component."""
    if job.endpoint is None:
        return YES
    return runs_pipeline_component(view, kind_of(job))


def runs_pipeline_component(view: View, job: JobKind) -> Fact:
    """Whether the job is a run of a pipeline-component deployment of a batch endpoint."""
    if job.endpoint is None:
        return NO
    deployment = _deployment_of(view, job)
    if deployment is not None:
        kind = deployment.kind.lower()
        return yes(f"runs {deployment.name}") if kind == "pipelinecomponent" else NO
    deciding = (batch_deployments(view), *(() if job.deployment else (batch_endpoints(view),)))
    for known in deciding:
        if not known.complete:
            return unknown(
                f"whether {job.called} scores or trains is not known, as {known.why}", known.missing
            )
    return NO


def _deployment_of(view: View, job: JobKind) -> BatchDeployment | None:
    endpoint = (job.endpoint or "").rsplit("/", 1)[-1].lower()
    here = [d for d in batch_deployments(view).items if d.endpoint.lower() == endpoint]
    name = (job.deployment or "").rsplit("/", 1)[-1] or _default_of(view, endpoint)
    return next((d for d in here if d.name.lower() == name.lower()), None)


def _default_of(view: View, endpoint: str) -> str:
    for candidate in batch_endpoints(view).items:
        if candidate.name.lower() == endpoint:
            return candidate.default_deployment or ""
    return ""


def is_automated(view: View, job: JobKind) -> Fact:
    """Whether a job is automated: who made it, what started it, what built it."""
    if job.created_by.is_automation or job.built:
        return YES
    by_schedule = schedules.matches_schedule(view, job.schedule)
    invoked = _invoked_by_schedule(view, job)
    made = NO if job.created_by.is_known else unknown(f"who made job {job.called} is not told")
    return any_of(by_schedule, invoked, made)


def _invoked_by_schedule(view: View, job: JobKind) -> Fact:
    """It runs a pipeline-component deployment that a live schedule invokes."""
    if job.endpoint is None:
        return NO
    component = runs_pipeline_component(view, job)
    if component.no:
        return NO
    known = schedules.schedules(view)
    invoked = exists(known, lambda schedule: _invokes(view, schedule, job), none="")
    return all_of(component, invoked)


def _invokes(view: View, schedule: Schedule, job: JobKind) -> Fact:
    """Whether a live schedule invokes the deployment that ran the job."""
    if not schedules.is_action(schedule, "InvokeBatchEndpoint"):
        return NO
    endpoint = (job.endpoint or "").rsplit("/", 1)[-1].lower()
    if (schedule.job_endpoint or "").rsplit("/", 1)[-1].lower() != endpoint:
        return NO
    told = [(d or "").rsplit("/", 1)[-1].lower() for d in (schedule.job_deployment, job.deployment)]
    default = _default_of(view, endpoint).lower()
    wanted, ran = (each or default for each in told)
    if wanted != ran:
        endpoints = batch_endpoints(view)
        return NO if all(told) or endpoints.complete else endpoints.hiding()
    return schedules.live(view, schedule)


def no_training(view: View) -> Fact:
    """Whether there is no training job in the window."""
    people = training_jobs(view)
    if people.size:
        return no(f"{people.size} training jobs in the last {view.window_days} days")
    if people.may_have_more:
        return people.doubts()
    return yes(f"no training job in the last {view.window_days} days")


def nothing_trained(view: View) -> str:
    """The sentence for an empty population."""
    return f"no training job in the last {view.window_days} days"


def is_completed(job: Job | JobKind) -> bool:
    """Whether a job ended well."""
    return job.status.lower() == "completed"
