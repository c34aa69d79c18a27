"""Do data engineers work with data scientists on the data that training reads?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.people import only_attested
from aml_maturity_audit.mapping.view import View


def _judge(_: View) -> Ruling:
    return only_attested("data-engineers-work-with-data-scientists")


def _remedy(view: View) -> str:
    return (
        f"Name, for each data asset of {view.workspace.name}, the data engineer who answers "
        "for it together with a data scientist, then attest it."
    )


CRITERION = Criterion(
    id="data-engineers-work-with-data-scientists",
    title="Data engineers work with data scientists",
    question="Do data engineers work with data scientists on the data that training reads?",
    rule="By attestation only; proxies that are observed are shown as hints, never as verdicts.",
    blind_spots="How people work together is not in any API.",
    remedy=_remedy,
    docs="architecture/ai-ml/guide/mlops-maturity-model",
    effort=4,
    judge=_judge,
)
