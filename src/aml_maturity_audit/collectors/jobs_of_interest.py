"""The jobs whose environments, components and data judging follows."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple, cast

from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.wire.job_record import is_training_like
from aml_maturity_audit.signals.ids import AssetRef, parse_asset
from aml_maturity_audit.signals.jobs import JOBS, SOURCE_JOBS, Job, JobStep
from aml_maturity_audit.signals.models import MODEL_VERSIONS

_BY_NAME = "jobs by name"
_RUNS = "what runs of interest name"


class Naming(NamedTuple):
    """What runs of one thing name."""

    environment_id: str | None
    component_id: str | None
    steps: tuple[JobStep, ...]


_NAMING = attrgetter(*Naming._fields)
Named = tuple[str | None, str]
"""A reference, and the workspace that short names in it are of."""


@dataclass(frozen=True)
class Placed:
    """A job and the workspace that short names in it are of."""

    workspace_id: str
    job: Job


def runs_of_interest(context: Context) -> Mapping[tuple[Naming, str], int]:
    """What jobs name that may be training or that made the models, and how many runs do.

    With the workspace of each; those of the window first, in their order.
    """
    known = context.notes.get(_RUNS)
    if known is None:
        here = context.workspace.id
        training = Counter(map(_NAMING, filter(is_training_like, context.seen(JOBS))))
        runs = Counter({(Naming(*named), here): times for named, times in training.items()})
        runs.update((Naming(*_NAMING(one.job)), one.workspace_id) for one in behind_models(context))
        known = context.notes[_RUNS] = runs
    return cast("Mapping[tuple[Naming, str], int]", known)


def uses_in(
    runs: Mapping[tuple[Naming, str], int],
    references_of: Callable[[Naming], Iterable[str | None]],
) -> Counter[Named]:
    """What is named in `runs`, and how often."""
    uses: Counter[Named] = Counter()
    for (naming, workspace_id), times in runs.items():
        for reference in references_of(naming):
            uses[reference, workspace_id] += times
    return uses


def jobs_by_name(context: Context) -> Mapping[str, Job]:
    """The jobs of the window by their names in lower case."""
    known = context.notes.get(_BY_NAME)
    if known is None:
        known = context.notes[_BY_NAME] = {job.name.lower(): job for job in context.seen(JOBS)}
    return cast("Mapping[str, Job]", known)


def behind_models(context: Context) -> Iterator[Placed]:
    """The jobs that made the models, in the window or looked up."""
    here = context.workspace.id.lower()
    names = {
        version.job_name.lower()
        for version in context.seen(MODEL_VERSIONS)
        if version.job_name and (version.workspace_id or "").lower() == here
    }
    known = jobs_by_name(context) if names else {}
    for name in filter(names.__contains__, known):
        yield Placed(context.workspace.id, known[name])
    for lookup in context.seen(SOURCE_JOBS):
        if lookup.job is not None:
            yield Placed(lookup.workspace_id, lookup.job)


def versions_named(uses: Mapping[Named, int], kind: str) -> tuple[AssetRef, ...]:
    """The assets of this kind that what is used so often names with their versions.

    Each once, the most named first; the order of first use decides a tie.
    """
    counts: dict[AssetRef, int] = {}
    for (reference, workspace_id), times in uses.items():
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
