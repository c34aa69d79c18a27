"""Whether releases are tested. Source: criteria.md, section 2, `every-model-release-is-tested`."""

from aml_maturity_audit.mapping.derive.links import (
    Linked,
    links,
    pipelines_of,
)
from aml_maturity_audit.mapping.derive.practices import (
    any_linked,
    does,
    is_automatic,
    may_have_done,
    runs_of,
    spans_time,
)
from aml_maturity_audit.mapping.derive.sources import pipelines_were_read, sources_are_read
from aml_maturity_audit.mapping.derive.unexplained import absence_counts
from aml_maturity_audit.mapping.derive.writes import Write, writes
from aml_maturity_audit.mapping.seen import every, exists
from aml_maturity_audit.mapping.truth import NO, Fact, all_of, any_of, no, yes
from aml_maturity_audit.mapping.view import View


def every_deploying_pipeline_is_tested(view: View) -> Fact:
    """Every linked pipeline that deploys the model in the window is tested."""
    deploys = any_linked(
        view,
        lambda link: does(view, link, "deploys_model"),
        none="no linked pipeline deployed the model",
    )
    if not deploys.yes:
        return deploys
    tested = all_of(*(_is_tested(view, link) for link in links(view).linked))
    return tested if tested.no else all_of(tested, _no_other_deploys(view))


def _no_other_deploys(view: View) -> Fact:
    """Whether no pipeline that was not seen to be linked may deploy untested."""
    maybe = [link for link in links(view).maybe if not _is_tested(view, link).yes]
    return maybe[0].why if maybe else sources_are_read(view)


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
    """Tests in another pipeline of the same repository, linked or not, for an automatic reason."""
    origin = link.pipeline.origin
    others = pipelines_of(view, link.pipeline.repository_id, (origin,) if origin else ())
    tests = any_of(
        NO,
        *(
            does(view, other, "runs_tests", run_counts=is_automatic)
            for other in others
            if other.key != link.key
        ),
    )
    whole = pipelines_were_read(view)
    return whole if tests.no and not whole.yes else tests


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
    answers = [_did_it(view, link, write) for link in (*links(view).linked, *links(view).maybe)]
    within = any_of(NO, *answers)
    whole = sources_are_read(view) if links(view).linked else absence_counts(view)
    if not within.no or not whole.yes:
        return within if not within.no else whole
    when = f"{write.record.time:%Y-%m-%d %H:%M}" if write.record.time else "an unknown time"
    return no(f"the write on {write.resource} at {when} is in no run of such a pipeline")


def _did_it(view: View, link: Linked, write: Write) -> Fact:
    """Whether a run of this pipeline, which deploys in the window, spans the write."""
    deploys = does(view, link, "deploys_model")
    if deploys.no:
        return NO
    runs = runs_of(view, link)
    spans = exists(
        runs,
        lambda run: all_of(
            spans_time(run, write.record.time), may_have_done(link, run, "deploys_model")
        ),
        none="",
    )
    return all_of(link.why, deploys, spans)
