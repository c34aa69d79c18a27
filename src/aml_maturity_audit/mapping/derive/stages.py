"""Deployment environments that linked pipelines reach. Source: criteria.md, section 2,
`environments-are-separated`."""

from aml_maturity_audit.mapping.derive.links import Linked
from aml_maturity_audit.mapping.derive.practices import any_linked, pipeline_subject, practised
from aml_maturity_audit.mapping.truth import Fact, all_of, no, yes
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.mapping.words import listed
from aml_maturity_audit.signals.cicd import DEPLOYMENT_RECORDS


def pipeline_reaches_stages(view: View) -> Fact:
    """Whether a linked deploying pipeline had successful runs on two or more environments."""
    return any_linked(
        view,
        lambda link: _reaches_two(view, link),
        none="no linked pipeline that deploys reached two deployment environments",
    )


def _reaches_two(view: View, link: Linked) -> Fact:
    deploys = practised(link, "deploys_model")
    return deploys if deploys.no else all_of(deploys, _environments(view, link))


def _environments(view: View, link: Linked) -> Fact:
    known = view.see_project(link.project, DEPLOYMENT_RECORDS)
    reached = sorted(
        {
            record.environment
            for record in known.items
            if record.pipeline_id == link.pipeline.id
            and record.result.lower() == "succeeded"
            and view.in_window(record.finished_at)
        }
    )
    if len(reached) >= 2:
        text = f"{link.label} deployed to {listed(reached)}"
        return yes(text, subjects=(pipeline_subject(link),))
    if not known.complete:
        return known.hiding()
    return no(f"{link.label} reached {len(reached)} deployment environments")
