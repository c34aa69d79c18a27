"""Can a release happen without the people who train?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.persons import is_submitter
from aml_maturity_audit.mapping.derive.releases import (
    Release,
    no_release,
    of_what_is_deployed,
    releases,
)
from aml_maturity_audit.mapping.reads import RELEASE, TRAINING, together
from aml_maturity_audit.mapping.share import share
from aml_maturity_audit.mapping.truth import NO, YES, Fact, all_of, any_of, no, yes
from aml_maturity_audit.mapping.view import View


def _judge(view: View) -> Ruling:
    automatic = share(
        releases(view),
        lambda release: release.automatic,
        threshold=view.policy.automatic_release_share,
        noun="releases",
        what="were automatic",
        empty=no_release(view),
        subject=lambda release: release.subject(),
        show=lambda release: release.shown(),
    )
    return of_what_is_deployed(view, all_of(automatic, _no_submitter_released(view)))


def _no_submitter_released(view: View) -> Fact:
    people = releases(view)
    by_submitter = any_of(NO, *(_by_submitter(view, r) for r in people.certain))
    if by_submitter.yes:
        return no(by_submitter.because)
    if by_submitter.unknown:
        return by_submitter
    if people.may_have_more:
        return people.doubts()
    return yes("nobody who submits training jobs released by hand")


def _by_submitter(view: View, release: Release) -> Fact:
    if release.automatic.yes:
        return NO
    by_hand = YES if release.automatic.no else release.automatic
    return all_of(by_hand, is_submitter(view, release.by))


def _remedy(view: View) -> str:
    return (
        f"Take the last hand-made releases of {view.workspace.name} away from its training people:"
        " let the pipeline release, and give them read access on endpoints only (role AzureML Data"
        " Scientist less onlineEndpoints/write)."
    )


CRITERION = Criterion(
    id="release-needs-no-data-scientist",
    title="A release needs no data scientist",
    question="Are releases automatic, with no hand of somebody who trains?",
    rule="Met: share of automatic releases at least 0.8, and no submitter of training jobs released"
    " by hand in the window. Not met: otherwise, or nothing is deployed.",
    reads=together(RELEASE, TRAINING),
    serving=True,
    blind_spots="As for release-is-owned-by-engineering.",
    remedy=_remedy,
    docs="machine-learning/concept-model-management-and-deployment",
    effort=4,
    judge=_judge,
)
