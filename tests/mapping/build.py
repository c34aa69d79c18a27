"""Literal snapshots that read like sentences, and the verdict on them.

Whatever a test does not mention was read whole and is empty; so `verdict(snapshot(), "…")` is about
a workspace in which there is nothing, and every test names only what it is about::

    ci = pipeline("ci", "runs_tests")
    judged = verdict(snapshot(pipelines=[ci], pipeline_runs=[run(ci)]), "builds-are-automated")

A keyword of `snapshot`, `place`, `subscription` and `project` is the name of a signal with
underscores; its value a list of records, or a reading as it is: `denied()`, `cut(job())`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aml_maturity_audit.mapping.estate import Estate, Mappings
from aml_maturity_audit.mapping.judging import Judged, judge_workspace
from aml_maturity_audit.mapping.policy import Policy
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.mapping.vocabulary import signal_keys
from aml_maturity_audit.signals.jobs import JobHistory
from aml_maturity_audit.signals.reading import (
    DENIED,
    FAILED,
    FILTERED,
    TRUNCATED,
    UNDECODED,
    Denied,
    Failed,
    Gap,
    NotCollected,
    Observed,
    SignalKey,
)
from aml_maturity_audit.signals.snapshot import (
    Footer,
    Header,
    Project,
    ProjectReadings,
    Readings,
    Scope,
    Snapshot,
    Subscription,
    SubscriptionReadings,
    WorkspaceReadings,
)
from aml_maturity_audit.signals.workspaces import Workspace
from mapping.records import (
    CLONED_FROM,
    NOBODY,
    NOW,
    ORIGIN,
    SERVICE,
    SUBSCRIPTION,
    USER,
    WINDOW_START,
    batch_deployment,
    batch_endpoint,
    connection,
    days_ago,
    deployed_to,
    deployment,
    endpoint,
    gate,
    git,
    job,
    mention,
    person,
    pipeline,
    repository,
    results_of,
    run,
    step,
    workspace,
    write,
)  # fmt: skip

__all__ = [
    "CLONED_FROM",
    "NOBODY",
    "NOW",
    "ORIGIN",
    "SERVICE",
    "SUBSCRIPTION",
    "UNREAD",
    "USER",
    "WINDOW_START",
    "batch_deployment",
    "batch_endpoint",
    "connection",
    "cut",
    "days_ago",
    "denied",
    "deployed_to",
    "deployment",
    "endpoint",
    "failed",
    "gate",
    "git",
    "job",
    "mention",
    "not_collected",
    "person",
    "pipeline",
    "place",
    "project",
    "repository",
    "results_of",
    "run",
    "snapshot",
    "step",
    "subscription",
    "undecoded",
    "verdict",
    "verdicts",
    "view",
    "with_gap",
    "workspace",
    "write",
]  # fmt: skip

# Readings ----------------------------------------------------------------------------------------


def denied(action: str = "Microsoft.Some/thing/read") -> Denied:
    return Denied(action=action)


def failed(reason: str = "the service answered 503") -> Failed:
    return Failed(reason=reason)


def not_collected(hint: str = "Name the source.") -> NotCollected:
    return NotCollected(hint=hint)


def cut(*items: Any, resource: str = "") -> Observed[Any]:
    """A list that a cap has cut: any number may be missing."""
    return with_gap(TRUNCATED, *items, resource=resource)


def undecoded(*items: Any, resource: str = "") -> Observed[Any]:
    """A list with exactly one more item, which could not be read."""
    return with_gap(UNDECODED, *items, resource=resource)


def with_gap(kind: str, *items: Any, resource: str = "") -> Observed[Any]:
    gap = Gap(kind=kind, reason=f"something was {kind}", resource=resource)
    return Observed(value=tuple(items), gaps=(gap,))


UNREAD = {
    "denied": denied(),
    "failed": failed(),
    "not collected": not_collected(),
    "cut": cut(),
    "undecoded": undecoded(),
    "filtered": with_gap(FILTERED),
    "page denied": with_gap(DENIED),
    "page failed": with_gap(FAILED),
}
"""Every way in which a list may not have been read, for parametrizing."""


# Places ------------------------------------------------------------------------------------------


def place(at: Workspace | None = None, **signals: Any) -> WorkspaceReadings:
    """A workspace and what was read of it."""
    read = {"job_history": Observed(value=JobHistory(older_jobs=True)), **signals}
    return WorkspaceReadings(at or workspace(), _readings("workspace", read))


def subscription(
    id: str = SUBSCRIPTION, *, subscription_name: str = "", **signals: Any
) -> SubscriptionReadings:
    """A subscription and what was read of it."""
    readings = _readings("subscription", signals)
    return SubscriptionReadings(Subscription(id=id, name=subscription_name), readings)


def project(name: str = "shop", *, named: bool = True, **signals: Any) -> ProjectReadings:
    """An Azure DevOps project and what was read of it; with the repository, unless told."""
    where = Project(
        provider="azure-devops", organization="https://dev.azure.com/acme", name=name, named=named
    )
    return ProjectReadings(where, _readings("project", {"repositories": [repository()], **signals}))


def snapshot(
    at: Workspace | None = None,
    *,
    others: Sequence[WorkspaceReadings] = (),
    subscriptions: Sequence[SubscriptionReadings] = (),
    projects: Sequence[ProjectReadings] | None = None,
    scope: Scope | None = None,
    window_days: int = 90,
    **signals: Any,
) -> Snapshot:
    """One workspace (the first) with its subscription and, where a signal of one is given, its
    project; `projects`, `others` and `subscriptions` add to them. `projects=()` is no source."""
    mine: dict[str, dict[str, Any]] = {"workspace": {}, "subscription": {}, "project": {}}
    for name, value in signals.items():
        mine[_key(name).scope][name] = value
    here = place(at, **mine["workspace"])
    places = [here, *others]
    listed = {"workspaces": [each.workspace.id for each in places], **mine["subscription"]}
    sources = [project(**mine["project"])] if mine["project"] or projects is None else []
    return Snapshot(
        Header(
            tool_version="1",
            run_id="run",
            collected_at=NOW,
            window_days=window_days,
            scope=scope or Scope(),
        ),
        workspaces=places,
        subscriptions=[
            subscription(here.workspace.subscription_id, **listed),
            *subscriptions,
        ],
        projects=[*sources, *(projects or ())],
        footer=Footer(workspaces=len(places)),
    )


def _readings(scope: str, signals: Mapping[str, Any]) -> Readings:
    """Every signal of a scope: as told, else whole and empty."""
    told = {_key(name): value for name, value in signals.items()}
    whole: dict[SignalKey[Any], Any] = {
        key: Observed(value=()) for key in signal_keys().values() if key.scope == scope
    }
    strangers = [key.name for key in told if key.scope != scope]
    assert not strangers, f"{strangers} are no signals of a {scope}"
    return Readings.of({key: _reading(told.get(key, value)) for key, value in whole.items()})


def _reading(value: Any) -> Any:
    if isinstance(value, Observed | Denied | Failed | NotCollected):
        return value
    assert isinstance(value, Iterable), f"{value!r} is neither a reading nor a list"
    return Observed(value=tuple(value))


def _key(name: str) -> SignalKey[Any]:
    return signal_keys()[name.replace("_", "-")]


# Verdicts ----------------------------------------------------------------------------------------


def view(
    of: Snapshot,
    name: str | None = None,
    *,
    mappings: Mappings | None = None,
    policy: Policy | None = None,
    window_days: int | None = None,
) -> View:
    """The workspace of that name (the first one, where none is told), as judges see it."""
    readings = next(w for w in of.workspaces if name is None or w.workspace.name == name)
    return View(readings, Estate(of, mappings, window_days), policy or Policy())


def verdicts(of: Snapshot, name: str | None = None, **how: Any) -> dict[str, Judged]:
    """Every criterion, judged."""
    judged = judge_workspace(view(of, name, **how))
    broken = [each.because for each in judged.values() if "could not be judged" in each.because]
    assert not broken, broken
    return judged


def verdict(of: Snapshot, criterion: str, name: str | None = None, **how: Any) -> Judged:
    """One criterion, judged: `.verdict`, `.because`."""
    return verdicts(of, name, **how)[criterion]
