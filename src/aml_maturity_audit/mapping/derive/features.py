"""Feature stores in scope, their use and their health. Source: criteria.md, section 3,
`feature-store-is-adopted`, `feature-materialization-is-monitored`."""

from datetime import timedelta

from aml_maturity_audit.assessment.model import Missing
from aml_maturity_audit.mapping.derive.models import latest_versions
from aml_maturity_audit.mapping.derive.partners import all_were_listed
from aml_maturity_audit.mapping.estate import Estate
from aml_maturity_audit.mapping.seen import Seen
from aml_maturity_audit.mapping.truth import Fact, all_of, no, unknown, yes
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.features import FEATURE_SETS, FeatureSet
from aml_maturity_audit.signals.jobs import JOBS, Job
from aml_maturity_audit.signals.snapshot import WorkspaceReadings

_INTERVALS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=31),
}


def stores(view: View) -> tuple[WorkspaceReadings, ...]:
    """The feature stores in scope."""
    return view.estate.once("feature stores", _stores)


def _stores(estate: Estate) -> tuple[WorkspaceReadings, ...]:
    return tuple(w for w in estate.workspaces() if w.workspace.kind.lower() == "featurestore")


def stores_with_sets(view: View) -> Fact:
    """Whether a feature store in scope has a feature set."""
    doubt: Fact | None = None
    for store in stores(view):
        sets = _sets(view, store)
        if sets.items:
            return yes(f"feature store {store.workspace.name} has {len(sets.items)} feature sets")
        doubt = doubt if sets.complete else sets.hiding()
    if doubt is not None:
        return doubt
    listed = all_were_listed(view)
    return (
        no(f"{len(stores(view))} feature stores in scope have a feature set")
        if listed.yes
        else listed
    )


def _sets(view: View, store: WorkspaceReadings) -> Seen[FeatureSet]:
    return view.see_of(store, FEATURE_SETS).where(lambda s: not s.archived)


def uses_a_store(view: View) -> Fact:
    """Whether a job or model of the workspace refers to a feature store in scope with a set."""
    names = {
        name.lower()
        for store in stores(view)
        if _sets(view, store).items
        for name in (store.workspace.id, store.workspace.name, store.workspace.guid)
        if name
    }
    if names:
        jobs = ((f"job {job.name}", job.feature_stores) for job in view.see(JOBS).items)
        models = (
            (f"model {version.name}:{version.version}", version.feature_stores)
            for version in latest_versions(view).items
        )
        users = (*jobs, *models)
    for user, references in users if names else ():
        for reference in references:
            if reference.lower() in names:
                return yes(f"{user} refers to feature store {reference.rsplit('/', 1)[-1]}")
    hint = Missing(signal=JOBS.name, hint="Attest whether the workspace uses the feature store.")
    return unknown("no job of the window and no model is seen to refer to it", (hint,))


def materialization_is_monitored(view: View) -> Fact:
    """Whether every scheduled feature set in scope materializes in time and tells of failures."""
    if not stores(view):
        listed = all_were_listed(view)
        return no("0 feature stores are in scope") if listed.yes else listed
    answers: list[Fact] = []
    for store in stores(view):
        sets = _sets(view, store)
        answers += [_is_healthy(view, store, s) for s in sets.items if s.scheduled]
        if not sets.complete:
            answers.append(sets.hiding())
    if not answers:
        return no("0 feature sets have a materialization schedule")
    return all_of(*answers)


def _is_healthy(view: View, store: WorkspaceReadings, item: FeatureSet) -> Fact:
    label = f"feature set {item.name}:{item.version} of {store.workspace.name}"
    if not item.notifies_on_failure:
        return no(f"{label} tells nobody of a failure")
    unit = _INTERVALS.get(item.frequency.lower())
    if unit is None:
        return unknown(f"the interval of {label} ({item.frequency or 'none'}) cannot be read")
    limit = unit * max(item.interval, 1) * view.policy.materialization_intervals
    now = store.collected_at or view.collected_at
    known = view.see_of(store, JOBS)
    runs = [job for job in known.items if _materialized(job, item)]
    for job in runs:
        if job.created_at is not None and now - job.created_at <= limit:
            return yes(f"{label} materialized on {job.created_at:%Y-%m-%d %H:%M}")
    if any(job.created_at is None for job in runs):
        return unknown(f"a materialization of {label} has no readable date")
    if not known.complete:
        return known.hiding()
    return no(f"{label} completed no materialization within twice its interval")


def _materialized(job: Job, item: FeatureSet) -> bool:
    mark = job.materialization
    if mark is None or job.status.lower() != "completed":
        return False
    same_version = not mark.version or mark.version == item.version
    return mark.feature_set.lower() == item.name.lower() and same_version
