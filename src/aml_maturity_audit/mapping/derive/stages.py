"""Deployment environments that linked pipelines reach. Source: criteria.md, section 2,
`environments-are-separated`."""

from aml_maturity_audit.mapping.derive.links import Linked
from aml_maturity_audit.mapping.derive.practices import any_linked, does, pipeline_subject
from aml_maturity_audit.mapping.truth import Fact, all_of, no, unknown, yes
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.mapping.words import listed
from aml_maturity_audit.signals.cicd import DEPLOYMENT_RECORDS, EnvironmentDeployment


def pipeline_reaches_stages(view: View) -> Fact:
    """Whether a linked deploying pipeline had successful runs on two or more environments."""
    return any_linked(
        view,
        lambda link: _reaches_two(view, link),
        none="no linked pipeline that deploys reached two deployment environments",
    )


def _reaches_two(view: View, link: Linked) -> Fact:
    deploys = does(view, link, "deploys_model")
    return deploys if deploys.no else all_of(deploys, _environments(view, link))


def _environments(view: View, link: Linked) -> Fact:
    known = view.see_project(link.project, DEPLOYMENT_RECORDS)
    mine = [r for r in known.items if r.pipeline_id == link.pipeline.id and _succeeded(r)]
    reached = sorted({_name(r) for r in mine if view.in_window(r.finished_at)})
    undated = {_name(r) for r in mine if r.finished_at is None} - set(reached)
    if len(reached) >= 2:
        text = f"{link.label} deployed to {listed(reached)}"
        return yes(text, subjects=(pipeline_subject(link),))
    if not known.complete:
        return known.hiding()
    if len(reached) + len(undated) >= 2:
        return unknown(f"when {link.label} deployed to {listed(sorted(undated))} is not told")
    return no(f"{link.label} reached {len(reached)} deployment environments")


def _succeeded(record: EnvironmentDeployment) -> bool:
    return record.result.lower() == "succeeded"


def _name(record: EnvironmentDeployment) -> str:
    """Azure DevOps tells environments apart whatever their case."""
    return record.environment.strip().lower()
