"""Does serving approach zero downtime?"""

from aml_maturity_audit.mapping.criterion import Criterion, NotApplicable, Ruling
from aml_maturity_audit.mapping.derive.rollout import instances, second_deployment
from aml_maturity_audit.mapping.derive.serving import only_batch, production_online
from aml_maturity_audit.mapping.reads import CICD, SERVING, together
from aml_maturity_audit.mapping.seen import every
from aml_maturity_audit.mapping.steps import deployment, endpoint, where
from aml_maturity_audit.mapping.truth import all_of
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.observability import AUTOSCALE_SETTINGS


def _judge(view: View) -> Ruling:
    batch = only_batch(view)
    if batch.yes:
        return NotApplicable(batch.because)
    online = production_online(view)
    if not online.items:
        return batch
    return every(
        online,
        lambda deployed: all_of(instances(view, deployed), second_deployment(view, deployed)),
        all_pass=f"all {len(online.items)} production online deployments have 2 or more instances"
        " and a way to roll over",
        none="nothing is deployed online",
    )


def _remedy(view: View) -> str:
    return (
        f"Run at least 2 instances (az ml online-deployment update -e {endpoint(view)} -n"
        f" {deployment(view)} --set instance_count=2 {where(view)}) and keep a second deployment on"
        " the endpoint to roll over to."
    )


CRITERION = Criterion(
    id="serving-approaches-zero-downtime",
    title="Serving approaches zero downtime",
    question="Has every production online deployment instances to spare and a way to roll over?",
    rule="Met: every production online deployment has two or more instances, and its endpoint has"
    " two or more deployments in state Succeeded or a linked pipeline does split traffic. Only"
    " batch"
    " deployments: not applicable. Not met: an instance count below two, or no second deployment"
    " and pipelines, observed, split none; or nothing deployed online.",
    reads=together(SERVING, CICD, (AUTOSCALE_SETTINGS,)),
    serving=True,
    blind_spots="Availability itself is not measured.",
    remedy=_remedy,
    docs="machine-learning/how-to-autoscale-endpoints",
    effort=3,
    judge=_judge,
)
