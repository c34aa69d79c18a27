"""Which jobs train: what tells runs of monitors and batch scoring apart from training.

Source: criteria.md, "training job".
"""

import re
from collections.abc import Mapping

from aml_maturity_audit.collectors.wire.plain import enum_key
from aml_maturity_audit.signals.jobs import Job
from aml_maturity_audit.signals.reading import Observed, Reading
from aml_maturity_audit.signals.schedules import Schedule
from aml_maturity_audit.signals.serving import BatchDeployment

_FIRED = re.compile(r"^(?P<schedule>.+)-\d{8}T\d{6}Z$")

Schedules = Reading[tuple[Schedule, ...]]
Deployments = Reading[tuple[BatchDeployment, ...]]


def trained(job: Job, *, schedules: Schedules, deployments: Deployments) -> bool | None:
    """Whether a training-like job was one: no monitor's run and no batch scoring.

    None where the schedules or deployments that could tell are not known.
    """
    if job.endpoint is not None:
        return _runs_component(job, deployments)
    fired = _FIRED.match(job.display_name)
    if fired is None:
        return True
    if not isinstance(schedules, Observed):
        return None
    actions = {schedule.name.lower(): enum_key(schedule.action) for schedule in schedules.value}
    action = actions.get(fired["schedule"].lower())
    if action is None:
        return True if schedules.complete else None
    return action != "createmonitor"


def _runs_component(job: Job, deployments: Deployments) -> bool | None:
    if not isinstance(deployments, Observed):
        return None
    kinds: Mapping[tuple[str, str], str] = {
        (one.endpoint.lower(), one.name.lower()): enum_key(one.kind) for one in deployments.value
    }
    kind = kinds.get(((job.endpoint or "").lower(), (job.deployment or "").lower()))
    if kind is None:
        return False if deployments.complete else None
    return kind == "pipelinecomponent"
