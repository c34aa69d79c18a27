"""Do engineers rather than the training people release?"""

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
from aml_maturity_audit.mapping.steps import where
from aml_maturity_audit.mapping.truth import Fact, any_of
from aml_maturity_audit.mapping.view import View


def _judge(view: View) -> Ruling:
    verdict = share(
        releases(view),
        lambda release: _is_clean(view, release),
        threshold=1 - view.policy.release_by_hand_share,
        noun="releases",
        what="were not by the hand of somebody who also submits training jobs",
        empty=no_release(view),
        subject=lambda release: release.subject(),
        show=lambda release: release.shown(),
    )
    return of_what_is_deployed(view, verdict)


def _is_clean(view: View, release: Release) -> Fact:
    """Automatic, or by the hand of somebody who trains nothing."""
    if release.automatic.yes or not release.told:
        return release.automatic
    return any_of(release.automatic, is_submitter(view, release.by).negated())


def _remedy(view: View) -> str:
    return (
        "Let a service principal of the engineering team release, and take write access on"
        " endpoints from the accounts that submit training: az role assignment list --scope"
        f" {view.workspace.id} (the workspace: {where(view)})."
    )


CRITERION = Criterion(
    id="release-is-owned-by-engineering",
    title="Engineering owns the release",
    question="Are releases made by others than those who submit training jobs?",
    rule="Met: releases exist, and at most 20% of them were by hand by a user who also submitted"
    " training jobs in the window. Not met: more than 20%, or nothing is deployed.",
    reads=together(RELEASE, TRAINING),
    serving=True,
    blind_spots="Persons are matched by object id, UPN or the name that both sides give; two"
    " accounts of one person are two persons here.",
    remedy=_remedy,
    docs="machine-learning/how-to-assign-roles",
    effort=3,
    judge=_judge,
)
