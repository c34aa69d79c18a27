"""Is a managed feature store adopted?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.features import stores_with_sets, uses_a_store
from aml_maturity_audit.mapping.steps import where
from aml_maturity_audit.mapping.truth import all_of, decide
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.features import FEATURE_SETS
from aml_maturity_audit.signals.jobs import JOBS
from aml_maturity_audit.signals.models import MODEL_VERSIONS
from aml_maturity_audit.signals.snapshot import WORKSPACES


def _judge(view: View) -> Ruling:
    stores = stores_with_sets(view)
    return decide(all_of(stores, uses_a_store(view)), stores.negated())


def _remedy(view: View) -> str:
    return (
        "Create a feature store beside the workspace, register a feature set and read it in"
        " training with a feature retrieval specification: az ml feature-store create -n"
        f" {view.workspace.name}-features -g {view.workspace.resource_group}, then az ml"
        " feature-set"
        f" create -f featureset.yml (the workspace: {where(view)})."
    )


CRITERION = Criterion(
    id="feature-store-is-adopted",
    title="A managed feature store is adopted",
    question="Does a feature store in scope have a feature set that this workspace uses?",
    rule="Met: a FeatureStore workspace in scope has a feature set, and a job or model of this"
    " workspace refers to it. A store without visible use: unknown; none in a fully observed scope:"
    " not met.",
    reads=(FEATURE_SETS, JOBS, MODEL_VERSIONS, WORKSPACES),
    blind_spots="Feature stores of other products, and stores outside the audited subscriptions,"
    " are not seen.",
    remedy=_remedy,
    docs="machine-learning/concept-what-is-managed-feature-store",
    effort=4,
    judge=_judge,
)
