"""Are logs and data of deployed models collected centrally?"""

from aml_maturity_audit.mapping.criterion import Criterion, NotApplicable, Ruling
from aml_maturity_audit.mapping.derive.serving import (
    NOTHING_DEPLOYED,
    only_batch,
    production_online,
)
from aml_maturity_audit.mapping.derive.telemetry import sends_logs_and_data
from aml_maturity_audit.mapping.reads import MODEL, SERVING, TRAINING, together
from aml_maturity_audit.mapping.seen import every
from aml_maturity_audit.mapping.steps import deployment, endpoint, where
from aml_maturity_audit.mapping.truth import no
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.observability import DIAGNOSTIC_SETTINGS


def _judge(view: View) -> Ruling:
    batch = only_batch(view)
    if batch.yes:
        return NotApplicable(batch.because)
    online = production_online(view)
    if not online.items:
        return no(NOTHING_DEPLOYED) if batch.no else batch
    return every(
        online,
        lambda deployed: sends_logs_and_data(view, deployed),
        all_pass=f"all {len(online.items)} production deployments send logs and collect data",
        none=NOTHING_DEPLOYED,
    )


def _remedy(view: View) -> str:
    return (
        "Turn on Application Insights and the data collector of the production deployment: az ml"
        f" online-deployment update -e {endpoint(view)} -n {deployment(view)} --set"
        f" app_insights_enabled=true data_collector.collections.model_inputs.enabled=true"
        f" {where(view)}."
    )


CRITERION = Criterion(
    id="deployed-model-metrics-are-centralized",
    title="Metrics of deployed models are centralized",
    question="Does every production deployment send its logs, and is its data collected?",
    rule="Met: every production online deployment sends its logs (Application Insights on, with a"
    " component on the workspace; or a diagnostic setting of its endpoint to Log Analytics with an"
    " enabled AmlOnlineEndpoint category or group) and its data is collected (an enabled data"
    " collector, or a monitor on it that ran). Only batch deployments: not applicable."
    " Not met: one does not, or nothing is deployed.",
    reads=together(SERVING, TRAINING, MODEL, (DIAGNOSTIC_SETTINGS,)),
    serving=True,
    blind_spots="What scoring code writes to a store of its own is not seen.",
    remedy=_remedy,
    docs="machine-learning/how-to-collect-production-data",
    effort=2,
    judge=_judge,
)
