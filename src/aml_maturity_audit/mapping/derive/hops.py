"""The hops from a production deployment back to its data and code, as a view shows them.

Source: azure_facts A.19, A.25.
"""

from collections.abc import Iterator

import msgspec

from aml_maturity_audit.mapping.derive.code import has_clean_commit
from aml_maturity_audit.mapping.derive.environments import has_qualifying_environment
from aml_maturity_audit.mapping.derive.inputs import data_inputs, is_versioned
from aml_maturity_audit.mapping.derive.kinds import kind_of
from aml_maturity_audit.mapping.derive.models import Source, find, is_registered, origin, source_job
from aml_maturity_audit.mapping.derive.serving import Production, production
from aml_maturity_audit.mapping.truth import Fact, Truth
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.cicd import PIPELINE_RUNS
from aml_maturity_audit.signals.jobs import Job
from aml_maturity_audit.signals.models import ModelVersion

MOST_TOLD = 10
"""Deployments whose hops a report tells."""

PRESENT, BROKEN, UNREADABLE = "present", "broken", "unreadable"
_STATES = {Truth.YES: PRESENT, Truth.NO: BROKEN, Truth.UNKNOWN: UNREADABLE}


class Hop(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One step of the way."""

    kind: str
    """`deployment`, `model`, `registry`, `job`, `commit`, `environment`, `data`, `run`."""
    state: str
    name: str
    because: str = ""
    missing: tuple[str, ...] = ()
    """Permissions that would let it be read."""


class Trace(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The hops of one deployment."""

    workspace: str
    deployment: str
    hops: tuple[Hop, ...]

    @property
    def whole(self) -> bool:
        """Whether every hop is present."""
        return all(hop.state == PRESENT for hop in self.hops)


def trace(view: View, deployed: Production) -> Trace:
    """The hops of one production deployment, as far as they lead."""
    return Trace(
        workspace=view.workspace.name, deployment=deployed.label, hops=tuple(_hops(view, deployed))
    )


def _hops(view: View, deployed: Production) -> Iterator[Hop]:
    yield Hop(kind="deployment", state=PRESENT, name=deployed.label, because="in production")
    registered = is_registered(view, deployed)
    version = find(view, deployed.deployment.model)
    yield _hop("model", deployed.deployment.model or "no model", registered)
    if registered.yes and version is not None:
        yield from _from_model(view, version)


def _from_model(view: View, version: ModelVersion) -> Iterator[Hop]:
    if version.registry is not None:
        promoted, path = origin(view, version)
        yield _hop("registry", version.registry, path)
        if promoted is None:
            return
    source, exists = source_job(view, version)
    yield _hop("job", source.job.name if source else version.job_name or "no job", exists)
    if source is not None:
        made = f"hops from {source.workspace_id}/{source.job.name}"
        yield from view.remember(made, lambda view: tuple(_from_job(view, source)))


def _from_job(view: View, source: Source) -> Iterator[Hop]:
    """Those from the job on: many deployments have one model, and many models one job."""
    job = source.job
    yield _hop("commit", job.git.commit or "no commit", has_clean_commit(kind_of(job)))
    yield _hop("environment", job.environment_id or "its steps'", _environment(view, source))
    inputs = data_inputs(job)
    for item in inputs:
        yield _hop("data", item.uri or item.name, is_versioned(view, source.workspace_id, item))
    if not inputs:
        yield Hop(kind="data", state=BROKEN, name="no data", because="the job has no data input")
    run = _run_of(view, job)
    if run is not None:
        yield run


def _environment(view: View, source: Source) -> Fact:
    readings = view.estate.workspace(source.workspace_id)
    home = view
    if readings is not None and readings.workspace.id != view.workspace.id:
        home = view.other(readings)
    return has_qualifying_environment(home, kind_of(source.job))


def _run_of(view: View, job: Job) -> Hop | None:
    """The pipeline run that submitted the job, by build id, else one of the same commit."""
    if not view.estate.projects or not (job.git.build_id or job.git.commit):
        return None
    doubt = ""
    for project in view.estate.projects:
        known = view.see_project(project, PIPELINE_RUNS)
        for run in known.items:
            if job.git.build_id and run.id == job.git.build_id:
                text = f"run {run.id}, {run.result}, reason {run.reason}"
                return Hop(kind="run", state=PRESENT, name=run.id, because=text)
        for run in known.items:
            if job.git.commit and run.commit.lower() == job.git.commit.lower():
                text = f"run {run.id} of the same commit, {run.result}, reason {run.reason}"
                return Hop(kind="run", state=PRESENT, name=run.id, because=text)
        doubt = doubt or known.why
    if doubt:
        return Hop(kind="run", state=UNREADABLE, name="no run", because=doubt)
    return Hop(kind="run", state=BROKEN, name="no run", because="no run of its commit was seen")


def _hop(kind: str, name: str, fact: Fact) -> Hop:
    return Hop(
        kind=kind,
        state=_STATES[fact.truth],
        name=name,
        because=fact.because,
        missing=tuple(dict.fromkeys(m.action for m in fact.missing if m.action)),
    )


def told(view: View) -> tuple[str, ...]:
    """A sentence per production deployment: its hops, and why the first one that is not is not."""
    return tuple(_told(trace(view, one)) for one in production(view).items[:MOST_TOLD])


def _told(found: Trace) -> str:
    hops = " ← ".join(f"{hop.kind} {hop.state}" for hop in found.hops)
    odd = next((hop for hop in found.hops if hop.state != PRESENT), None)
    why = f" ({odd.kind}: {odd.because.rstrip('.')})" if odd and odd.because else ""
    return f"Trace of {found.deployment}: {hops}{why}."
