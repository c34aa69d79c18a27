"""Do production metrics trigger retraining?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.events import breach_is_passed_on
from aml_maturity_audit.mapping.derive.loop import loop_closed, said_of, system_is_monitored
from aml_maturity_audit.mapping.derive.partners import system_views
from aml_maturity_audit.mapping.reads import MODEL, SERVING, TRAINING, together
from aml_maturity_audit.mapping.steps import where
from aml_maturity_audit.mapping.truth import all_of, any_of, decide
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.events import EVENT_SUBSCRIPTIONS, TOPIC_SUBSCRIPTIONS


def _judge(view: View) -> Ruling:
    monitored = system_is_monitored(view)
    passed_on = any_of(
        *(said_of(view, member, breach_is_passed_on(member)) for member in system_views(view))
    )
    met = all_of(monitored, passed_on, loop_closed(view))
    return decide(met, any_of(monitored.negated(), passed_on.negated()))


def _remedy(view: View) -> str:
    return (
        "Close the loop: put a model monitor on the production deployment, subscribe a Function or"
        " Logic App that starts training to the workspace's RunStatusChanged events with an"
        " advanced filter data.RunTags.azureml_modelmonitor_threshold_breached StringContains"
        f" 'has failed due to' (az eventgrid event-subscription create --source-resource-id"
        f" {view.workspace.id} …), and see a breach start a job: az ml job list {where(view)}."
    )


CRITERION = Criterion(
    id="retraining-is-triggered-by-production-metrics",
    title="Production metrics trigger retraining",
    question="Does a breach of a production monitor start training?",
    rule="Met: a monitor on a production deployment that ran, and an Event Grid subscription that"
    " passes RunStatusChanged with a filter on azureml_modelmonitor_threshold_breached to a"
    " destination that can start something, and an automated training job within 24 hours after a"
    " breach in the window. Not met: no such monitor, or no such subscription. No breach in the"
    " window: unknown.",
    reads=together(TRAINING, SERVING, MODEL, (EVENT_SUBSCRIPTIONS, TOPIC_SUBSCRIPTIONS)),
    training=True,
    blind_spots="What the handler of an event does cannot be read; only the loop closing can be"
    " seen, and a job within 24 hours may have another cause.",
    remedy=_remedy,
    docs="machine-learning/how-to-monitor-model-performance",
    effort=5,
    judge=_judge,
)
