"""Is the performance of training tracked centrally?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.tracking import newest_completed, what_was_logged
from aml_maturity_audit.mapping.derive.training import nothing_trained
from aml_maturity_audit.mapping.reads import TRAINING, together
from aml_maturity_audit.mapping.share import share
from aml_maturity_audit.mapping.steps import job, where
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.mapping.words import job_subject, shown_job
from aml_maturity_audit.signals.tracking import RUN_METRICS


def _judge(view: View) -> Ruling:
    return share(
        newest_completed(view),
        lambda job: what_was_logged(view, job),
        threshold=view.policy.tracked_metrics_share,
        noun="completed training jobs",
        what="logged metrics",
        empty=f"no Completed training job: {nothing_trained(view)} came to its end",
        subject=job_subject,
        show=shown_job(view),
    )


def _remedy(view: View) -> str:
    return (
        "Log what training reaches with mlflow.autolog() or mlflow.log_metric('auc', auc) in the"
        f" training script; it appears in the studio's Metrics tab of {view.workspace.name}"
        f" (az ml job show -n {job(view)} --web {where(view)})."
    )


CRITERION = Criterion(
    id="training-performance-is-tracked",
    title="Training performance is tracked",
    question="Did completed training jobs log metrics?",
    rule="Met: share of (up to 50) Completed training jobs with logged metrics at least 0.8: a"
    " job's own, or of a run below it; Sweep and AutoML count as tracked."
    " Not met: the share is lower, or there is no Completed training job.",
    reads=together(TRAINING, (RUN_METRICS,)),
    training=True,
    blind_spots="Metrics are read from MLflow, which a private endpoint or --no-data-plane hides;"
    " metrics kept in another tool are not seen.",
    remedy=_remedy,
    docs="machine-learning/how-to-use-mlflow-cli-runs",
    effort=2,
    judge=_judge,
)
