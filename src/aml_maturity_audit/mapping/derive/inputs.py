"""Data inputs of jobs and whether they are versioned. Source: criteria.md, section 1, "data inputs
of a job"."""

from aml_maturity_audit.mapping.truth import Fact, no, unknown, yes
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.data import DATA_REFERENCES, DataReference
from aml_maturity_audit.signals.ids import parse_asset
from aml_maturity_audit.signals.jobs import Job, JobInput


@derived
def _reference_of(view: View) -> dict[str, DataReference]:
    return {found.reference: found for found in view.see(DATA_REFERENCES).items}


def data_inputs(job: Job) -> tuple[JobInput, ...]:
    """The job's own data inputs; a pipeline's are its own, else its steps'."""
    own = tuple(i for i in job.inputs if _is_data(i))
    if own or job.type.lower() != "pipeline":
        return own
    return tuple(i for step in job.steps for i in step.inputs if _is_data(i))


def _is_data(item: JobInput) -> bool:
    """Not bound to a parent's input or another step's output, and no model."""
    if item.uri.startswith("${{"):
        return False
    asset = parse_asset(item.uri)
    return asset is None or asset.kind in {"", "data"}


def is_versioned(view: View, workspace_id: str, item: JobInput) -> Fact:
    """Whether an input of a job in `workspace_id` is a data asset with a version that exists."""
    asset = parse_asset(item.uri)
    if asset is None or not asset.version:
        return no(f"input {item.name} is {item.uri[:80] or 'empty'}, no data asset with a version")
    label = f"{asset.name}:{asset.version}"
    found = _reference_of(view).get(asset.within(workspace_id.lower(), "data").key)
    if found is not None and found.state == "found":
        return yes(f"input {item.name} is data asset {label}")
    if found is not None and found.state == "missing":
        return no(f"data asset {label} of input {item.name} is gone")
    known = view.see(DATA_REFERENCES)
    reason = (found.detail if found else "") or known.why
    return unknown(f"data asset {label} could not be looked up ({reason})", known.missing)


def all_versioned(view: View, workspace_id: str, job: Job) -> Fact:
    """Whether a job has a data input and all of them are versioned."""
    answers = _versioned(view, workspace_id, job)
    if not answers:
        return no(f"job {job.name} has no data input")
    for answer in answers:
        if answer.no:
            return answer
    for answer in answers:
        if answer.unknown:
            return answer
    return yes(f"{len(answers)} versioned data inputs of job {job.name}")


def any_versioned(view: View, workspace_id: str, job: Job) -> Fact:
    """Whether a job has a versioned data input."""
    answers = _versioned(view, workspace_id, job)
    for answer in answers:
        if answer.yes:
            return answer
    for answer in answers:
        if answer.unknown:
            return answer
    return answers[0] if answers else no(f"job {job.name} has no data input")


def _versioned(view: View, workspace_id: str, job: Job) -> list[Fact]:
    """What is known of each data input of a job; many models and deployments have one job."""
    return view.remember(
        f"inputs of {workspace_id}/{job.name}",
        lambda view: [is_versioned(view, workspace_id, item) for item in data_inputs(job)],
    )
