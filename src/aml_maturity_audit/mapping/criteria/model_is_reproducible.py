"""Are models easy to reproduce?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.managed import reproducible_models
from aml_maturity_audit.mapping.reads import ENVIRONMENT, LINEAGE, MODEL, together
from aml_maturity_audit.mapping.steps import where
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.jobs import JOBS


def _judge(view: View) -> Ruling:
    return reproducible_models(view)


def _remedy(view: View) -> str:
    return (
        "Train each registered model from a clean commit, in a versioned environment, on data"
        " assets named with their version (path: azureml:customers:7), and register it from that"
        f" job: az ml model list --query '[].{{name:name,job:job_name}}' {where(view)} shows which"
        " lack one."
    )


CRITERION = Criterion(
    id="model-is-reproducible",
    title="Models are reproducible",
    question="Can the latest models be made again from what their jobs name?",
    rule="Met: at least 0.8 of the (up to 20) most recently modified registered models' latest"
    " versions have a source job that exists, with a clean git commit, a qualifying environment and"
    " at least one data input, all versioned. Not met: otherwise, or no registered model.",
    reads=together(MODEL, LINEAGE, ENVIRONMENT, (JOBS,)),
    training=True,
    blind_spots="That a run would give the same model (seeds, hardware) is not checked.",
    remedy=_remedy,
    docs="machine-learning/concept-data",
    effort=3,
    judge=_judge,
)
