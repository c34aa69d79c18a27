"""Are releases of the application automated?"""

from aml_maturity_audit.assessment.model import Missing
from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.links import Linked, is_the_applications, links
from aml_maturity_audit.mapping.derive.practices import (
    any_linked,
    does,
    is_automatic,
    ran_automatically,
)
from aml_maturity_audit.mapping.reads import CICD
from aml_maturity_audit.mapping.truth import NO, Fact, any_of, unknown
from aml_maturity_audit.mapping.view import View


def _judge(view: View) -> Ruling:
    met = any_linked(
        view,
        lambda link: _releases_by_itself(view, link),
        none="no linked pipeline released for an automatic reason",
    )
    if not met.no or _application_was_seen(view):
        return met
    return unknown(
        f"{met.because}; no pipeline of the application is mapped",
        (Missing(signal="pipelines", hint="Map the application's pipeline in the config."),),
    )


def _releases_by_itself(view: View, link: Linked) -> Fact:
    """It deploys, or targets an environment, or is a classic release, for an automatic reason."""
    classic = link.pipeline.id.startswith("release:")
    targets = bool(link.content and link.content.environments)
    return any_of(
        ran_automatically(view, link) if classic else NO,
        does(view, link, "deploys_model", run_counts=is_automatic),
        does(view, link, "approval_or_environment_gate", run_counts=is_automatic)
        if targets
        else NO,
    )


def _application_was_seen(view: View) -> bool:
    """Whether a linked pipeline is mapped as the application's."""
    return any(is_the_applications(view, link) for link in links(view).linked)


def _remedy(view: View) -> str:
    return (
        "Give the deployment pipeline of the application a trigger (a branch, a finished build or a"
        f" schedule) and, where it is not linked to {view.workspace.name}, map it in the"
        " configuration under [[links]] with application = true."
    )


CRITERION = Criterion(
    id="app-release-is-automated",
    title="Application releases are automated",
    question="Does the application's release run by itself?",
    rule="Met: a linked pipeline that deploys the model or targets a deployment environment, or a"
    " classic release, completed in the window for an automatic reason. Not met: an application"
    " pipeline is mapped and none does. Nothing mapped: unknown.",
    reads=CICD,
    serving=True,
    devops=True,
    blind_spots="Which application uses an endpoint is listed nowhere in Azure; its pipeline must"
    " be linked or mapped.",
    remedy=_remedy,
    docs="devops/pipelines/build/triggers",
    effort=3,
    judge=_judge,
)
