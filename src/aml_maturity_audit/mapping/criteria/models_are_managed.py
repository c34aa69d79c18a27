"""Are models managed: registered, traced, and the ones in production?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.managed import traced_models
from aml_maturity_audit.mapping.derive.models import is_registered, registered
from aml_maturity_audit.mapping.derive.serving import production
from aml_maturity_audit.mapping.reads import MODEL, together
from aml_maturity_audit.mapping.seen import every
from aml_maturity_audit.mapping.steps import job, model, where
from aml_maturity_audit.mapping.truth import Fact, all_of, yes
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.jobs import SOURCE_JOBS


def _judge(view: View) -> Ruling:
    return all_of(registered(view), traced_models(view), _production_is_registered(view))


def _production_is_registered(view: View) -> Fact:
    here = production(view)
    if not here.items and here.complete:
        return yes("0 deployments are in production without a registered model")
    return every(
        here,
        lambda deployed: is_registered(view, deployed),
        all_pass=f"all {len(here.items)} production deployments use a registered model",
        none="",
    )


def _remedy(view: View) -> str:
    return (
        "Register models from the job that made them, so that the version names its job, and deploy"
        " only registered ones: az ml model create --name"
        f" {model(view)} --path"
        f" azureml://jobs/{job(view)}/outputs/model {where(view)}."
    )


CRITERION = Criterion(
    id="models-are-managed",
    title="Models are managed",
    question="Are models registered with their source, and is only such in production?",
    rule="Met: at least one registered model; at least 0.8 of the (up to 20) most recently modified"
    " registered models' latest versions name a source job or come from a registry; every"
    " production deployment uses a registered model. Not met: otherwise.",
    reads=together(MODEL, (SOURCE_JOBS,)),
    blind_spots="Whether somebody looks at a model before it is registered is not seen.",
    remedy=_remedy,
    docs="machine-learning/concept-model-management-and-deployment",
    effort=2,
    judge=_judge,
)
