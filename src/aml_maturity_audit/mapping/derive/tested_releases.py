"""Whether releases are tested. Source: criteria.md, section 2, `every-model-release-is-tested`."""

from aml_maturity_audit.mapping.derive.links import Linked, links, sources_are_complete
from aml_maturity_audit.mapping.derive.practices import (
    any_linked,
    does,
    is_automatic,
    practised,
    runs_of,
)
from aml_maturity_audit.mapping.derive.unexplained import absence_counts
from aml_maturity_audit.mapping.derive.writes import Write, writes
from aml_maturity_audit.mapping.seen import every
from aml_maturity_audit.mapping.truth import NO, Fact, all_of, any_of, fact, no, yes
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.cicd import PipelineRun


def every_deploying_pipeline_is_tested(view: View) -> Fact:
    """Every linked pipeline that deploys the model in the window is tested."""
    deploys = any_linked(
        view,
        lambda link: does(view, link, "deploys_model"),
        none="no linked pipeline deployed the model",
    )
    if not deploys.yes:
        return deploys
    answers = [_is_tested(view, link) for link in links(view).linked]
    verdict = all_of(*answers)
    if not verdict.yes:
        return verdict
    maybe = [link for link in links(view).maybe if not practised(link, "deploys_model").no]
    return maybe[0].why if maybe else verdict


def _is_tested(view: View, link: Linked) -> Fact:
    """Not deploying, or running tests and testing the deployment."""
    deploys = does(view, link, "deploys_model")
    if deploys.no:
        return yes("")
    own = any_of(does(view, link, "runs_tests"), _beside(view, link))
    tested = all_of(
        _said(own, f"{link.label} runs no tests"),
        _said(does(view, link, "tests_deployment"), f"{link.label} tests no deployment"),
    )
    if tested.yes:
        return tested
    return tested if deploys.yes or tested.unknown else deploys


def _said(answer: Fact, otherwise: str) -> Fact:
    return answer.saying(otherwise) if answer.no else answer


def _beside(view: View, link: Linked) -> Fact:
    """Tests in another pipeline of the same repository, for an automatic reason."""
    others = [
        other
        for other in links(view).linked
        if other.key != link.key and _same_repository(other, link)
    ]
    return any_of(
        NO, *(does(view, other, "runs_tests", run_counts=is_automatic) for other in others)
    )


def _same_repository(one: Linked, other: Linked) -> bool:
    if one.pipeline.origin and one.pipeline.origin == other.pipeline.origin:
        return True
    same_project = one.project.id == other.project.id
    repository = one.pipeline.repository_id
    return same_project and bool(repository) and repository == other.pipeline.repository_id


def every_release_is_within_a_run(view: View) -> Fact:
    """Every release in the window falls within a run of a linked deploying pipeline."""
    known = writes(view)
    if not known.items and known.complete:
        return yes(f"no release in {view.window_days} days fell outside of a run")
    return every(
        known,
        lambda write: _is_within_a_run(view, write),
        all_pass=f"{len(known.items)} releases fell within runs of deploying pipelines",
        none="",
    )


def _is_within_a_run(view: View, write: Write) -> Fact:
    doubt: Fact | None = None
    for link in links(view).linked:
        answer = practised(link, "deploys_model")
        if answer.no:
            continue
        runs = runs_of(view, link)
        if any(_spans(run, write) for run in runs.items):
            if answer.yes:
                return fact(True)
            doubt = answer
        if not runs.complete:
            doubt = runs.hiding()
    if doubt is not None:
        return doubt
    whole = _absence_counts(view)
    if not whole.yes:
        return whole
    when = f"{write.record.time:%Y-%m-%d %H:%M}" if write.record.time else "an unknown time"
    return no(f"the write on {write.resource} at {when} is in no run of such a pipeline")


def _absence_counts(view: View) -> Fact:
    """Whether no run of a deploying pipeline can have gone unseen."""
    known = links(view)
    if known.maybe:
        return known.maybe[0].why
    return sources_are_complete(view) if known.linked else absence_counts(view)


def _spans(run: PipelineRun, write: Write) -> bool:
    time = write.record.time
    if run.started_at is None or run.finished_at is None or time is None:
        return False
    return run.started_at <= time <= run.finished_at
