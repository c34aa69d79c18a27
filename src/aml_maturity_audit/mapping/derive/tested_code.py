"""Repositories whose pipelines run tests. Source: criteria.md, section 2, `all-code-is-tested`,
`training-and-testing-are-automated`."""

from aml_maturity_audit.mapping.derive.links import (
    Linked,
    links,
    origins,
    pipelines_of,
)
from aml_maturity_audit.mapping.derive.practices import does, is_automatic, linked_does
from aml_maturity_audit.mapping.derive.sources import pipelines_were_read
from aml_maturity_audit.mapping.truth import Fact, Truth, any_of, fact, no
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.cicd import Repository


def is_tested(view: View, repository: Repository) -> Fact:
    """Whether a repository has a pipeline, linked or not, that does run tests."""
    answers = [
        does(view, link, "runs_tests")
        for link in pipelines_of(view, repository.id, repository.origins)
    ]
    for truth in (Truth.YES, Truth.UNKNOWN):
        for answer in answers:
            if answer.truth is truth:
                return answer
    whole = pipelines_were_read(view)
    return no(f"no pipeline of repository {repository.name} ran tests") if whole.yes else whole


def training_code_is_tested(view: View) -> Fact:
    """Whether a linked pipeline in the training code's repository tests for an automatic reason."""
    return linked_does(
        view,
        "runs_tests",
        among=lambda link: _holds_training_code(view, link),
        run_counts=is_automatic,
        none="no linked pipeline of the training code's repository ran tests by itself",
    )


def _holds_training_code(view: View, link: Linked) -> Fact:
    """Its repository is the jobs' origin, or that of a linked pipeline that trains."""
    origin = link.pipeline.origin
    if not origin:
        return no("")
    trains = (answer for other, answer in _trainers(view) if other.pipeline.origin == origin)
    return any_of(fact(origin in origins(view)), *trains)


@derived
def _trainers(view: View) -> tuple[tuple[Linked, Fact], ...]:
    """The linked pipelines that train, or may."""
    answers = ((link, does(view, link, "trains_model")) for link in links(view).linked)
    return tuple((link, answer) for link, answer in answers if not answer.no)
