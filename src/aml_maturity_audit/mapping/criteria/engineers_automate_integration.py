"""Do software engineers work with data engineers to automate the integration of models into the"
" application?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.people import only_attested
from aml_maturity_audit.mapping.view import View


def _judge(_: View) -> Ruling:
    return only_attested("engineers-automate-integration")


def _remedy(view: View) -> str:
    return (
        "Let the application team own the pipeline step that takes a new model of "
        f"{view.workspace.name} into its build, then attest it."
    )


CRITERION = Criterion(
    id="engineers-automate-integration",
    title="Software engineers automate the integration of models",
    question="Do software engineers work with data engineers to automate the integration of"
    " models into the application?",
    rule="By attestation only; proxies that are observed are shown as hints, never as verdicts.",
    blind_spots="How people work together is not in any API.",
    remedy=_remedy,
    docs="architecture/ai-ml/guide/mlops-maturity-model",
    effort=4,
    judge=_judge,
)
