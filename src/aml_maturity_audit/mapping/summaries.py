"""How each signal was read, for the report. Source: design.md, section 4, `readings`."""

from collections.abc import Iterable, Iterator
from typing import Any

from aml_maturity_audit.assessment.model import ReadingSummary, WorkspaceAssessment
from aml_maturity_audit.mapping.estate import Estate
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.mapping.vocabulary import signal_keys
from aml_maturity_audit.signals.reading import (
    Denied,
    Failed,
    NotCollected,
    Observed,
    Reading,
    SignalKey,
)
from aml_maturity_audit.signals.snapshot import Readings, items_of


@derived
def summarise(view: View) -> tuple[ReadingSummary, ...]:
    """The readings of a workspace, of its subscription and of the CI/CD projects, by signal."""
    found = list(_of(view.readings, "workspace"))
    found += _around(view.estate, view.workspace.subscription_id)
    return tuple(sorted(found, key=lambda s: (s.signal, s.scope, s.detail)))


def _around(estate: Estate, subscription_id: str) -> tuple[ReadingSummary, ...]:
    """Those of the subscription and of the projects, which all its workspaces share."""
    projects = estate.once("summaries of projects", _of_projects)
    of_subscription = estate.once(
        f"summaries of {subscription_id.lower()}",
        lambda estate: _of_subscription(estate, subscription_id),
    )
    return projects + of_subscription


def _of_projects(estate: Estate) -> tuple[ReadingSummary, ...]:
    return tuple(
        summary
        for project in estate.projects
        for summary in _of(project.readings, "project", project.project.name)
    )


def _of_subscription(estate: Estate, subscription_id: str) -> tuple[ReadingSummary, ...]:
    readings = estate.readings_of_subscription(subscription_id)
    return () if readings is None else tuple(_of(readings, "subscription"))


def _of(readings: Readings, scope: str, where: str = "") -> Iterator[ReadingSummary]:
    keys = signal_keys()
    for name in readings.names():
        if name in keys:
            yield _summary(keys[name], readings.get(keys[name]), scope, where)


def _summary(key: SignalKey[Any], reading: Reading[Any], scope: str, where: str) -> ReadingSummary:
    prefix = f"{where}: " if where else ""
    detail, action = _detail(reading)
    return ReadingSummary(
        signal=key.name,
        state=_state(reading),
        complete=isinstance(reading, Observed) and reading.complete,
        items=items_of(reading),
        detail=f"{prefix}{detail}".strip(": ") if detail or where else "",
        action=action,
        scope=scope,
    )


def _state(reading: Reading[Any]) -> str:
    states = {Observed: "observed", Denied: "denied", Failed: "failed"}
    return states.get(type(reading), "not_collected")


def _detail(reading: Reading[Any]) -> tuple[str, str | None]:
    if isinstance(reading, Denied):
        return reading.detail or f"{reading.action} is missing", reading.action
    if isinstance(reading, Failed):
        return reading.reason, None
    if isinstance(reading, NotCollected):
        return reading.hint, None
    if not reading.gaps:
        return "", None
    more = f" (and {len(reading.gaps) - 1} more gaps)" if len(reading.gaps) > 1 else ""
    action = next((gap.action for gap in reading.gaps if gap.action), None)
    return f"{reading.gaps[0].reason}{more}", action


def is_incomplete(reading: Reading[Any]) -> bool:
    """Denied, failed, or observed with a gap; not what was never asked for."""
    if isinstance(reading, NotCollected):
        return False
    return not (isinstance(reading, Observed) and reading.complete)


def covered(estate: Estate, assessed: Iterable[WorkspaceAssessment]) -> tuple[int, int]:
    """How many workspaces are scored, and how many readings of theirs, of their subscriptions and
    of the projects are incomplete, each counted once. Looks at each workspace once."""
    scored = incomplete = 0
    subscriptions: set[str] = set()
    for workspace in assessed:
        if workspace.scored:
            scored += 1
            subscriptions.add(workspace.subscription_id)
            inside = (one for one in workspace.readings if one.scope == "workspace")
            incomplete += sum(one.state != "not_collected" and not one.complete for one in inside)
    return scored, incomplete + _incomplete_around(estate, subscriptions)


def _incomplete_around(estate: Estate, subscriptions: Iterable[str]) -> int:
    groups = [project.readings for project in estate.projects]
    for subscription in sorted(subscriptions):
        found = estate.readings_of_subscription(subscription)
        groups += [found] if found is not None else []
    keys = signal_keys()
    return sum(
        is_incomplete(readings.get(keys[name]))
        for readings in groups
        for name in readings.names()
        if name in keys
    )
