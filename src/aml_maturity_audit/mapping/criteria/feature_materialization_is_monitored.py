"""Is the health of feature materialization monitored?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.features import materialization_is_monitored
from aml_maturity_audit.mapping.steps import proposed
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.features import FEATURE_SETS
from aml_maturity_audit.signals.jobs import JOBS
from aml_maturity_audit.signals.snapshot import WORKSPACES


def _judge(view: View) -> Ruling:
    return materialization_is_monitored(view)


def _remedy(view: View) -> str:
    return (
        "Give each feature set a materialization schedule with a notification on failure"
        " (materialization_settings.notification.email_on: [JobFailed]) and see it keep its"
        f" interval: az ml feature-set list-materialization-operation --feature-store-name"
        f" {proposed(view, 'features')} -n transactions"
        f" -v 1 -g {view.workspace.resource_group}."
    )


CRITERION = Criterion(
    id="feature-materialization-is-monitored",
    title="Feature materialization is monitored",
    question="Does every scheduled feature set materialize in time, and does a failure tell?",
    rule="Met: every feature set with a materialization schedule completed one within twice its"
    " interval and notifies on failure. Not met: one does not, or no feature store.",
    reads=(FEATURE_SETS, JOBS, WORKSPACES),
    blind_spots="Whether the materialized data is right is not seen.",
    remedy=_remedy,
    docs="machine-learning/feature-set-materialization-concepts",
    effort=4,
    judge=_judge,
)
