"""Does production inform improvement?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.monitors import production_is_monitored
from aml_maturity_audit.mapping.reads import MODEL, SERVING, TRAINING, together
from aml_maturity_audit.mapping.steps import deployment, endpoint, where
from aml_maturity_audit.mapping.view import View


def _judge(view: View) -> Ruling:
    return production_is_monitored(view)


def _remedy(view: View) -> str:
    return (
        f"Monitor {endpoint(view)}/{deployment(view)} for drift and data quality: az ml schedule"
        f" create -f monitor.yml {where(view)}, with create_monitor and the deployment as target;"
        " see that its first runs complete."
    )


CRITERION = Criterion(
    id="production-informs-improvement",
    title="Production informs improvement",
    question="Is a monitor that ran on a production deployment?",
    rule="Met: a monitor on a production deployment that ran. Not met: otherwise.",
    reads=together(SERVING, TRAINING, MODEL),
    serving=True,
    blind_spots="Monitoring in another product is not seen.",
    remedy=_remedy,
    docs="machine-learning/concept-model-monitoring",
    effort=3,
    judge=_judge,
)
