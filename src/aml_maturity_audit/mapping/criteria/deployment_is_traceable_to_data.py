"""Can every production deployment be traced to its data?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.inputs import any_versioned
from aml_maturity_audit.mapping.derive.models import find, is_registered, source_job
from aml_maturity_audit.mapping.derive.serving import (
    NOTHING_DEPLOYED,
    Production,
    production,
)
from aml_maturity_audit.mapping.reads import LINEAGE, MODEL, together
from aml_maturity_audit.mapping.seen import every
from aml_maturity_audit.mapping.steps import endpoint, model, model_version, where
from aml_maturity_audit.mapping.truth import Fact, yes
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.jobs import JOBS


def _judge(view: View) -> Ruling:
    here = production(view)
    return every(
        here,
        lambda deployed: _is_traceable(view, deployed),
        all_pass=f"{len(here.items)} production deployments lead to a job with versioned data",
        none=NOTHING_DEPLOYED,
    )


def _is_traceable(view: View, deployed: Production) -> Fact:
    registered = is_registered(view, deployed)
    version = find(view, deployed.deployment.model)
    if version is None or version.anonymous or not (registered.yes or version.archived):
        return registered
    source, path = source_job(view, version)
    if source is None:
        return path.saying(f"{deployed.label}: {path.because}")
    data = any_versioned(view, source.workspace_id, source.job)
    if not data.yes:
        return data.saying(f"{deployed.label}: {data.because} (job {source.job.name})")
    chain = f"{deployed.label}: {path.because}, whose {data.because}"
    return yes(chain, (deployed.shown(chain),), (deployed.subject(),))


def _remedy(view: View) -> str:
    return (
        f"Deploy to {endpoint(view)} only model versions that a job registered, and let that job"
        " read data assets by version; az ml model show -n"
        f" {model(view)} -v {model_version(view)} --query job_name"
        f" {where(view)} shows where the chain breaks."
    )


CRITERION = Criterion(
    id="deployment-is-traceable-to-data",
    title="Deployments are traceable to their data",
    question="Does every production deployment lead to a job with a versioned data input?",
    rule="Met: every production deployment's model version has a source job (or a registry origin"
    " that leads to one) that exists and has a versioned data input. Not met: one chain is broken,"
    " or nothing is deployed. A hop that may not be read: unknown.",
    reads=together(MODEL, LINEAGE, (JOBS,)),
    serving=True,
    blind_spots="Data that a job reads past its declared inputs is not seen.",
    remedy=_remedy,
    docs="machine-learning/how-to-create-data-assets",
    effort=3,
    judge=_judge,
)
