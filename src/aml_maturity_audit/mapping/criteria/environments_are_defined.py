"""Are environments managed by definitions?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.environments import has_qualifying_environment
from aml_maturity_audit.mapping.derive.training import nothing_trained, training_jobs
from aml_maturity_audit.mapping.reads import ENVIRONMENT, TRAINING, together
from aml_maturity_audit.mapping.share import share
from aml_maturity_audit.mapping.steps import where
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.mapping.words import job_subject, shown_job


def _judge(view: View) -> Ruling:
    return share(
        training_jobs(view),
        lambda job: has_qualifying_environment(view, job),
        threshold=view.policy.defined_environment_share,
        noun="training jobs",
        what="have a named, versioned environment",
        empty=nothing_trained(view),
        subject=job_subject,
        show=shown_job(view),
    )


def _remedy(view: View) -> str:
    return (
        "Keep each environment's definition (image and conda file) in git and create its versions"
        f" from there: az ml environment create --file environments/training.yml {where(view)}."
    )


CRITERION = Criterion(
    id="environments-are-defined",
    title="Environments are managed by definitions",
    question="Do training jobs use named, versioned environments?",
    rule="Met: share of training jobs with a named, versioned, non-anonymous environment at least"
    " 0.8. Not met: the share is lower, or there is no training job.",
    reads=together(TRAINING, ENVIRONMENT),
    training=True,
    blind_spots="Whether the definition is kept in git is not seen.",
    remedy=_remedy,
    docs="machine-learning/concept-environments",
    effort=2,
    judge=_judge,
)
