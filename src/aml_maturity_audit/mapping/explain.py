"""What a criterion is about, from what the model says to what it cannot see; and how it came out.

The data behind the commands `explain` and `criteria`.
"""

from collections.abc import Sequence
from difflib import get_close_matches

import msgspec

from aml_maturity_audit.assessment.model import DIMENSION_TITLES
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.mapping.catalogue import catalogue, find_criterion
from aml_maturity_audit.mapping.editions import EDITIONS, load_edition
from aml_maturity_audit.mapping.estate import Estate, Mappings
from aml_maturity_audit.mapping.judging import judge_workspace, remedy_of, signals_of
from aml_maturity_audit.mapping.policy import Policy
from aml_maturity_audit.mapping.summaries import summarise
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.snapshot import Snapshot, WorkspaceReadings


class SignalNeed(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A signal that a criterion reads, and the permissions to read it."""

    signal: str
    title: str
    actions: tuple[str, ...]


class SaidBy(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A statement of the model that requires the criterion."""

    edition: str
    dimension: str
    level: int
    text: str


class Explanation(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A criterion, explained."""

    id: str
    title: str
    question: str
    rule: str
    statements: tuple[SaidBy, ...]
    signals: tuple[SignalNeed, ...]
    builds_on: tuple[str, ...]
    about: tuple[str, ...]
    """`training`, `serving`: left out where the role is the other; `cicd`: needs such a source."""
    blind_spots: str
    docs: str


class Outcome(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How a criterion came out for a workspace, reading by reading."""

    workspace: str
    verdict: str
    because: str
    evidence: tuple[str, ...]
    readings: tuple[str, ...]
    remedy: str


def explain(name: str) -> Explanation:
    """What the model says, the rule, signals, permissions and limits of a criterion."""
    criterion = find_criterion(name)
    about = {
        "training": criterion.training,
        "serving": criterion.serving,
        "cicd": criterion.devops,
    }
    return Explanation(
        id=criterion.id,
        title=criterion.title,
        question=criterion.question,
        rule=criterion.rule,
        statements=_statements(criterion.id),
        signals=tuple(
            SignalNeed(signal=key.name, title=key.title, actions=key.actions)
            for key in signals_of(criterion)
        ),
        builds_on=criterion.builds_on,
        about=tuple(word for word, holds in about.items() if holds),
        blind_spots=criterion.blind_spots,
        docs=criterion.docs_url,
    )


def explain_all() -> tuple[Explanation, ...]:
    """The whole catalogue, sorted by id."""
    return tuple(explain(name) for name in sorted(catalogue()))


def _statements(name: str) -> tuple[SaidBy, ...]:
    found: dict[tuple[str, int, str], SaidBy] = {}
    for edition in EDITIONS:
        for statement in load_edition(edition).statements_of(name):
            found.setdefault(
                (statement.dimension, statement.level, statement.text),
                SaidBy(
                    edition=edition,
                    dimension=DIMENSION_TITLES[statement.dimension],
                    level=statement.level,
                    text=statement.text,
                ),
            )
    return tuple(found.values())


def how_it_came_out(
    snapshot: Snapshot,
    name: str,
    workspace: str,
    *,
    policy: Policy | None = None,
    mappings: Mappings | None = None,
) -> Outcome:
    """A criterion's verdict for one workspace of a snapshot (name or ARM id). Raises UsageError."""
    criterion = find_criterion(name)
    view = View(
        _find(snapshot.workspaces, workspace), Estate(snapshot, mappings), policy or Policy()
    )
    judged = judge_workspace(view)[criterion.id]
    wanted = {key.name for key in signals_of(criterion)}
    return Outcome(
        workspace=view.workspace.name,
        verdict=judged.verdict,
        because=judged.because,
        evidence=tuple(e.text for e in judged.fact.evidence),
        readings=tuple(
            f"{r.signal}: {r.state}, {r.items} items"
            f"{'' if r.complete else ', not complete'}{f' ({r.detail})' if r.detail else ''}"
            for r in summarise(view)
            if r.signal in wanted
        ),
        remedy="" if judged.verdict == "met" else remedy_of(criterion, view),
    )


def _find(workspaces: Sequence[WorkspaceReadings], wanted: str) -> WorkspaceReadings:
    names = {
        w.workspace.id.lower() if "/" in wanted else w.workspace.name.lower(): w for w in workspaces
    }
    found = names.get(wanted.strip().lower())
    if found is not None:
        return found
    near = get_close_matches(wanted.lower(), names, n=1, cutoff=0.4)
    remedy = f"Did you mean {near[0]}?" if near else f"It holds {len(names)} workspaces."
    raise UsageError(f"The snapshot has no workspace {wanted!r}.", remedy=remedy)
