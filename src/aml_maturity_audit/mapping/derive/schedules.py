"""Live schedules, and which job was started by which. Source: criteria.md, section 1, rule 4."""

import re
from datetime import timedelta

from aml_maturity_audit.mapping.seen import Seen
from aml_maturity_audit.mapping.truth import NO, YES, Fact, no, unknown, yes
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.jobs import Job
from aml_maturity_audit.signals.schedules import SCHEDULES, Schedule

_STAMP = re.compile(r"^(?P<name>.+)-\d{8}T\d{6}Z$", re.IGNORECASE)
_ZULU = ("Z", "z")
"""How a stamped name ends; looked at first, as there are many jobs."""
_ZONE_SPREAD = timedelta(hours=14)


@derived
def schedules(view: View) -> Seen[Schedule]:
    """The schedules of the workspace."""
    return view.see(SCHEDULES)


@derived
def by_name(view: View) -> dict[str, Schedule]:
    """The schedules by lower-case name."""
    return {schedule.name.lower(): schedule for schedule in schedules(view).items}


def started_by(job: Job) -> str | None:
    """The schedule that a job's display name says it was started by (azure_facts A.4)."""
    if not (job.display_name.endswith(_ZULU) or job.name.endswith(_ZULU)):
        return None
    for name in (job.display_name, job.name):
        if match := _STAMP.match(name):
            return match["name"].lower()
    return None


def live(view: View, schedule: Schedule) -> Fact:
    """Whether a schedule is enabled and not expired at the time of collection."""
    if schedule.enabled_untold:
        return unknown(f"whether schedule {schedule.name} is enabled is not told")
    if not schedule.enabled:
        return no(f"schedule {schedule.name} is disabled")
    if schedule.end_unreadable:
        return unknown(f"the end of schedule {schedule.name} cannot be read")
    if schedule.end_time is None:
        return YES
    slack = timedelta(0) if schedule.end_zone_known else _ZONE_SPREAD
    if schedule.end_time + slack <= view.collected_at:
        return no(f"schedule {schedule.name} expired on {schedule.end_time:%Y-%m-%d}")
    if schedule.end_time - slack <= view.collected_at:
        return unknown(
            f"schedule {schedule.name} ends on {schedule.end_time:%Y-%m-%d}, zone unknown"
        )
    return YES


def is_action(schedule: Schedule, *actions: str) -> bool:
    """Whether the schedule's action is one of these."""
    return schedule.action.lower() in {action.lower() for action in actions}


def matches_schedule(view: View, name: str | None) -> Fact:
    """Whether what a job says it was `started_by` is a schedule here."""
    if name is None:
        return NO
    if name in by_name(view):
        return yes(f"started by schedule {by_name(view)[name].name}")
    known = schedules(view)
    return NO if known.complete else known.hiding()
