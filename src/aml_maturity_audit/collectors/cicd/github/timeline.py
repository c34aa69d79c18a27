"""The jobs of a run as a tree of stages, jobs and steps, by the names that its file gives them."""

from collections.abc import Iterable, Sequence

from aml_maturity_audit.collectors.cicd.carriers import Job, Stage, Step, Timeline, fits
from aml_maturity_audit.collectors.cicd.github.flow import Flow, Leaf
from aml_maturity_audit.collectors.cicd.github.wire import Wire
from aml_maturity_audit.collectors.wire.plain import text, whole

_RAN = "success"


class StepAnswer(Wire):
    """A step of a job."""

    name: object = None
    conclusion: object = None


class JobAnswer(Wire):
    """A job of a run, by the name that it shows."""

    id: object = None
    name: object = None
    conclusion: object = None
    run_attempt: object = None
    started_at: object = None
    completed_at: object = None
    steps: list[StepAnswer] | None = None


def latest(jobs: Sequence[JobAnswer]) -> tuple[JobAnswer, ...]:
    """The jobs of a run as they ended: of each name those of the last attempt that has it."""
    last: dict[str, int] = {}
    for job in jobs:
        name = text(job.name)
        last[name] = max(last.get(name, 0), whole(job.run_attempt) or 0)
    return tuple(job for job in jobs if (whole(job.run_attempt) or 0) == last[text(job.name)])


def timeline_of(jobs: Sequence[JobAnswer], flow: Flow) -> Timeline | None:
    """The tree of a run; None where its jobs cannot be told by the file that is known.

    GitHub lists skipped jobs too: where one of the file's is not there, the file was another then,
    and where one may be two, or two bear one id, nothing certain can be said.
    """
    found: dict[Leaf, list[JobAnswer]] = {leaf: [] for leaf in flow.leaves}
    skipped: set[Leaf] = set()
    for job in jobs:
        name = text(job.name)
        owners = _owners(name, flow.leaves)
        if len(owners) > 1:
            return None
        if owners:
            found[owners[0]].append(job)
        elif not _has_run(job):
            skipped |= {leaf for leaf in flow.leaves if any(fits(c, name) for c in leaf.callers)}
    if any(not answers and leaf not in skipped for leaf, answers in found.items()):
        return None
    if not found or _collide(flow.leaves):
        return None
    stages = dict.fromkeys(leaf.stage for leaf in flow.leaves)
    return tuple(
        _stage(stage, [(leaf, found[leaf]) for leaf in flow.leaves if leaf.stage == stage], flow)
        for stage in stages
    )


def _owners(name: str, leaves: Iterable[Leaf]) -> list[Leaf]:
    """The jobs of the file that this may be: those it names outright, else those it fits."""
    exact = [leaf for leaf in leaves if name in leaf.patterns]
    return exact or [leaf for leaf in leaves if any(fits(one, name) for one in leaf.patterns)]


def _collide(leaves: Sequence[Leaf]) -> bool:
    """Whether a job of a called workflow bears the id of one of the workflow's own.

    What a file shows names the own ones without a stage, so one could be taken for the other.
    """
    own = {leaf.job.lower() for leaf in leaves if leaf.stage is None}
    called = [((leaf.stage or "").lower(), leaf.job.lower()) for leaf in leaves if leaf.stage]
    return any(job in own for _, job in called) or len(called) != len(set(called))


def _stage(name: str | None, jobs: list[tuple[Leaf, list[JobAnswer]]], flow: Flow) -> Stage:
    built = tuple(_job(leaf, answers, flow) for leaf, answers in jobs)
    if name is None:
        return Stage(frozenset(), True, built)
    return Stage(frozenset({name.lower()}), any(job.ran for job in built), built)


def _job(leaf: Leaf, answers: list[JobAnswer], flow: Flow) -> Job:
    """A job, the legs of its matrix as one: a step only some of them skipped is in doubt.

    So is a call of what could not be read where one of its jobs did not run: which, is not known.
    """
    names = {leaf.job.lower(), *(text(one.name).lower() for one in answers)}
    steps = tuple(_step(step, flow) for one in answers for step in one.steps or ())
    if leaf.is_closed and not all(_has_run(one) for one in answers):
        steps = (*steps, Step(frozenset(), ran=False))
    return Job(frozenset(names), any(_has_run(one) for one in answers), steps)


def _step(answer: StepAnswer, flow: Flow) -> Step:
    """A step; one that may have failed unnoticed has no name, so that it proves nothing."""
    name = text(answer.name).lower()
    names = {name, name.removeprefix("run "), flow.ids.get(name, name)}
    ran = text(answer.conclusion).lower() == _RAN
    return Step(frozenset() if names & flow.unsure else frozenset(names), ran)


def _has_run(job: JobAnswer) -> bool:
    return text(job.conclusion).lower() == _RAN
