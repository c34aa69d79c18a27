"""Is there a registered model?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.models import registered
from aml_maturity_audit.mapping.reads import MODEL
from aml_maturity_audit.mapping.steps import job, model, where
from aml_maturity_audit.mapping.view import View


def _judge(view: View) -> Ruling:
    return registered(view)


def _remedy(view: View) -> str:
    return (
        "Register the model that a job wrote, so that it has a version: az ml model create"
        f" --name {model(view)} --type mlflow_model --path"
        f" azureml://jobs/{job(view)}/outputs/artifacts/paths/model"
        f" {where(view)}."
    )


CRITERION = Criterion(
    id="models-are-versioned",
    title="Models are versioned",
    question="Is there at least one registered model?",
    rule="Met: at least one registered model. Not met: none.",
    reads=MODEL,
    blind_spots="Models that are kept as files in storage or in another product are not seen.",
    remedy=_remedy,
    docs="machine-learning/how-to-manage-models",
    effort=1,
    judge=_judge,
)
