"""Are lifecycle events emitted through Event Grid?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.events import emits
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.events import EVENT_SUBSCRIPTIONS, TOPIC_SUBSCRIPTIONS


def _judge(view: View) -> Ruling:
    return emits(view)


def _remedy(view: View) -> str:
    return (
        "Subscribe something to the workspace's events, for instance a Function to ModelRegistered:"
        " az eventgrid event-subscription create -n on-model-registered --source-resource-id"
        f" {view.workspace.id} --included-event-types"
        " Microsoft.MachineLearningServices.ModelRegistered --endpoint-type azurefunction"
        " --endpoint, followed by the function's id."
    )


CRITERION = Criterion(
    id="lifecycle-events-are-emitted",
    title="Lifecycle events are emitted",
    question="Does an Event Grid subscription on the workspace stand?",
    rule="Met: an Event Grid subscription on the workspace in state Succeeded. Not met: none.",
    reads=(EVENT_SUBSCRIPTIONS, TOPIC_SUBSCRIPTIONS),
    blind_spots="The events themselves, and what their handlers do, cannot be read.",
    remedy=_remedy,
    docs="machine-learning/how-to-use-event-grid",
    effort=2,
    judge=_judge,
)
