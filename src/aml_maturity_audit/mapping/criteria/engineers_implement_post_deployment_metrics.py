"""Do software engineers implement metrics that are gathered after deployment?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.people import only_attested
from aml_maturity_audit.mapping.view import View


def _judge(_: View) -> Ruling:
    return only_attested("engineers-implement-post-deployment-metrics")


def _remedy(view: View) -> str:
    return (
        f"Let the application report what became of the predictions of {view.workspace.name} "
        "(accepted, overruled, complained about), then attest it."
    )


CRITERION = Criterion(
    id="engineers-implement-post-deployment-metrics",
    title="Software engineers implement metrics after deployment",
    question="Do software engineers implement metrics that are gathered after deployment?",
    rule="By attestation only; proxies that are observed are shown as hints, never as verdicts.",
    blind_spots="How people work together is not in any API.",
    remedy=_remedy,
    docs="architecture/ai-ml/guide/mlops-maturity-model",
    effort=4,
    judge=_judge,
)
