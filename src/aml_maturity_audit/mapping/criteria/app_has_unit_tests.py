"""Does the application's code have unit tests?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.integration import unit_tests
from aml_maturity_audit.mapping.reads import CICD, together
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.cicd import TEST_RUNS


def _judge(view: View) -> Ruling:
    return unit_tests(view)


def _remedy(view: View) -> str:
    return (
        f"Run the unit tests of the code around {view.workspace.name} in its build, and publish the"
        " results: pytest --junitxml=results.xml, then the PublishTestResults@2 task."
    )


CRITERION = Criterion(
    id="app-has-unit-tests",
    title="Application code has unit tests",
    question="Does a linked pipeline run tests?",
    rule="Met: a linked pipeline published test results with at least one test in the window, or"
    " does run tests. Not met: neither.",
    reads=together(CICD, (TEST_RUNS,)),
    devops=True,
    blind_spots="Unit tests cannot be told from others by what Azure keeps.",
    remedy=_remedy,
    docs="devops/pipelines/test/review-continuous-test-results-after-build",
    effort=2,
    judge=_judge,
)
