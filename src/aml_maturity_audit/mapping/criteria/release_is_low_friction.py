"""Is a release low in friction?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.practices import linked_does
from aml_maturity_audit.mapping.reads import CICD
from aml_maturity_audit.mapping.steps import endpoint, where
from aml_maturity_audit.mapping.truth import any_of
from aml_maturity_audit.mapping.view import View


def _judge(view: View) -> Ruling:
    by_pipeline = linked_does(view, "deploys_model", none="no linked pipeline deployed the model")
    return any_of(view.verdict("release-is-automatic"), by_pipeline)


def _remedy(view: View) -> str:
    return (
        f"Turn the steps that release {endpoint(view)} by hand into a pipeline that one click"
        f" starts; it may stay manual at this level (workspace: {where(view)})."
    )


CRITERION = Criterion(
    id="release-is-low-friction",
    title="The release is low in friction",
    question="Is the release automatic, or done by a pipeline?",
    rule="Met: release-is-automatic is met, or a linked pipeline does deploy the model, whatever"
    " started it. Not met: neither.",
    reads=CICD,
    builds_on=("release-is-automatic",),
    serving=True,
    blind_spots="How many hands a release takes outside of Azure is not seen.",
    remedy=_remedy,
    docs="machine-learning/how-to-setup-mlops-azureml",
    effort=3,
    judge=_judge,
)
