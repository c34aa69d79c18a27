"""Are builds automated?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.practices import any_linked, ran_automatically
from aml_maturity_audit.mapping.reads import CICD
from aml_maturity_audit.mapping.view import View


def _judge(view: View) -> Ruling:
    return any_linked(
        view,
        lambda link: ran_automatically(view, link),
        none=f"no linked pipeline completed an automatic run in {view.window_days} days",
    )


def _remedy(view: View) -> str:
    return (
        "Add an azure-pipelines.yml with a trigger on the main branch to the repository of"
        f" {view.workspace.name}'s code, and create its pipeline: az pipelines create --name build"
        " --yml-path azure-pipelines.yml."
    )


CRITERION = Criterion(
    id="builds-are-automated",
    title="Builds are automated",
    question="Does a linked pipeline run by itself?",
    rule="Met: a linked pipeline completed successfully in the window for an automatic reason."
    " Not met: none.",
    reads=CICD,
    devops=True,
    blind_spots="Builds on systems that are not configured as a source are not seen.",
    remedy=_remedy,
    docs="devops/pipelines/create-first-pipeline",
    effort=1,
    judge=_judge,
)
