"""Is the whole system automated and easily monitored?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.monitors import notifies
from aml_maturity_audit.mapping.derive.telemetry import alerts
from aml_maturity_audit.mapping.reads import TRAINING, together
from aml_maturity_audit.mapping.truth import all_of, any_of
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.observability import METRIC_ALERTS, QUERY_ALERTS


def _judge(view: View) -> Ruling:
    return all_of(
        view.verdict("training-is-automated"),
        view.verdict("release-is-automatic"),
        any_of(alerts(view), notifies(view)),
    )


def _remedy(view: View) -> str:
    return (
        "Let somebody be told when it fails: az monitor metrics alert create -n failed-runs -g"
        f" {view.workspace.resource_group} --scopes {view.workspace.id}"
        " --condition 'total Failed Runs > 0', or give the model monitor an e-mail address."
    )


CRITERION = Criterion(
    id="system-is-automated-and-monitored",
    title="The system is automated and monitored",
    question="Are training and release automatic, and is somebody told when things go wrong?",
    rule="Met: training-is-automated and release-is-automatic are met, and an enabled alert rule"
    " targets the workspace, one of its endpoints or deployments or its Application Insights, or a"
    " monitor that ran sends notifications. Not met: otherwise.",
    reads=together(TRAINING, (METRIC_ALERTS, QUERY_ALERTS)),
    builds_on=("training-is-automated", "release-is-automatic"),
    blind_spots="Whether somebody reads an alert is not seen.",
    remedy=_remedy,
    docs="machine-learning/monitor-azure-machine-learning",
    effort=3,
    judge=_judge,
)
