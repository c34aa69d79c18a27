"""Do data engineers work with software engineers to manage what goes into and comes out of"
" models?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.people import only_attested
from aml_maturity_audit.mapping.view import View


def _judge(_: View) -> Ruling:
    return only_attested("data-engineers-manage-io-with-engineers")


def _remedy(view: View) -> str:
    return (
        f"Agree on the schema of requests and answers of {view.workspace.name}'s endpoints "
        "between data and software engineers, keep it in git, then attest it."
    )


CRITERION = Criterion(
    id="data-engineers-manage-io-with-engineers",
    title="Data engineers manage inputs and outputs with software engineers",
    question="Do data engineers work with software engineers to manage what goes into and comes"
    " out of models?",
    rule="By attestation only; proxies that are observed are shown as hints, never as verdicts.",
    blind_spots="How people work together is not in any API.",
    remedy=_remedy,
    docs="architecture/ai-ml/guide/mlops-maturity-model",
    effort=4,
    judge=_judge,
)
