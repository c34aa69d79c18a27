"""Schedules that train and fired. Source: criteria.md, section 3,
`recurring-training-is-scheduled`."""

from aml_maturity_audit.mapping.derive import schedules, training
from aml_maturity_audit.mapping.derive.serving import batch_deployments, batch_endpoints
from aml_maturity_audit.mapping.seen import exists
from aml_maturity_audit.mapping.truth import NO, Fact, all_of, any_of, fact, no, unknown, yes
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.mapping.words import job_evidence
from aml_maturity_audit.signals.ids import last_segment
from aml_maturity_audit.signals.jobs import Job
from aml_maturity_audit.signals.schedules import Schedule


def schedule_trains(view: View) -> Fact:
    """Whether a live schedule that trains fired in the window."""
    return exists(
        schedules.schedules(view),
        lambda schedule: _trains_and_fired(view, schedule),
        none="no live schedule trained in the window",
    )


def _trains_and_fired(view: View, schedule: Schedule) -> Fact:
    trains = _trains(view, schedule)
    if trains.no:
        return NO
    return all_of(trains, schedules.live(view, schedule), _fired(view, schedule))


def _trains(view: View, schedule: Schedule) -> Fact:
    if schedules.is_action(schedule, "CreateJob"):
        if not schedule.job_type:
            return unknown(f"what schedule {schedule.name} creates is not told")
        return fact(schedule.job_type.lower() in training.TRAINING_TYPES)
    if schedules.is_action(schedule, "InvokeBatchEndpoint"):
        return _invokes_component(view, schedule)
    return NO


def _invokes_component(view: View, schedule: Schedule) -> Fact:
    endpoint = last_segment(schedule.job_endpoint).lower()
    default = next(
        (e.default_deployment for e in batch_endpoints(view).items if e.name.lower() == endpoint),
        None,
    )
    name = last_segment(schedule.job_deployment or default).lower()
    for deployment in batch_deployments(view).items:
        if deployment.endpoint.lower() == endpoint and deployment.name.lower() == name:
            return fact(deployment.kind.lower() == "pipelinecomponent")
    for known in (batch_deployments(view), batch_endpoints(view)):
        if not known.complete:
            return known.hiding()
    return NO


def _fired(view: View, schedule: Schedule) -> Fact:
    """A job of the window that the schedule started."""
    return exists(
        training.jobs_of(view, schedule.name, schedule.job_endpoint),
        lambda job: any_of(_is_its_job(view, schedule, job), _is_its_run(view, schedule, job)),
        none=f"schedule {schedule.name} did not fire in {view.window_days} days",
    )


def _is_its_job(view: View, schedule: Schedule, job: Job) -> Fact:
    if schedules.started_by(job) != schedule.name.lower():
        return NO
    return _in_window(view, schedule, job)


def _is_its_run(view: View, schedule: Schedule, job: Job) -> Fact:
    """A run of the endpoint that the schedule invokes may be its own, or anybody's."""
    if not job.endpoint or not schedule.job_endpoint:
        return NO
    if last_segment(job.endpoint).lower() != last_segment(schedule.job_endpoint).lower():
        return NO
    inside = _in_window(view, schedule, job)
    if inside.no:
        return inside
    return unknown(f"whether schedule {schedule.name} started job {job.name} is not known")


def _in_window(view: View, schedule: Schedule, job: Job) -> Fact:
    inside = view.in_window(job.created_at)
    if inside is None:
        return unknown(f"job {job.name} has no readable date")
    if not inside:
        return no(f"job {job.name} is older than the window")
    text = f"schedule {schedule.name} started job {job.name}"
    return yes(text, (job_evidence(view, job, text),))
