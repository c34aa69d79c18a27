"""Integration tests of the model and the application. Source: criteria.md, section 2, Application
integration; rule 6: what a name says is inferred."""

import re

from aml_maturity_audit.assessment.model import Evidence
from aml_maturity_audit.mapping.derive.links import Linked
from aml_maturity_audit.mapping.derive.practices import (
    all_runs_of,
    any_linked,
    does,
    is_of_another,
    pipeline_subject,
    runs_of,
)
from aml_maturity_audit.mapping.seen import Seen, merged
from aml_maturity_audit.mapping.truth import Fact, any_of, no, yes
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.cicd import TEST_RUNS, TestRun

_CONTINUOUS = re.compile(r"continuous[\s_.-]*integration")
"""A build is called so; it says nothing of integration tests."""


def is_integration(view: View, *names: str | None) -> bool:
    """Whether one of the names speaks of integration tests."""
    words = view.estate.mappings.integration_test_names
    told = [_CONTINUOUS.sub("", (name or "").lower()) for name in names]
    return any(word in name for name in told for word in words)


def published(view: View, link: Linked) -> Seen[TestRun]:
    """Test runs that runs of a pipeline published in the window, with at least one test."""
    known = view.see_project(link.project, TEST_RUNS).without_gaps(
        lambda gap: is_of_another(link, gap)
    )
    mine = known.where(lambda t: t.pipeline_id == link.pipeline.id and t.total > 0)
    runs = runs_of(view, link)
    here = {run.id for run in runs.items}
    elsewhere = {run.id for run in all_runs_of(view, link)} - here
    narrowed = view.window_days < view.estate.header.window_days
    undated = [t for t in mine.items if narrowed and t.run_id not in here | elsewhere]
    inside = mine.where(lambda t: t.run_id not in elsewhere and t not in undated)
    hides: Seen[TestRun] = Seen(
        hidden=runs.hidden + len(undated), open=runs.open, missing=runs.missing, why=runs.why
    )
    return merged((inside, hides))


def tests_deployment_or_integration(view: View, link: Linked) -> Fact:
    """A pipeline tests the deployment, or has a test run or stage named as integration tests."""
    return any_of(
        does(view, link, "tests_deployment"),
        _published_integration(view, link),
        does(
            view,
            link,
            "runs_tests",
            only=lambda e: is_integration(view, e.stage, e.job, e.step),
        ),
    )


def _published_integration(view: View, link: Linked) -> Fact:
    known = published(view, link)
    for run in known.items:
        if is_integration(view, run.name, run.stage):
            text = (
                f"{link.label} published {run.total} tests of {run.name} (inferred from the name)"
            )
            return yes(text, (_shown(link, run),), (pipeline_subject(link),))
    return no(f"{link.label} published no integration tests") if known.complete else known.hiding()


def published_tests(view: View, link: Linked) -> Fact:
    """A pipeline published at least one test in the window."""
    known = published(view, link)
    if known.items:
        run = known.items[0]
        text = f"{link.label} published {run.total} tests ({run.name})"
        return yes(text, (_shown(link, run),), (pipeline_subject(link),))
    return no(f"{link.label} published no tests") if known.complete else known.hiding()


def _shown(link: Linked, run: TestRun) -> Evidence:
    return Evidence(
        text=f"test run {run.name}: {run.total} tests",
        source=f"{link.project.id}/runs/{run.run_id}",
        url=link.pipeline.url or None,
    )


def unit_tests(view: View) -> Fact:
    """A linked pipeline published test results with a test, or does run tests."""
    return any_linked(
        view,
        lambda link: any_of(published_tests(view, link), does(view, link, "runs_tests")),
        none="no linked pipeline published tests or ran any",
    )


def integration_tests(view: View) -> Fact:
    """A linked pipeline tests the deployment, or has tests named as integration tests."""
    return any_linked(
        view,
        lambda link: tests_deployment_or_integration(view, link),
        none="no linked pipeline tested a deployment or ran integration tests",
    )
