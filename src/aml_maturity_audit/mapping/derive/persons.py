"""Whether two accounts are one person. Source: criteria.md, section 1, "release".

The same by object id, else UPN, else by the name that both sides give (said as inferred). Names are
marked as persons so that masking finds them.
"""

import re
from dataclasses import dataclass

from aml_maturity_audit.assessment.persons import person
from aml_maturity_audit.mapping.derive import training
from aml_maturity_audit.mapping.derive.kinds import JobKind
from aml_maturity_audit.mapping.truth import NO, Fact, any_of, unknown, yes
from aml_maturity_audit.mapping.view import View, derived

_GUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


@dataclass(frozen=True)
class Somebody:
    """A person as one source names them."""

    object_id: str = ""
    upn: str = ""
    name: str = ""

    @property
    def label(self) -> str:
        """How a sentence names them."""
        return person(self.name or self.upn or self.object_id) if self.is_told else "somebody"

    @property
    def is_told(self) -> bool:
        """Whether anything tells who it is."""
        return bool(self.object_id or self.upn or self.name)


def looks_like_upn(text: str) -> bool:
    """Whether a name is a user principal name rather than a display name."""
    return "@" in text


def is_submitter(view: View, who: Somebody) -> Fact:
    """Whether somebody submitted training jobs in the window."""
    answers = [_same(who, name) for name in submitters(view)]
    people = training.training_jobs(view)
    unnamed = _unnamed_submission(view)
    if unnamed:
        answers.append(unknown(f"who submitted job {unnamed} is not told"))
    if people.may_have_more:
        answers.append(people.doubts())
    if not answers:
        return NO
    if not who.is_told:
        return unknown("who released by hand is not told")
    return any_of(*answers)


def _same(who: Somebody, submitter: str) -> Fact:
    """`submitter` is a job's `createdBy`: a display name, a UPN, or an object id."""
    wanted = submitter.strip().lower()
    if _GUID.match(wanted):
        if who.object_id:
            return _answer(who.object_id.lower() == wanted, f"{who.label} also submits training")
    elif looks_like_upn(wanted):
        if who.upn:
            return _answer(who.upn.lower() == wanted, f"{who.label} also submits training jobs")
    elif who.name:
        inferred = f"{who.label} also submits training jobs (inferred from the name)"
        return _answer(who.name.strip().lower() == wanted, inferred)
    return unknown(f"whether {who.label} is {person(submitter)} cannot be told")


def _answer(same: bool, because: str) -> Fact:
    return yes(because) if same else NO


@derived
def submitters(view: View) -> frozenset[str]:
    """Users who submitted training jobs in the window, as the jobs name them."""
    kinds = (group.kind for group in training.training_jobs(view).groups if group.certain)
    names = (kind.created_by.name.strip() for kind in kinds if _by_somebody(kind))
    return frozenset(name for name in names if name)


@derived
def _unnamed_submission(view: View) -> str:
    """A training job by somebody it does not name; empty where there is none."""
    kinds = (group.kind for group in training.training_jobs(view).groups if group.certain)
    unnamed = (kind.called for kind in kinds if _by_somebody(kind) and not kind.created_by.name)
    return next(unnamed, "")


def _by_somebody(job: JobKind) -> bool:
    return not job.created_by.is_automation
