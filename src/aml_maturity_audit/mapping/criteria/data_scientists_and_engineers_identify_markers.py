"""Do data scientists and software engineers identify markers that data engineers follow?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.people import only_attested
from aml_maturity_audit.mapping.view import View


def _judge(_: View) -> Ruling:
    return only_attested("data-scientists-and-engineers-identify-markers")


def _remedy(view: View) -> str:
    return (
        f"Write down which measures of production tell that a model of {view.workspace.name} "
        "has to be made again, and who watches them, then attest it."
    )


CRITERION = Criterion(
    id="data-scientists-and-engineers-identify-markers",
    title="Data scientists and engineers identify markers for data engineers",
    question="Do data scientists and software engineers identify markers that data engineers"
    " follow?",
    rule="By attestation only; proxies that are observed are shown as hints, never as verdicts.",
    blind_spots="How people work together is not in any API.",
    remedy=_remedy,
    docs="architecture/ai-ml/guide/mlops-maturity-model",
    effort=4,
    judge=_judge,
)
