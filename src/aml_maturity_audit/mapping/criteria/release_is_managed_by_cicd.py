"""Is the release managed by a CI/CD pipeline?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.practices import linked_does
from aml_maturity_audit.mapping.reads import CICD
from aml_maturity_audit.mapping.steps import endpoint, where
from aml_maturity_audit.mapping.view import View


def _judge(view: View) -> Ruling:
    return linked_does(view, "deploys_model", none="no linked pipeline deployed the model")


def _remedy(view: View) -> str:
    return (
        "Add a deployment stage to the repository's pipeline, behind an environment with an"
        f" approval, that runs az ml online-deployment update -e {endpoint(view)} {where(view)}"
        " with the model version that the build produced."
    )


CRITERION = Criterion(
    id="release-is-managed-by-cicd",
    title="CI/CD manages the release",
    question="Does a linked pipeline deploy the model?",
    rule="Met: a linked pipeline does deploy the model. Not met: none does.",
    reads=CICD,
    serving=True,
    devops=True,
    blind_spots="A deployment that a called script does without saying so in its name is not seen.",
    remedy=_remedy,
    docs="machine-learning/how-to-setup-mlops-azureml",
    effort=4,
    judge=_judge,
)
