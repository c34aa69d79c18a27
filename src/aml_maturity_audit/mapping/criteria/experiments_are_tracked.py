"""Are training jobs tracked in named experiments?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.training import nothing_trained, training_jobs
from aml_maturity_audit.mapping.reads import TRAINING
from aml_maturity_audit.mapping.share import share
from aml_maturity_audit.mapping.steps import proposed, where
from aml_maturity_audit.mapping.truth import fact
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.mapping.words import job_subject, shown_job


def _judge(view: View) -> Ruling:
    return share(
        training_jobs(view),
        lambda job: fact(job.experiment.strip().lower() not in {"", "default"}),
        threshold=view.policy.named_experiment_share,
        noun="training jobs",
        what="are in a named experiment",
        empty=nothing_trained(view),
        subject=job_subject,
        show=shown_job(view),
    )


def _remedy(view: View) -> str:
    return (
        "Give every job an experiment of its own name: set experiment_name in the job's YAML, or"
        f" az ml job create -f job.yml --set experiment_name={proposed(view, 'training', 64)}"
        f" {where(view)}."
    )


CRITERION = Criterion(
    id="experiments-are-tracked",
    title="Experiments are tracked",
    question="Are training jobs tracked in named experiments?",
    rule="Met: share of training jobs in a named experiment (not empty, not Default) at least 0.8."
    " Not met: the share is lower, or there is no training job.",
    reads=TRAINING,
    training=True,
    blind_spots="A name says nothing about what was logged; training-performance-is-tracked does.",
    remedy=_remedy,
    docs="machine-learning/how-to-log-view-metrics",
    effort=1,
    judge=_judge,
)
