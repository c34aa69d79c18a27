"""Are training and testing automated?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.tested_code import training_code_is_tested
from aml_maturity_audit.mapping.reads import CICD
from aml_maturity_audit.mapping.truth import all_of
from aml_maturity_audit.mapping.view import View


def _judge(view: View) -> Ruling:
    return all_of(view.verdict("training-is-automated"), training_code_is_tested(view))


def _remedy(view: View) -> str:
    return (
        f"In the repository whose commits {view.workspace.name}'s jobs carry, run the tests of the"
        " training code on each push and pull request, beside the schedule that trains."
    )


CRITERION = Criterion(
    id="training-and-testing-are-automated",
    title="Training and testing are automated",
    question="Is training automated, and is its code tested automatically?",
    rule="Met: training-is-automated is met, and a linked pipeline in the repository of the"
    " training code does run tests for an automatic reason. Not met: otherwise.",
    reads=CICD,
    builds_on=("training-is-automated",),
    training=True,
    devops=True,
    blind_spots="The repository is that of the jobs' git origin, or of a linked pipeline that"
    " trains.",
    remedy=_remedy,
    docs="machine-learning/how-to-github-actions-machine-learning",
    effort=3,
    judge=_judge,
)
