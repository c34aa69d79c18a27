"""Is every model release tested?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.tested_releases import (
    every_deploying_pipeline_is_tested,
    every_release_is_within_a_run,
)
from aml_maturity_audit.mapping.reads import RELEASE
from aml_maturity_audit.mapping.steps import endpoint
from aml_maturity_audit.mapping.truth import all_of
from aml_maturity_audit.mapping.view import View


def _judge(view: View) -> Ruling:
    tested = every_deploying_pipeline_is_tested(view)
    return tested if tested.no else all_of(tested, every_release_is_within_a_run(view))


def _remedy(view: View) -> str:
    return (
        f"Let nothing reach {endpoint(view)} but the pipeline that runs tests before and invokes"
        " the endpoint after: put both steps in the deploying pipeline, and stop releasing outside"
        " of it."
    )


CRITERION = Criterion(
    id="every-model-release-is-tested",
    title="Every model release is tested",
    question="Does every pipeline that deploys the model test it, and release all there is?",
    rule="Met: every linked pipeline that deploys the model in the window also runs tests and tests"
    " the deployment (in the same pipeline, or tests in another pipeline of the same repository for"
    " an automatic reason), and every release in the window falls within a run of such a pipeline."
    " Not met: one does not, or none deploys.",
    reads=RELEASE,
    serving=True,
    devops=True,
    blind_spots="A release is tied to a run by time.",
    remedy=_remedy,
    docs="machine-learning/how-to-safely-rollout-online-endpoints",
    effort=4,
    judge=_judge,
)
