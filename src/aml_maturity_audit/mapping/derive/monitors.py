"""Model monitors that ran, and breaches. Source: criteria.md, section 1, "a monitor that ran"."""

from dataclasses import dataclass

from aml_maturity_audit.mapping.derive import schedules, training
from aml_maturity_audit.mapping.derive.models import reference_key
from aml_maturity_audit.mapping.derive.serving import Production, production, production_online
from aml_maturity_audit.mapping.seen import Seen
from aml_maturity_audit.mapping.truth import NO, Fact, all_of, any_of, no, unknown, yes
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.ids import same_id
from aml_maturity_audit.signals.jobs import Job
from aml_maturity_audit.signals.schedules import Monitor, Schedule


@dataclass(frozen=True)
class Watch:
    """A CreateMonitor schedule with its monitor."""

    schedule: Schedule
    monitor: Monitor


@derived
def monitors(view: View) -> Seen[Watch]:
    """All monitors of the workspace, live or not."""
    known = schedules.schedules(view)
    items = tuple(
        Watch(schedule, schedule.monitor or Monitor())
        for schedule in known.items
        if schedules.is_action(schedule, "CreateMonitor")
    )
    return Seen(items, known.hidden, known.open, known.missing, known.why, known.gaps)


def _is_result(job: Job) -> bool:
    status = job.status.lower()
    return status == "completed" or (status == "failed" and job.breached)


def ran(view: View, watch: Watch) -> Fact:
    """Whether a monitor is live and a run of it in the window came to a result."""
    return all_of(schedules.live(view, watch.schedule), _came_to_result(view, watch))


def _came_to_result(view: View, watch: Watch) -> Fact:
    known = training.jobs_of(view, watch.schedule.name)
    undated: Job | None = None
    for job in known.items:
        if _is_result(job):
            if view.in_window(job.created_at):
                return yes(f"monitor {watch.schedule.name} ran ({job.name}, {job.status})")
            undated = job if job.created_at is None else undated
    if undated is not None:
        return unknown(f"run {undated.name} of monitor {watch.schedule.name} has no readable date")
    if known.complete:
        return no(f"monitor {watch.schedule.name} came to no result in {view.window_days} days")
    return known.hiding()


def is_on(view: View, watch: Watch, deployed: Production) -> bool:
    """Whether a monitor's target is a deployment, or the model that it serves."""
    target = watch.monitor
    if same_id(_arm(target.deployment_id, view), deployed.id):
        return True
    served = reference_key(view, deployed.deployment.model)
    return bool(served) and served == reference_key(view, target.model_id)


def _arm(reference: str | None, view: View) -> str | None:
    """A target may be spelled `azureml:endpoint:deployment` or as an ARM id."""
    if not reference:
        return None
    text = reference.removeprefix("azureml:")
    if text.startswith("/"):
        return text
    parts = text.split(":")
    if len(parts) == 2:
        return f"{view.workspace.id}/onlineEndpoints/{parts[0]}/deployments/{parts[1]}"
    return None


def monitored(view: View, deployed: Production) -> Fact:
    """Whether a monitor that ran is on a production deployment."""
    known = monitors(view)
    answers = [ran(view, watch) for watch in known.items if is_on(view, watch, deployed)]
    if not known.complete:
        answers.append(known.hiding())
    if not answers:
        return no(f"no monitor is on {deployed.label}")
    return any_of(*answers)


@derived
def production_is_monitored(view: View) -> Fact:
    """Whether a monitor that ran is on any production deployment."""
    here = production(view)
    if not here.items and here.complete:
        return no("nothing is in production to be monitored")
    answers = [monitored(view, deployed) for deployed in here.items]
    if not here.complete:
        # What hides may be a monitored deployment only where there may be a monitor.
        known = monitors(view)
        alive = any_of(NO, *(ran(view, w) for w in known.items))
        answers.append(here.hiding() if not (alive.no and known.complete) else alive)
    return any_of(*answers)


@derived
def breaches(view: View) -> Seen[Job]:
    """Runs of monitors in the window that breached a threshold."""
    known = training.jobs(view)
    watched = {w.schedule.name.lower() for w in monitors(view).items}
    if not watched:
        return known.only(())
    return known.where(
        lambda job: (
            job.breached
            and view.in_window(job.created_at) is True
            and schedules.started_by(job) in watched
        )
    )


def notifies(view: View) -> Fact:
    """Whether a monitor that ran sends notifications: emails, and a signal that does notify."""
    known = monitors(view)
    answers = [all_of(ran(view, watch), _sends(watch)) for watch in known.items]
    if not known.complete:
        answers.append(known.hiding())
    return any_of(*answers) if answers else no("0 monitors that could notify")


def _sends(watch: Watch) -> Fact:
    if not watch.monitor.has_emails:
        return no(f"monitor {watch.schedule.name} notifies nobody")
    if not any(signal.notifies for signal in watch.monitor.signals):
        return no(f"monitor {watch.schedule.name} has no signal that notifies")
    return yes(f"monitor {watch.schedule.name} sends notifications")


def data_is_collected(view: View, deployed: Production) -> Fact:
    """Whether a production online deployment's data is collected."""
    for candidate in production_online(view).items:
        if candidate.id == deployed.id and getattr(candidate.deployment, "collects_data", False):
            return yes(f"{deployed.label} collects data")
    by_monitor = monitored(view, deployed)
    return by_monitor if not by_monitor.no else no(f"{deployed.label} collects no data")
