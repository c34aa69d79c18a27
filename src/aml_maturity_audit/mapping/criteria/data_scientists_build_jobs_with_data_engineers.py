"""Do data scientists work with data engineers to make repeatable scripts and jobs of their"
" experiments?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.people import only_attested
from aml_maturity_audit.mapping.view import View


def _judge(_: View) -> Ruling:
    return only_attested("data-scientists-build-jobs-with-data-engineers")


def _remedy(view: View) -> str:
    return (
        "Set up a shared backlog in which a data engineer reviews each training job of "
        f"{view.workspace.name} before it is scheduled, then attest it."
    )


CRITERION = Criterion(
    id="data-scientists-build-jobs-with-data-engineers",
    title="Data scientists work with data engineers to turn experiments into jobs",
    question="Do data scientists work with data engineers to make repeatable scripts and jobs of"
    " their experiments?",
    rule="By attestation only; proxies that are observed are shown as hints, never as verdicts.",
    blind_spots="How people work together is not in any API.",
    remedy=_remedy,
    docs="architecture/ai-ml/guide/mlops-maturity-model",
    effort=4,
    judge=_judge,
)
