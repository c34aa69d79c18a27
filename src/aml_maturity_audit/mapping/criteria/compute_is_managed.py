"""Do training jobs run on managed compute?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.compute import on_managed_compute
from aml_maturity_audit.mapping.derive.training import nothing_trained, training_jobs
from aml_maturity_audit.mapping.reads import COMPUTE, TRAINING, together
from aml_maturity_audit.mapping.share import share
from aml_maturity_audit.mapping.steps import cluster, where
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.mapping.words import job_subject, shown_job


def _judge(view: View) -> Ruling:
    return share(
        training_jobs(view),
        lambda job: on_managed_compute(view, job),
        threshold=view.policy.managed_compute_share,
        noun="training jobs",
        what="ran on managed compute",
        empty=nothing_trained(view),
        subject=job_subject,
        show=shown_job(view),
    )


def _remedy(view: View) -> str:
    return (
        "Submit training to a compute cluster or to serverless compute instead of a compute"
        f" instance or a laptop: az ml compute create -n {cluster(view)} --type AmlCompute"
        f" --min-instances 0 --max-instances 4 {where(view)}, then name it as the job's compute."
    )


CRITERION = Criterion(
    id="compute-is-managed",
    title="Training runs on managed compute",
    question="Do training jobs run on managed compute?",
    rule="Met: share of training jobs in the window on managed compute at least 0.8."
    " Not met: the share is lower, or there is no training job.",
    reads=together(TRAINING, COMPUTE),
    training=True,
    blind_spots="A compute that was deleted since cannot be classified.",
    remedy=_remedy,
    docs="machine-learning/how-to-create-attach-compute-cluster",
    effort=1,
    judge=_judge,
)
