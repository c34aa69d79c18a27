"""Does training code come from a clean git commit?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.code import has_clean_commit
from aml_maturity_audit.mapping.derive.training import nothing_trained, training_jobs
from aml_maturity_audit.mapping.reads import TRAINING
from aml_maturity_audit.mapping.share import share
from aml_maturity_audit.mapping.steps import where
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.mapping.words import job_subject, shown_job


def _judge(view: View) -> Ruling:
    return share(
        training_jobs(view),
        has_clean_commit,
        threshold=view.policy.clean_commit_share,
        noun="training jobs",
        what="carry a clean git commit",
        empty=nothing_trained(view),
        subject=job_subject,
        show=shown_job(view),
    )


def _remedy(view: View) -> str:
    return (
        "Submit from a git checkout without local changes, so that the client writes the commit"
        " into the job (a remote URL that holds a token makes it drop all git properties):"
        f" git status --porcelain && az ml job create -f job.yml {where(view)}."
    )


CRITERION = Criterion(
    id="training-code-is-versioned",
    title="Training code is versioned",
    question="Do training jobs carry a clean git commit?",
    rule="Met: share of training jobs with a clean git commit at least 0.8."
    " Not met: the share is lower, or there is no training job.",
    reads=TRAINING,
    training=True,
    blind_spots="The client writes the commit of the folder it was called in; jobs that a schedule"
    " or the studio makes may have none.",
    remedy=_remedy,
    docs="machine-learning/concept-train-model-git-integration",
    effort=1,
    judge=_judge,
)
