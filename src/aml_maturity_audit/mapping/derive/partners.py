"""Workspaces that are stages of one system. Source: criteria.md, `environments-are-separated`."""

import re

from aml_maturity_audit.mapping.estate import Estate
from aml_maturity_audit.mapping.truth import Fact, no, unknown, yes
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.snapshot import WORKSPACES, WorkspaceReadings
from aml_maturity_audit.signals.workspaces import SCORED_KINDS, Workspace

_STAGES = {
    "dev": "test", "development": "test", "test": "test", "tst": "test", "qa": "test",
    "uat": "test", "stg": "test", "staging": "test", "acc": "test",
    "prod": "prod", "prd": "prod", "production": "prod",
}  # fmt: skip
"""A stage's spelling to `test` (anything before production) or `prod`."""
_TAGS = ("env", "environment", "stage")
_TOKENS = re.compile(r"[-_]")


def stage_of(workspace: Workspace) -> tuple[str, str] | None:
    """The one (stem, stage) of a workspace; None where its name tells none or several."""
    found = stages_of(workspace)
    return next(iter(found)) if len(found) == 1 else None


def stages_of(workspace: Workspace) -> frozenset[tuple[str, str]]:
    """(stem, `test` or `prod`) for each stage token of the name; without one, by a tag."""
    tokens = _TOKENS.split(workspace.name.lower())
    by_name = {
        ("-".join([*tokens[:at], *tokens[at + 1 :]]), _STAGES[token])
        for at, token in enumerate(tokens)
        if token in _STAGES
    }
    tagged = _tagged(workspace)
    if by_name or tagged is None:
        return frozenset(by_name)
    return frozenset({("-".join(tokens), tagged)})


def _tagged(workspace: Workspace) -> str | None:
    for name, value in workspace.tags.items():
        if name.lower() in _TAGS and value.strip().lower() in _STAGES:
            return _STAGES[value.strip().lower()]
    return None


def separated_by_system(view: View) -> Fact:
    """Whether its configured or inferred system has a dev or test and a production workspace."""
    system = view.estate.system_of(view.workspace)
    if system is not None:
        stages = {_STAGES.get(role.lower(), "") for role in system.roles.values()}
        if {"test", "prod"} <= stages:
            return yes(f"system {system.name} of the configuration has {len(system.roles)} stages")
        return no(f"system {system.name} of the configuration has one stage only")
    return _inferred(view)


def _inferred(view: View) -> Fact:
    other_stage = {"test": "prod", "prod": "test"}
    wanted = {(stem, other_stage[stage]) for stem, stage in stages_of(view.workspace)}
    known = view.estate.once("stages", _by_stage)
    partners = [known[stage] for stage in sorted(wanted) if stage in known]
    if partners:
        names = f"{view.workspace.name} and {partners[0]}"
        return yes(f"{names} are stages of one system (inferred from the names or tags)")
    return no(f"{view.workspace.name} has no partner of another stage")


def _by_stage(estate: Estate) -> dict[tuple[str, str], str]:
    """(stem, stage) to the name of a workspace that is it."""
    found: dict[tuple[str, str], str] = {}
    for readings in estate.workspaces():
        if readings.workspace.kind.lower() in SCORED_KINDS:
            for stage in stages_of(readings.workspace):
                found.setdefault(stage, readings.workspace.name)
    return found


@derived
def system_views(view: View) -> list[View]:
    """The workspaces of its system, itself first: the configured one, else the inferred one, which
    has a test and a production stage."""
    if view.estate.system_of(view.workspace) is not None:
        return view.system_views()
    own = view.workspace.id.lower()
    peers = [peer for peer in _inferred_peers(view) if peer.workspace.id.lower() != own]
    return [view, *map(view.other, peers)]


def _inferred_peers(view: View) -> list[WorkspaceReadings]:
    known = view.estate.once("stems", _by_stem)
    found: dict[str, WorkspaceReadings] = {}
    for stem in sorted({stem for stem, _ in stages_of(view.workspace)}):
        members = known.get(stem, [])
        if {"test", "prod"} <= {stage for stage, _ in members}:
            found |= {peer.workspace.id.lower(): peer for _, peer in members}
    return list(found.values())


def _by_stem(estate: Estate) -> dict[str, list[tuple[str, WorkspaceReadings]]]:
    """Stem to the workspaces that have it, each with its stage; none of a configured system."""
    found: dict[str, list[tuple[str, WorkspaceReadings]]] = {}
    for readings in estate.workspaces():
        workspace = readings.workspace
        if workspace.kind.lower() in SCORED_KINDS and estate.system_of(workspace) is None:
            for stem, stage in stages_of(workspace):
                found.setdefault(stem, []).append((stage, readings))
    return found


def all_were_listed(view: View) -> Fact:
    """Whether every workspace of every subscription in scope was listed (rule 3)."""
    if not view.estate.subscriptions:
        return unknown("no subscription's workspaces were listed")
    known = view.see_everywhere(WORKSPACES)
    if not known.complete:
        return known.hiding()
    if view.estate.header.scope.resource_group or view.estate.header.scope.workspaces:
        return unknown("the audit was limited to some workspaces, so others may be its partners")
    return yes("every workspace in scope was listed")
