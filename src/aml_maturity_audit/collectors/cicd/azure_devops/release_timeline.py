"""What ran in the stages of a classic release, as the release itself tells it.

Source: azure_facts A.18. A stage has attempts; each has phases, jobs and tasks with a status.
"""

from aml_maturity_audit.collectors.cicd.carriers import Job, Stage, Step, Timeline
from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.collectors.wire.plain import text, whole

_RAN = frozenset({"succeeded", "success", "partiallysucceeded"})


class _Task(Wire):
    name: object = None
    status: object = None


class _Job(Wire):
    tasks: list[_Task] | None = None


class _Phase(Wire):
    name: object = None
    status: object = None
    deployment_jobs: list[_Job] | None = None


class _Attempt(Wire):
    attempt: object = None
    release_deploy_phases: list[_Phase] | None = None


class _Environment(Wire):
    name: object = None
    deploy_steps: list[_Attempt] | None = None


class ReleaseAnswer(Wire):
    """A release, with what was done in its stages."""

    environments: list[_Environment] | None = None


def of_stage(name: str, others: frozenset[str]) -> Timeline:
    """Of a deployment of a stage, where nothing in the stage can be left out."""
    return (_stage(name, True), *(_stage(other, False) for other in sorted(others)))


def in_stage(answer: ReleaseAnswer, name: str, others: frozenset[str]) -> Timeline | None:
    """Of a deployment of a stage, with its tasks; None where the release does not tell them."""
    found = [one for one in answer.environments or () if text(one.name).lower() == name.lower()]
    attempts = [attempt for one in found for attempt in one.deploy_steps or ()]
    if not attempts:
        return None
    last = max(attempts, key=lambda one: whole(one.attempt) or 0)
    jobs = tuple(_job(phase) for phase in last.release_deploy_phases or ())
    if not any(job.steps for job in jobs):
        return None
    stage = Stage(frozenset({name.lower()}), True, jobs)
    return (stage, *(_stage(other, False) for other in sorted(others)))


def _stage(name: str, ran: bool) -> Stage:
    return Stage(frozenset({name.lower()}), ran)


def _job(phase: _Phase) -> Job:
    tasks = [task for job in phase.deployment_jobs or () for task in job.tasks or ()]
    steps = tuple(
        Step(frozenset({text(task.name).lower()}), text(task.status).lower() in _RAN)
        for task in tasks
    )
    return Job(frozenset({text(phase.name).lower()}), text(phase.status).lower() in _RAN, steps)
