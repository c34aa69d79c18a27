"""The closed loop: breach, then automated training. Source: criteria.md, section 2,
`retraining-is-triggered-by-production-metrics`."""

from datetime import datetime, timedelta

from aml_maturity_audit.mapping.derive import monitors, schedules, training
from aml_maturity_audit.mapping.derive.kinds import kind_of
from aml_maturity_audit.mapping.derive.partners import system_views
from aml_maturity_audit.mapping.derive.serving import production
from aml_maturity_audit.mapping.truth import NO, Fact, all_of, any_of, unknown, yes
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.jobs import Job


def system_is_monitored(view: View) -> Fact:
    """Whether a monitor that ran is on a production deployment of the workspace or its system."""
    return any_of(*(_is_monitored(view, member) for member in system_views(view)))


def _is_monitored(view: View, member: View) -> Fact:
    known = monitors.monitors(member)
    if member is not view and known.complete and not known.items:
        return NO  # at a glance: most partners have none
    return said_of(view, member, monitors.production_is_monitored(member))


def said_of(view: View, member: View, answer: Fact) -> Fact:
    """What holds of another workspace of the system, with how it was told to be of it (rule 6)."""
    if member is view or answer.no:
        return answer
    inferred = "" if view.estate.system_of(view.workspace) else ", inferred from the names or tags"
    return answer.saying(f"{answer.because} ({member.workspace.name}, the same system{inferred})")


def production_breaches(view: View) -> list[Job]:
    """Breaches, in the window, of monitors on production deployments."""
    watched = {
        watch.schedule.name.lower()
        for watch in monitors.monitors(view).items
        for deployed in production(view).items
        if monitors.is_on(view, watch, deployed)
    }
    if not watched:
        return []
    return [b for b in monitors.breaches(view).items if schedules.started_by(b) in watched]


def loop_closed(view: View) -> Fact:
    """Whether an automated training job started soon after a breach in the window."""
    breaches = [b for member in system_views(view) for b in production_breaches(member)]
    if not breaches:
        return unknown(
            f"no breach in the last {view.window_days} days has put the loop to the test"
        )
    hours = view.policy.breach_response_hours
    limit = timedelta(hours=hours)
    doubt: Fact | None = None
    for member in system_views(view):
        for job, group in training.training_jobs(member).members():
            breach = next((b for b in breaches if _follows(job.created_at, b, limit)), None)
            if breach is None:
                continue
            answer = all_of(group.belongs, training.is_automated(member, kind_of(job)))
            if answer.yes:
                return yes(
                    f"job {job.name} started within {hours:g} hours after breach {breach.name}"
                )
            doubt = answer if answer.unknown else doubt
    return doubt or unknown(
        f"{len(breaches)} breaches in the window, none followed by an automated training job within"
        f" {hours:g} hours"
    )


def _follows(time: datetime | None, breach: Job, limit: timedelta) -> bool:
    if time is None or breach.created_at is None:
        return False
    return timedelta(0) < time - breach.created_at <= limit
