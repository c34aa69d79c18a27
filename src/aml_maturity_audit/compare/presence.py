"""Workspaces that only one of two runs has: new and gone are told apart from not visible.

A list of workspaces leaves out what the caller may not read (criteria.md, section 1, rule 3), so
that one is not in a run proves nothing, unless the run read the complete list of its
subscription and was not asked for less.
"""

from collections.abc import Iterator

from aml_maturity_audit.assessment.kept import in_brief
from aml_maturity_audit.assessment.model import Assessment, WorkspaceAssessment
from aml_maturity_audit.compare.model import (
    APPEARED,
    GONE,
    NEW,
    NOT_VISIBLE,
    OUT_OF_SCOPE,
    Presence,
)

LISTING = "workspaces"
"""The signal that is the list of a subscription's workspaces."""


def presence(before: Assessment, after: Assessment) -> tuple[Presence, ...]:
    """Those that came and went, by name."""
    told = [*_came(before, after), *_went(before, after)]
    return tuple(sorted(told, key=lambda one: (one.name.casefold(), one.key)))


def _came(before: Assessment, after: Assessment) -> Iterator[Presence]:
    came = _only_in(after, before)
    listed = _listed_completely(before) if came else frozenset()
    for workspace in came:
        if not _is_asked_for(workspace, before):
            status, why = OUT_OF_SCOPE, "The earlier run was not asked for it."
        elif workspace.subscription_id.lower() in listed:
            status, why = NEW, "The earlier run listed its subscription completely without it."
        else:
            status, why = APPEARED, "The earlier run may not have been able to see it."
        yield Presence(key=workspace.key, name=workspace.name, status=status, why=why)


def _went(before: Assessment, after: Assessment) -> Iterator[Presence]:
    went = _only_in(before, after)
    listed = _listed_completely(after) if went else frozenset()
    for workspace in went:
        if not _is_asked_for(workspace, after):
            status, why = OUT_OF_SCOPE, "The later run was not asked for it."
        elif workspace.subscription_id.lower() in listed:
            status, why = GONE, "The later run listed its subscription completely without it."
        else:
            status, why = NOT_VISIBLE, "The later run may not be able to see it."
        yield Presence(key=workspace.key, name=workspace.name, status=status, why=why)


def _only_in(one: Assessment, other: Assessment) -> list[WorkspaceAssessment]:
    known = {workspace.key for workspace in in_brief(other.workspaces)}
    return [one for one in in_brief(one.workspaces) if one.key not in known]


def _listed_completely(assessment: Assessment) -> frozenset[str]:
    """The subscriptions of which the run read the whole list, as their workspaces' readings say."""
    return frozenset(
        workspace.subscription_id.lower()
        for workspace in assessment.workspaces
        for reading in workspace.readings
        if reading.signal == LISTING and reading.state == "observed" and reading.complete
    )


def _is_asked_for(workspace: WorkspaceAssessment, other: Assessment) -> bool:
    """Whether the scope of `other` takes the workspace in; what it does not name, it does."""
    scope = {name.replace("_", "").lower(): value for name, value in other.run.scope.items()}
    pairs = (
        (workspace.subscription_id, scope.get("subscriptions")),
        (workspace.resource_group, scope.get("resourcegroup")),
        (workspace.name, scope.get("workspaces")),
    )
    return all(_is_among(value, allowed) for value, allowed in pairs)


def _is_among(value: str, allowed: object) -> bool:
    if not allowed:
        return True
    named = allowed if isinstance(allowed, list | tuple) else [allowed]
    return value.lower() in {str(name).lower() for name in named}
