"""Repositories whose pipelines run tests. Source: criteria.md, section 2, `all-code-is-tested`,
`training-and-testing-are-automated`."""

from aml_maturity_audit.mapping.derive.links import Linked, links, origins
from aml_maturity_audit.mapping.derive.practices import does, is_automatic, linked_does
from aml_maturity_audit.mapping.seen import exists, merged
from aml_maturity_audit.mapping.truth import NO, Fact, Truth, no
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.cicd import PIPELINES, Repository


def is_tested(view: View, repository: Repository) -> Fact:
    """Whether a repository has a pipeline, linked or not, that does run tests."""
    pipelines = [
        Linked(project, pipeline, NO)
        for project in view.estate.projects
        for pipeline in view.see_project(project, PIPELINES).items
        if pipeline.repository_id == repository.id or pipeline.origin in repository.origins
    ]
    known = merged(view.see_project(p, PIPELINES) for p in view.estate.projects)
    answers = [does(view, link, "runs_tests") for link in pipelines]
    for truth in (Truth.YES, Truth.UNKNOWN):
        for answer in answers:
            if answer.truth is truth:
                return answer
    none = f"no pipeline of repository {repository.name} ran tests"
    return no(none) if known.complete else exists(known, lambda _: NO, none=none)


def training_code_is_tested(view: View) -> Fact:
    """Whether a linked pipeline in the training code's repository tests for an automatic reason."""
    trainers = {
        link.pipeline.origin
        for link in links(view).linked
        if link.content is not None and link.content.practices.get("trains_model")
    }
    wanted = set(origins(view)) | (trainers - {""})
    return linked_does(
        view,
        "runs_tests",
        among=lambda link: link.pipeline.origin in wanted,
        run_counts=is_automatic,
        none="no linked pipeline of the training code's repository ran tests by itself",
    )
