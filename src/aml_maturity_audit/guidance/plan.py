"""The way to a level: what to do, what to grant, what to attest, in the order to do it.

Pure, over an assessment. The set is the smallest there is: exactly the criteria that the level
requires and that are not confirmed. Source: issue "Judgement in depth", Plan; criteria.md,
section 4.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from aml_maturity_audit.assessment.kept import in_brief
from aml_maturity_audit.assessment.model import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    Assessment,
    CriterionResult,
    WorkspaceAssessment,
)
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.mapping.catalogue import catalogue
from aml_maturity_audit.mapping.editions import Edition, load_edition
from aml_maturity_audit.mapping.levels import HIGHEST, PEOPLE

DO, GRANT, ATTEST = "do", "grant", "attest"
_SETTLED = frozenset({MET, NOT_APPLICABLE})
_BY_ATTESTATION = "attestations"


class Step(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One step of a plan."""

    kind: str
    """`do` (build it), `grant` (let it be seen) or `attest` (vouch for it)."""
    criterion: str
    title: str
    dimensions: dict[str, int]
    text: str
    """The remedy, the permissions to grant, or the question to answer."""
    actions: tuple[str, ...] = ()
    """Permissions and scopes to grant."""
    after: tuple[str, ...] = ()
    """Criteria of this plan that come first."""
    docs: str = ""


class Plan(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What takes one workspace to a level."""

    workspace: str
    key: str
    confirmed: int
    possible: int
    target: int
    steps: tuple[Step, ...]

    def of_kind(self, kind: str) -> tuple[Step, ...]:
        """The steps of a kind, in order."""
        return tuple(step for step in self.steps if step.kind == kind)


def plans(
    assessment: Assessment, *, workspaces: Sequence[str] = (), to: int | None = None
) -> tuple[Plan, ...]:
    """A plan for every scored workspace, or for those named, to the next level or to level `to`.

    Raises UsageError for a level that there is none of, a workspace that is not in it, or a
    criterion that it does not judge.
    """
    if to is not None and not 1 <= to <= HIGHEST:
        raise UsageError(f"There is no level {to} to reach.", remedy=f"Levels are 1 to {HIGHEST}.")
    edition = load_edition(assessment.run.edition)
    chosen = _chosen(assessment, workspaces)
    return tuple(_plan(workspace, edition, to) for workspace in chosen)


def _chosen(assessment: Assessment, names: Sequence[str]) -> Iterator[WorkspaceAssessment]:
    """Each is unpacked, where it is kept, when its turn comes."""
    scored = [(at, w) for at, w in enumerate(in_brief(assessment.workspaces)) if w.scored]
    wanted = {name.strip().lower() for name in names}
    found = [(at, w) for at, w in scored if not names or wanted & _labels(w)]
    missing = sorted(wanted.difference(*(_labels(w) for _, w in found)))
    if missing:
        raise UsageError(
            f"The assessment has no scored workspace {missing[0]!r}.",
            remedy=f"It has {', '.join(w.name for _, w in scored[:8]) or 'none'}.",
        )
    return (assessment.workspaces[at] for at, _ in found)


def _labels(workspace: WorkspaceAssessment) -> set[str]:
    return {workspace.name.lower(), workspace.id.lower(), workspace.key}


def _plan(workspace: WorkspaceAssessment, edition: Edition, to: int | None) -> Plan:
    confirmed = workspace.level.confirmed if workspace.level else 0
    possible = workspace.level.possible if workspace.level else 0
    target = to if to is not None else min(confirmed + 1, HIGHEST)
    results = {result.id: result for result in workspace.criteria}
    assessed = [d.id for d in workspace.dimensions if d.assessed]
    required = [name for dimension in assessed for name in edition.required(dimension, target)]
    if left_out := [name for name in required if name not in results]:
        raise UsageError(
            f"The assessment does not judge {left_out[0]}: another version of this tool wrote it.",
            remedy="Judge the snapshot again with `assess`.",
        )
    needed = {name: None for name in required if results[name].verdict not in _SETTLED}
    ordered = _ordered(needed, results)
    return Plan(
        workspace=workspace.name,
        key=workspace.key,
        confirmed=confirmed,
        possible=possible,
        target=target,
        steps=tuple(_step(results[name], set(needed)) for name in ordered),
    )


def _ordered(needed: Iterable[str], results: dict[str, CriterionResult]) -> list[str]:
    """What only needs to be seen or vouched for first, then by level and effort; each after those
    it builds on."""
    known = catalogue()

    def weight(name: str) -> tuple[bool, int, int, str]:
        level = min(results[name].dimensions.values(), default=HIGHEST)
        return results[name].verdict == NOT_MET, level, known[name].effort, name

    waiting = sorted(needed, key=weight)
    done: list[str] = []
    while waiting:
        ready = next(
            name for name in waiting if not set(known[name].builds_on) & (set(waiting) - {name})
        )
        waiting.remove(ready)
        done.append(ready)
    return done


def _step(result: CriterionResult, needed: set[str]) -> Step:
    kind = kind_of(result)
    actions = tuple(dict.fromkeys(m.action for m in result.missing if m.action))
    return Step(
        kind=kind,
        criterion=result.id,
        title=result.title,
        dimensions=result.dimensions,
        text=_text(kind, result, actions),
        actions=actions if kind == GRANT else (),
        after=tuple(name for name in catalogue()[result.id].builds_on if name in needed),
        docs=result.docs,
    )


def kind_of(result: CriterionResult) -> str:
    """What it takes: not met is to be done; unknown is to be seen, or to be vouched for."""
    if result.verdict == NOT_MET:
        return DO
    if PEOPLE in result.dimensions or any(m.signal == _BY_ATTESTATION for m in result.missing):
        return ATTEST
    if any(m.action or m.hint for m in result.missing):
        attestable = all(m.hint.startswith("Attest") for m in result.missing if not m.action)
        denied = any(m.action for m in result.missing)
        return GRANT if denied or not attestable else ATTEST
    return DO


def _text(kind: str, result: CriterionResult, actions: tuple[str, ...]) -> str:
    if kind == DO:
        return result.remedy
    if kind == GRANT:
        hints = dict.fromkeys(m.hint for m in result.missing if m.hint and not m.action)
        grant = (f"Grant {', '.join(actions)} to the auditing identity.",) if actions else ()
        return " ".join((*grant, *hints))
    return f"Answer and attest: {catalogue()[result.id].question}"
