"""Is the training environment managed and traceable?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.compute import on_managed_compute
from aml_maturity_audit.mapping.derive.environments import has_qualifying_environment
from aml_maturity_audit.mapping.derive.training import nothing_trained, training_jobs
from aml_maturity_audit.mapping.reads import COMPUTE, ENVIRONMENT, TRAINING, together
from aml_maturity_audit.mapping.share import share
from aml_maturity_audit.mapping.steps import where
from aml_maturity_audit.mapping.truth import all_of
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.mapping.words import job_subject, shown_job


def _judge(view: View) -> Ruling:
    people, threshold = training_jobs(view), view.policy.managed_environment_share
    on_compute = share(
        people,
        lambda job: on_managed_compute(view, job),
        threshold=threshold,
        noun="training jobs",
        what="ran on managed compute",
        empty=nothing_trained(view),
        subject=job_subject,
        show=shown_job(view),
    )
    in_environment = share(
        people,
        lambda job: has_qualifying_environment(view, job),
        threshold=threshold,
        noun="training jobs",
        what="ran in a named, versioned environment",
        empty=nothing_trained(view),
        subject=job_subject,
        show=shown_job(view),
    )
    return all_of(on_compute, in_environment)


def _remedy(view: View) -> str:
    return (
        "Give training an environment with a name and a version instead of an inline image: az ml"
        f" environment create -n training-env -v 1 -f environment.yml {where(view)}, then"
        " environment: azureml:training-env:1 in the job, on managed compute."
    )


CRITERION = Criterion(
    id="training-environment-is-managed-and-traceable",
    title="The training environment is managed and traceable",
    question="Do training jobs run on managed compute and in versioned environments?",
    rule="Met: shares of training jobs on managed compute, and with a qualifying environment, both"
    " at least 0.8. Not met: otherwise.",
    reads=together(TRAINING, COMPUTE, ENVIRONMENT),
    training=True,
    blind_spots="What an image contains, and whether its tag moves, is not seen.",
    remedy=_remedy,
    docs="machine-learning/how-to-manage-environments-v2",
    effort=2,
    judge=_judge,
)
