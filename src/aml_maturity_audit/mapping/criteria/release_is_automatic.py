"""Are releases automatic?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.releases import no_release, of_what_is_deployed, releases
from aml_maturity_audit.mapping.reads import RELEASE
from aml_maturity_audit.mapping.share import share
from aml_maturity_audit.mapping.steps import endpoint, where
from aml_maturity_audit.mapping.view import View


def _judge(view: View) -> Ruling:
    verdict = share(
        releases(view),
        lambda release: release.automatic,
        threshold=view.policy.automatic_release_share,
        noun="releases",
        what="were automatic",
        empty=no_release(view),
        subject=lambda release: release.subject(),
        show=lambda release: release.shown(),
    )
    if verdict.yes and not view.estate.projects:
        blind = "0 CI/CD sources were read, so whose hand started a pipeline is not seen"
        verdict = verdict.saying(f"{verdict.because}; {blind}")
    return of_what_is_deployed(view, verdict)


def _remedy(view: View) -> str:
    return (
        "Release from a pipeline that starts by itself (after a merge, a training run or an"
        " approval): its last step is az ml online-deployment create -e"
        f" {endpoint(view)} -f deployment.yml {where(view)}, signed in as a service principal."
    )


CRITERION = Criterion(
    id="release-is-automatic",
    title="The release is automatic",
    question="Are at least 80% of releases automatic?",
    rule="Met: share of automatic releases at least 0.8. Not met: the share is lower, or nothing is"
    " deployed. Unknown when neither the Activity Log nor the creators' types tell who released.",
    reads=RELEASE,
    serving=True,
    blind_spots="The Activity Log reaches back 90 days less an hour; an application that a person"
    " drives by hand outside the pipelines read looks automatic.",
    remedy=_remedy,
    docs="machine-learning/how-to-devops-machine-learning",
    effort=4,
    judge=_judge,
)
