"""The jobs whose environments, components and data judging follows."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.job_record import is_training_like
from aml_maturity_audit.signals.ids import AssetRef, parse_asset
from aml_maturity_audit.signals.jobs import JOBS, SOURCE_JOBS, Job
from aml_maturity_audit.signals.models import MODEL_VERSIONS

_TRAINING = "jobs that may be training"


@dataclass(frozen=True)
class Placed:
    """A job and the workspace that short names in it are of."""

    workspace_id: str
    job: Job


def training_like(context: Context) -> tuple[Job, ...]:
    """Jobs of the workspace in the window that may be training."""
    known = context.notes.get(_TRAINING)
    if known is None:
        known = tuple(job for job in context.seen(JOBS) if is_training_like(job))
        context.notes[_TRAINING] = known
    return cast("tuple[Job, ...]", known)


def behind_models(context: Context) -> Iterator[Placed]:
    """The jobs that made the models, in the window or looked up."""
    here = context.workspace.id.lower()
    names = {
        version.job_name.lower()
        for version in context.seen(MODEL_VERSIONS)
        if version.job_name and (version.workspace_id or "").lower() == here
    }
    for job in context.seen(JOBS):
        if job.name.lower() in names:
            yield Placed(context.workspace.id, job)
    for lookup in context.seen(SOURCE_JOBS):
        if lookup.job is not None:
            yield Placed(lookup.workspace_id, lookup.job)


def versions_named(names: Iterable[tuple[str | None, str]], kind: str) -> tuple[AssetRef, ...]:
    """The assets of this kind that references, each in a workspace, name with their versions.

    Each once, the most named first; the order of first use decides a tie.
    """
    counts: dict[AssetRef, int] = {}
    for (reference, workspace_id), times in Counter(names).items():
        ref = versioned(reference, workspace_id, kind)
        if ref is not None:
            counts[ref] = counts.get(ref, 0) + times
    return tuple(sorted(counts, key=lambda ref: -counts[ref]))


def versioned(reference: str | None, workspace_id: str, kind: str) -> AssetRef | None:
    """The asset of this kind that a reference in a workspace names with its version, else None."""
    ref = parse_asset(reference)
    if ref is None or not ref.version or (ref.kind or kind) != kind:
        return None
    return ref.within(workspace_id.lower(), kind)  # one spelling, so that each is asked for once
