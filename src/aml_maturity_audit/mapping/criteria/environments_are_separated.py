"""Are train, test and production environments separate?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.partners import all_were_listed, separated_by_system
from aml_maturity_audit.mapping.derive.stages import pipeline_reaches_stages
from aml_maturity_audit.mapping.reads import CICD, together
from aml_maturity_audit.mapping.truth import all_of, any_of, decide
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.cicd import DEPLOYMENT_RECORDS
from aml_maturity_audit.signals.snapshot import WORKSPACES


def _judge(view: View) -> Ruling:
    partner, staged = separated_by_system(view), pipeline_reaches_stages(view)
    alone = all_of(partner.negated(), all_were_listed(view), staged.negated())
    return decide(any_of(partner, staged), alone)


def _remedy(view: View) -> str:
    return (
        "Keep production in a workspace of its own, named or tagged as such, and let the pipeline"
        f" carry models there: az ml workspace create -n {view.workspace.name}-prod"
        f" -g {view.workspace.resource_group}-prod, or map both as one system in the configuration."
    )


CRITERION = Criterion(
    id="environments-are-separated",
    title="Train, test and production are separate",
    question="Does the workspace belong to a system with a test and a production stage?",
    rule="Met: the workspace belongs to a system with at least a dev or test and a production"
    " workspace (configured, or inferred from names and tags), or a linked pipeline that deploys"
    " had"
    " successful runs in the window on two or more deployment environments. Not met: every"
    " workspace"
    " of all subscriptions in scope was listed, there is no such partner, and the linked pipelines,"
    " all read, have none.",
    reads=together(CICD, (WORKSPACES, DEPLOYMENT_RECORDS)),
    blind_spots="Stages that are neither in a name, a tag nor the configuration are not told"
    " apart.",
    remedy=_remedy,
    docs="cloud-adoption-framework/ready/azure-best-practices/ai-machine-learning-mlops",
    effort=4,
    judge=_judge,
)
