"""Does the application have unit and integration tests?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.integration import integration_tests
from aml_maturity_audit.mapping.reads import CICD, together
from aml_maturity_audit.mapping.steps import endpoint
from aml_maturity_audit.mapping.truth import all_of
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.cicd import TEST_RUNS


def _judge(view: View) -> Ruling:
    return all_of(view.verdict("app-has-unit-tests"), integration_tests(view))


def _remedy(view: View) -> str:
    return (
        f"Add a stage named integration tests that runs the application against {endpoint(view)} in"
        " a test environment, and publish its results under that name."
    )


CRITERION = Criterion(
    id="app-has-integration-tests",
    title="The application has integration tests",
    question="Does the application have unit tests and integration tests?",
    rule="Met: app-has-unit-tests is met, and a linked pipeline does test the deployment, or"
    " published a test run or stage named as integration tests. Not met: not so.",
    reads=together(CICD, (TEST_RUNS,)),
    builds_on=("app-has-unit-tests",),
    serving=True,
    devops=True,
    blind_spots="As for model-has-integration-tests.",
    remedy=_remedy,
    docs="devops/pipelines/process/stages",
    effort=3,
    judge=_judge,
)
