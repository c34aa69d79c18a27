"""What changed between two assessments of a workspace, and why.

A change is attributed by what the files themselves say: the digest of the readings that a verdict
was made from, how each signal was read, and the digests of policy and catalogue. Four causes:

- the **estate** changed: other readings, or time passed over the same ones;
- **access** changed: something could be read then and not now, or the other way round;
- the **policy** changed: thresholds, the window, or an attestation;
- the **catalogue** changed: criteria, or the edition.

More information settles what was unknown and never turns a settled verdict (criteria.md, section
1, rule 1), so a lost permission shows as `unknown` and is never a step back.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from aml_maturity_audit.assessment.kept import Kept
from aml_maturity_audit.assessment.model import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    UNKNOWN,
    Assessment,
    CriterionResult,
    Run,
    WorkspaceAssessment,
)
from aml_maturity_audit.assessment.sight import Sight, sight_between

ESTATE, ACCESS, POLICY, CATALOGUE = "estate", "access", "policy", "catalogue"
CAUSES = (ESTATE, ACCESS, POLICY, CATALOGUE)

BETTER, WORSE, SETTLED, OBSCURED, OTHERWISE = "better", "worse", "settled", "obscured", "otherwise"

_GOOD = {MET, NOT_APPLICABLE}


@dataclass(frozen=True, kw_only=True)
class CriterionChange:
    """A verdict that is another one now."""

    id: str
    title: str
    before: str | None
    """None where the catalogue had no such criterion."""
    after: str | None
    direction: str
    """`better`, `worse`, `settled` (was unknown), `obscured` (is unknown now), `otherwise`."""
    causes: tuple[str, ...]
    """In the order of `CAUSES`; more than one where the files cannot tell which."""
    why: str
    """A sentence."""
    because: str
    """Why the verdict is what it is now."""
    remedy: str = ""
    counts: bool = True
    dimensions: tuple[str, ...] = ()


def run_causes(before: Run, after: Run) -> tuple[str, ...]:
    """Which rules differ between two runs: policy, catalogue, both or neither."""
    causes = []
    if (before.policy_digest, before.window_days) != (after.policy_digest, after.window_days):
        causes.append(POLICY)
    if (before.catalogue_digest, before.edition) != (after.catalogue_digest, after.edition):
        causes.append(CATALOGUE)
    return tuple(causes)


def pairs_by_key(
    before: Assessment, after: Assessment
) -> Iterator[tuple[WorkspaceAssessment, WorkspaceAssessment]]:
    """The workspaces that both runs have, in the order of their keys.

    Of those that are kept, one pair is unpacked at a time.
    """
    earlier = _by_key(before.workspaces)
    old = next(earlier, None)
    for new in _by_key(after.workspaces):
        while old is not None and old.key < new.key:
            old = next(earlier, None)
        if old is not None and old.key == new.key:
            yield old, new


def _by_key(workspaces: Sequence[WorkspaceAssessment]) -> Iterator[WorkspaceAssessment]:
    if isinstance(workspaces, Kept):  # as they are published
        return iter(workspaces)
    return iter(sorted(workspaces, key=attrgetter("key")))


def criterion_changes(
    before: WorkspaceAssessment, after: WorkspaceAssessment, rules: tuple[str, ...]
) -> list[CriterionChange]:
    """Every verdict that differs, by id; `rules` is what `run_causes` says of the runs."""
    earlier = {criterion.id: criterion for criterion in before.criteria}
    later = {criterion.id: criterion for criterion in after.criteria}
    changes = []
    for id in sorted(earlier.keys() | later.keys()):
        old, new = earlier.get(id), later.get(id)
        if old is None or new is None:
            changes.append(_came_or_went(old, new, before.scored and after.scored))
        elif old.verdict != new.verdict:
            sight = sight_between(old, new, before.readings, after.readings)
            changes.append(_change(old, new, *_attributed(old, new, sight, rules)))
    return changes


def direction_of(before: str, after: str) -> str:
    """Which way a verdict moved."""
    if after == UNKNOWN:
        return OBSCURED
    if before == UNKNOWN:
        return SETTLED
    if before in _GOOD and after == NOT_MET:
        return WORSE
    return BETTER if before == NOT_MET and after in _GOOD else OTHERWISE


def in_order(causes: Iterable[str]) -> tuple[str, ...]:
    """Causes without repetition, in the order of `CAUSES`."""
    found = set(causes)
    return tuple(cause for cause in CAUSES if cause in found)


def _attributed(
    old: CriterionResult, new: CriterionResult, sight: Sight, rules: tuple[str, ...]
) -> tuple[tuple[str, ...], str]:
    """The causes of a change of verdict, and the sentence that says so."""
    if old.attested != new.attested:
        return (POLICY,), "An attestation was added, changed or ran out."
    if new.verdict == UNKNOWN and sight.lost:
        return (ACCESS,), f"Could be read then and not now: {', '.join(sight.lost)}."
    if old.verdict == UNKNOWN and sight.gained:
        return (ACCESS,), f"Can be read now and could not then: {', '.join(sight.gained)}."
    same_readings = bool(new.inputs) and old.inputs == new.inputs
    causes = set(rules)
    if not same_readings or not rules:
        causes.add(ESTATE)
    if sight.gained:
        causes.add(ACCESS)
    return in_order(causes), _sentence(in_order(causes), same_readings)


def _sentence(causes: tuple[str, ...], same_readings: bool) -> str:
    if causes == (ESTATE,):
        if same_readings:
            return "The readings are the same; time passed over them."
        return "The readings changed; policy and catalogue did not."
    if ESTATE not in causes:
        return f"The readings are the same; {_and(causes)} changed."
    others = tuple(cause for cause in causes if cause != ESTATE)
    return f"The readings changed, and so did {_and(others)}: the files cannot tell which it was."


def _and(causes: tuple[str, ...]) -> str:
    words = {ACCESS: "access", POLICY: "the policy", CATALOGUE: "the catalogue"}
    return " and ".join(words[cause] for cause in causes)


def _came_or_went(
    old: CriterionResult | None, new: CriterionResult | None, scored: bool
) -> CriterionChange:
    if not scored:
        why, cause = "The workspace is scored in one of the runs only.", POLICY
    elif old is None:
        why, cause = "The catalogue has a new criterion.", CATALOGUE
    else:
        why, cause = "The catalogue no longer has this criterion.", CATALOGUE
    return _change(old, new, (cause,), why)


def _change(
    old: CriterionResult | None, new: CriterionResult | None, causes: tuple[str, ...], why: str
) -> CriterionChange:
    shown = new or old
    assert shown is not None
    compared = old is not None and new is not None
    return CriterionChange(
        id=shown.id,
        title=shown.title,
        before=old.verdict if old else None,
        after=new.verdict if new else None,
        direction=direction_of(old.verdict, new.verdict) if compared and old and new else OTHERWISE,
        causes=causes,
        why=why,
        because=new.because if new else "",
        remedy=new.remedy if new else "",
        counts=shown.counts,
        dimensions=tuple(sorted(shown.dimensions)),
    )
