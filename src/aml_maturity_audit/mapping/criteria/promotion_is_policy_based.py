"""Is promotion through registries policy-based?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.practices import linked_does
from aml_maturity_audit.mapping.reads import CICD
from aml_maturity_audit.mapping.truth import all_of
from aml_maturity_audit.mapping.view import View


def _judge(view: View) -> Ruling:
    gated = linked_does(
        view,
        "promotes_via_registry",
        only=lambda evidence: evidence.gated,
        none="no linked pipeline promoted through a registry behind a gate",
    )
    return all_of(view.verdict("artifacts-are-promoted-through-registry"), gated)


def _remedy(view: View) -> str:
    return (
        "Let only a pipeline promote: put az ml model share into a deployment job whose environment"
        f" has an approval, so that nothing reaches {view.workspace.name} from the registry"
        " without it."
    )


CRITERION = Criterion(
    id="promotion-is-policy-based",
    title="Promotion is policy-based",
    question="Does a pipeline promote through the registry behind a gate?",
    rule="Met: artifacts-are-promoted-through-registry is met, and a linked pipeline does promote"
    " via the registry behind a gate. Not met: otherwise.",
    reads=CICD,
    builds_on=("artifacts-are-promoted-through-registry",),
    devops=True,
    blind_spots="What the approvers look at is not seen.",
    remedy=_remedy,
    docs="devops/pipelines/process/approvals",
    effort=5,
    judge=_judge,
)
