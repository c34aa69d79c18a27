"""Which jobs ran on managed compute. Source: criteria.md, section 1, "managed compute"."""

from aml_maturity_audit.mapping.derive.kinds import JobKind
from aml_maturity_audit.mapping.seen import Seen
from aml_maturity_audit.mapping.truth import NO, YES, Fact, unknown
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.computes import COMPUTES, Compute
from aml_maturity_audit.signals.ids import last_segment
from aml_maturity_audit.signals.jobs import JobStep

MANAGED = frozenset(
    {"amlcompute", "kubernetes", "synapsespark", "databricks", "hdinsight", "datafactory"}
)
NOT_MANAGED = frozenset({"computeinstance", "virtualmachine", "local"})


@derived
def computes(view: View) -> Seen[Compute]:
    """The computes of the workspace."""
    return view.see(COMPUTES)


@derived
def _by_name(view: View) -> dict[str, Compute]:
    return {compute.name.lower(): compute for compute in computes(view).items}


def on_managed_compute(view: View, job: JobKind) -> Fact:
    """Whether a job ran on managed compute; unknown where that cannot be classified."""
    if job.type.lower() == "pipeline" and not job.compute_id:
        return _by_most_steps(view, job)
    return _classified(view, job.called, job.compute_id, job.serverless, job.compute_target_type)


def _by_most_steps(view: View, job: JobKind) -> Fact:
    """A pipeline without a default compute counts by most of its steps; a tie is not managed."""
    if not job.steps:
        return _classified(view, job.called, None, job.serverless, job.compute_target_type)
    answers = [_step(view, job, step) for step in job.steps]
    managed = sum(answer.yes for answer in answers)
    other = sum(answer.no for answer in answers)
    unclear = [answer for answer in answers if answer.unknown]
    if managed > other + len(unclear):
        return YES
    if managed + len(unclear) <= other:
        return NO
    return unclear[0] if unclear else NO


def _step(view: View, job: JobKind, step: JobStep) -> Fact:
    what = f"{job.called}, step {step.name}"
    return _classified(view, what, step.compute_id, step.serverless, "")


def _classified(
    view: View, what: str, compute_id: str | None, serverless: bool, target_type: str
) -> Fact:
    if not compute_id:
        return _without_id(what, serverless, target_type)
    name = last_segment(compute_id.split(":")[-1]).lower()
    compute = _by_name(view).get(name)
    if compute is not None:
        return _by_type(what, compute.type)
    if name == "serverless":
        return YES
    if name == "local":
        return NO
    known = computes(view)
    if not known.complete:
        return known.hiding()
    return unknown(f"compute {name} of {what} is gone")


def _without_id(what: str, serverless: bool, target_type: str) -> Fact:
    if target_type.lower() == "local":
        return NO
    if serverless:
        return YES
    return unknown(f"{what} names neither a compute nor resources")


def _by_type(what: str, kind: str) -> Fact:
    if kind.lower() in MANAGED:
        return YES
    if kind.lower() in NOT_MANAGED:
        return NO
    return unknown(f"{what} ran on compute of type {kind}, which is not classified")
