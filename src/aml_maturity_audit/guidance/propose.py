"""Systems proposed from names, tags and lineage, as TOML for the configuration.

A proposal is an inference (criteria.md, section 1, rule 6): the user puts it into the configuration
or not.
"""

from collections import defaultdict

import msgspec

from aml_maturity_audit.mapping.derive.models import comes_from_elsewhere
from aml_maturity_audit.mapping.derive.partners import stage_of
from aml_maturity_audit.mapping.derive.serving import production
from aml_maturity_audit.mapping.estate import Estate
from aml_maturity_audit.mapping.policy import Policy
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.ids import parse_asset
from aml_maturity_audit.signals.models import MODEL_VERSIONS
from aml_maturity_audit.signals.snapshot import Snapshot
from aml_maturity_audit.signals.workspaces import SCORED_KINDS, Workspace

_DEV = frozenset({"dev", "development"})


class Proposal(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A system that seems to be one, and why."""

    name: str
    roles: dict[str, str]
    """Workspace ARM id to `dev`, `test` or `prod`."""
    why: tuple[str, ...]


def propose_systems(snapshot: Snapshot) -> tuple[Proposal, ...]:
    """Systems inferred from stems and stages of names and tags, then from where models come from.

    A workspace is in one proposal at the most; names and tags go before lineage.
    """
    estate = Estate(snapshot)
    scored = [w.workspace for w in estate.workspaces() if w.workspace.kind.lower() in SCORED_KINDS]
    by_name = _by_name(scored)
    taken = {identity for proposal in by_name for identity in proposal.roles}
    by_lineage = _by_lineage(estate, taken)
    return tuple(sorted((*by_name, *by_lineage), key=lambda p: p.name))


def _by_name(workspaces: list[Workspace]) -> list[Proposal]:
    groups: dict[str, dict[str, str]] = defaultdict(dict)
    for workspace in workspaces:
        staged = stage_of(workspace)
        if staged is not None:
            groups[staged[0]][workspace.id] = _role(workspace, staged[1])
    return [
        Proposal(name=stem or "system", roles=dict(sorted(roles.items())), why=(_WHY_NAME,))
        for stem, roles in groups.items()
        if len(set(roles.values())) > 1
    ]


_WHY_NAME = "inferred from the names or tags"


def _role(workspace: Workspace, stage: str) -> str:
    words = {*workspace.name.lower().replace("_", "-").split("-")}
    words |= {value.lower() for value in workspace.tags.values()}
    return "dev" if stage == "test" and words & _DEV else stage


def _by_lineage(estate: Estate, taken: set[str]) -> list[Proposal]:
    """A workspace that serves what another one trained is its production."""
    found: dict[str, Proposal] = {}
    for readings in estate.workspaces():
        serving = readings.workspace
        if serving.id in taken or serving.kind.lower() not in SCORED_KINDS:
            continue
        view = View(readings, estate, Policy())
        for home, label in _homes(view):
            trainer = estate.workspace(home)
            if trainer is None or trainer.workspace.id in taken | {serving.id}:
                continue
            known = found.get(trainer.workspace.id)
            roles = {
                **(known.roles if known else {trainer.workspace.id: "dev"}),
                serving.id: "prod",
            }
            why = (*(known.why if known else ()), f"inferred: {label}")
            found[trainer.workspace.id] = Proposal(
                name=trainer.workspace.name, roles=dict(sorted(roles.items())), why=why
            )
            taken = taken | {serving.id}
            break
    return list(found.values())


def _homes(view: View) -> list[tuple[str, str]]:
    """The workspaces that production models here come from, through registries too."""
    homes = []
    for deployed in production(view).items:
        answer = comes_from_elsewhere(view, deployed)
        asset = parse_asset(deployed.deployment.model)
        if not answer.yes or asset is None:
            continue
        home = asset.workspace_id or view.estate.workspace_of_guid(asset.workspace_guid)
        home = home or _promoted_from(view, asset.registry, asset.name, asset.version)
        if home is not None:
            homes.append((home, answer.because))
    return homes


def _promoted_from(view: View, registry: str | None, name: str, version: str) -> str | None:
    for known in view.see(MODEL_VERSIONS).items:
        if (known.registry, known.name, known.version) == (registry, name, version):
            origin = parse_asset(known.origin)
            if origin is not None:
                guid = view.estate.workspace_of_guid(origin.workspace_guid)
                return origin.workspace_id or guid
    return None


def as_toml(proposals: tuple[Proposal, ...]) -> str:
    """The proposals as tables for the configuration file; ids, so that namesakes are told apart."""
    lines = ["# Proposed systems; look through them before you keep them."]
    for proposal in proposals:
        lines += ["", *(f"# {_comment(why)}" for why in proposal.why)]
        lines.append(f"[systems.{_quoted(proposal.name)}]")
        for role in ("dev", "test", "prod"):
            members = [identity for identity, own in proposal.roles.items() if own == role]
            if members:
                lines.append(f"{role} = [{', '.join(_quoted(m) for m in members)}]")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's."""
    return msgspec.json.encode(text).decode().replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return " ".join(text.split())
