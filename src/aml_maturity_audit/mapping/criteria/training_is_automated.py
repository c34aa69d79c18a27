"""Is training automated?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.training import (
    is_automated,
    is_completed,
    nothing_trained,
    training_jobs,
)
from aml_maturity_audit.mapping.reads import TRAINING
from aml_maturity_audit.mapping.share import in_order, share
from aml_maturity_audit.mapping.steps import where
from aml_maturity_audit.mapping.truth import MAX_LISTED, Fact, all_of, no, unknown, yes
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.mapping.words import job_evidence, job_subject, shown_job


def _judge(view: View) -> Ruling:
    automated = share(
        training_jobs(view),
        lambda job: is_automated(view, job),
        threshold=view.policy.automated_training_share,
        noun="training jobs",
        what="are automated",
        empty=nothing_trained(view),
        subject=job_subject,
        show=shown_job(view),
    )
    return automated if automated.no else all_of(automated, _enough_completed(view))


def _enough_completed(view: View) -> Fact:
    needed = view.policy.automated_training_completed
    people = training_jobs(view)
    groups = [group for group in people.groups if is_completed(group.kind)]
    answers = [(group, all_of(group.belongs, is_automated(view, group.kind))) for group in groups]
    completed = in_order(group for group, answer in answers if answer.yes)
    text = f"{len(completed)} automated training jobs completed, {needed} needed"
    if len(completed) >= needed:
        shown = completed[:MAX_LISTED]
        return yes(text, [job_evidence(view, job, f"{job.name} completed") for job in shown])
    doubts = [answer for _, answer in answers if answer.unknown]
    doubtful = sum(len(group.members) for group, answer in answers if answer.unknown)
    if len(completed) + doubtful >= needed:
        return unknown(f"{text}; {doubts[0].because}", doubts[0].missing)
    return no(text) if people.seen.complete else people.seen.hiding()


def _remedy(view: View) -> str:
    return (
        "Let a schedule or a pipeline start training: wrap it in a pipeline job and az ml schedule"
        f" create -f retrain-schedule.yml {where(view)}."
    )


CRITERION = Criterion(
    id="training-is-automated",
    title="Training is automated",
    question="Are training jobs started by schedules, pipelines or applications?",
    rule="Met: share of training jobs that are automated at least 0.5, and at least 2 of them"
    " Completed. Not met: otherwise.",
    reads=TRAINING,
    training=True,
    blind_spots="A job that a person's script starts under the person's own account looks manual.",
    remedy=_remedy,
    docs="machine-learning/how-to-schedule-pipeline-job",
    effort=2,
    judge=_judge,
)
