"""Does the model have basic integration tests?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.integration import tests_deployment_or_integration
from aml_maturity_audit.mapping.derive.links import Linked
from aml_maturity_audit.mapping.derive.practices import any_linked, does
from aml_maturity_audit.mapping.reads import CICD, together
from aml_maturity_audit.mapping.steps import endpoint, where
from aml_maturity_audit.mapping.truth import Fact, all_of, any_of
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.cicd import TEST_RUNS


def _judge(view: View) -> Ruling:
    return any_linked(
        view,
        lambda link: _tests_the_model(view, link),
        none="no linked pipeline tested a deployment, ran integration tests or tested what it"
        " deploys",
    )


def _tests_the_model(view: View, link: Linked) -> Fact:
    deploys_and_tests = all_of(does(view, link, "runs_tests"), does(view, link, "deploys_model"))
    return any_of(tests_deployment_or_integration(view, link), deploys_and_tests)


def _remedy(view: View) -> str:
    return (
        "Add a step after the deployment that sends a sample request and checks the answer: az ml"
        f" online-endpoint invoke -n {endpoint(view)} -r tests/sample-request.json {where(view)}."
    )


CRITERION = Criterion(
    id="model-has-integration-tests",
    title="The model has integration tests",
    question="Does a linked pipeline test the model where it is deployed?",
    rule="Met: a linked pipeline does test the deployment, or published a test run or stage named"
    " as integration tests, or runs tests in a pipeline that does deploy the model. Not met: none.",
    reads=together(CICD, (TEST_RUNS,)),
    serving=True,
    devops=True,
    blind_spots="Integration tests are told from others by their names; the configuration can name"
    " the words.",
    remedy=_remedy,
    docs="machine-learning/how-to-safely-rollout-online-endpoints",
    effort=2,
    judge=_judge,
)
