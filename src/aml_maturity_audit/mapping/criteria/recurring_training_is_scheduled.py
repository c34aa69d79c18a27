"""Is recurring training scheduled or event-driven?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.practices import linked_does, started_for
from aml_maturity_audit.mapping.derive.recurring import schedule_trains
from aml_maturity_audit.mapping.reads import CICD, TRAINING, together
from aml_maturity_audit.mapping.steps import where
from aml_maturity_audit.mapping.truth import any_of
from aml_maturity_audit.mapping.view import View

_RECURRING = frozenset({"schedule", "resourcetrigger"})


def _judge(view: View) -> Ruling:
    by_pipeline = linked_does(
        view,
        "trains_model",
        run_counts=lambda run: started_for(run, _RECURRING),
        none="no linked pipeline trained on a schedule or an event",
    )
    return any_of(schedule_trains(view), by_pipeline)


def _remedy(view: View) -> str:
    return (
        "Create a schedule that submits the training pipeline, for instance every Monday at 6:"
        " az ml"
        f" schedule create -n weekly-training -f weekly-training.yml {where(view)}, and see it"
        " fire."
    )


CRITERION = Criterion(
    id="recurring-training-is-scheduled",
    title="Recurring training is scheduled",
    question="Does a schedule or an event start training again and again?",
    rule="Met: an enabled, unexpired schedule that creates a training job (or invokes a pipeline"
    " component deployment) and fired in the window, or a linked pipeline that trains completed for"
    " reason schedule or resourceTrigger. Not met: neither.",
    reads=together(TRAINING, CICD),
    training=True,
    blind_spots="Schedulers outside Azure ML and the configured sources are not seen.",
    remedy=_remedy,
    docs="machine-learning/how-to-schedule-pipeline-job",
    effort=2,
    judge=_judge,
)
