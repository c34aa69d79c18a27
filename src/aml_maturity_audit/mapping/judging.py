"""Judging one workspace: every criterion in order, each within its role and its signals."""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any

import msgspec

from aml_maturity_audit.assessment.model import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    UNKNOWN,
    Attested,
    Evidence,
)
from aml_maturity_audit.assessment.persons import person
from aml_maturity_audit.mapping import reads
from aml_maturity_audit.mapping.catalogue import catalogue
from aml_maturity_audit.mapping.criterion import Criterion, NotApplicable, Ruling
from aml_maturity_audit.mapping.derive import roles
from aml_maturity_audit.mapping.steps import first_deploy
from aml_maturity_audit.mapping.summaries import summarise
from aml_maturity_audit.mapping.truth import (
    NO,
    Fact,
    Truth,
    sentence,
    unknown,
    yes,
)
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.mapping.words import studio
from aml_maturity_audit.signals.reading import SignalKey

_NUMBER = re.compile(r"\d")
_VERDICTS = {Truth.YES: MET, Truth.NO: NOT_MET, Truth.UNKNOWN: UNKNOWN}


class Judged(msgspec.Struct, frozen=True, gc=False):
    """A criterion with its ruling for a workspace."""

    criterion: Criterion
    fact: Fact
    """The ruling; for one that does not apply, its reason as a yes."""
    verdict: str
    attested: Attested | None = None

    @property
    def because(self) -> str:
        """The sentence with the numbers that decided it."""
        return sentence(self.fact.because)


@lru_cache(maxsize=256)
def signals_of(criterion: Criterion) -> reads.Keys:
    """All signals that a criterion's verdict may hang on: its own, its role's, those it builds"
    " on."""
    role = reads.ROLE if criterion.training or criterion.serving else ()
    below = (signals_of(catalogue()[name]) for name in criterion.builds_on)
    return reads.together(criterion.reads, role, *below)


def judge_workspace(view: View) -> dict[str, Judged]:
    """Every criterion of both editions, judged for one workspace."""
    judged: dict[str, Judged] = {}
    view.judged_by(lambda name: _as_fact(judged[name]))
    for name, criterion in catalogue().items():
        judged[name] = settled(view, _judged(view, criterion))
    return judged


def settled(view: View, judged: Judged) -> Judged:
    """The same, settled by an attestation where one covers the workspace (criteria.md, section 4).

    It settles what is unknown; against an observed verdict it counts only as an override. What
    was observed stays in it either way.
    """
    attestation = view.attestations.of(judged.criterion.id, view.workspace)
    if attestation is None:
        return judged
    counts = judged.verdict == UNKNOWN or attestation.override
    verdict = attestation.verdict if counts else judged.verdict
    shown = Attested(
        by=attestation.by,
        on=attestation.on.isoformat(),
        expires=attestation.expires.isoformat(),
        evidence=attestation.evidence,
        verdict=attestation.verdict,
        override=attestation.override and judged.verdict not in {UNKNOWN, attestation.verdict},
        reason=attestation.reason,
        observed=judged.verdict,
    )
    if not counts or verdict == judged.verdict:
        return msgspec.structs.replace(judged, attested=shown)
    truth = Truth.NO if verdict == NOT_MET else Truth.YES
    because = (
        f"attested as {verdict.replace('_', ' ')} by {person(attestation.by)} until"
        f" {attestation.expires}; observed: {judged.fact.because}"
    )
    fact = msgspec.structs.replace(judged.fact, truth=truth, because=because)
    return Judged(judged.criterion, fact, verdict, shown)


def _as_fact(judged: Judged) -> Fact:
    """A verdict as a fact for criteria that build on it; not applicable counts as met (rule 1)."""
    return judged.fact.saying(f"{judged.criterion.id}: {judged.fact.because}")


def _judged(view: View, criterion: Criterion) -> Judged:
    ruling = rule(view, criterion)
    if isinstance(ruling, NotApplicable):
        return Judged(criterion, yes(ruling.because), NOT_APPLICABLE)
    fact = _with_numbers(view, criterion, ruling)
    if not fact.evidence:
        fact = fact.showing(_looked_at(view, criterion))
    return Judged(criterion, fact, _VERDICTS[fact.truth])


def rule(view: View, criterion: Criterion) -> Ruling:
    """The ruling of a criterion for a workspace, within its role (criteria.md, section 1, "role").

    Where the role itself cannot be told and would leave the criterion out, an absence is unknown.
    """
    left_out = _left_out(view, criterion)
    if left_out.yes:
        return NotApplicable(left_out.because)
    ruling = guarded(view, criterion)
    if isinstance(ruling, Fact) and ruling.no and left_out.unknown:
        return unknown(
            f"{ruling.because}, but whether this is a workspace that it applies to is not known:"
            f" {left_out.because}",
            left_out.missing,
            ruling.evidence,
        )
    return ruling


def _left_out(view: View, criterion: Criterion) -> Fact:
    return _LEFT_OUT[criterion.training, criterion.serving](view)


_LEFT_OUT: dict[tuple[bool, bool], Callable[[View], Fact]] = {
    (False, False): lambda _: NO,
    (True, False): roles.serving_only,
    (False, True): roles.training_only,
    (True, True): roles.specialised,
}
"""The roles that leave a criterion out, by whether it is marked T and S."""


def guarded(view: View, criterion: Criterion) -> Ruling:
    """A judge that fails costs its own verdict only, which is then unknown."""
    try:
        return criterion.judge(view)
    except Exception as error:  # noqa: BLE001 - the one place: an unforeseen value must not end a run
        return unknown(f"{criterion.id} could not be judged ({type(error).__name__}: {error})")


def _with_numbers(view: View, criterion: Criterion, fact: Fact) -> Fact:
    """Every verdict has a number or names what is missing: else what was read is counted."""
    if fact.missing or _NUMBER.search(fact.because):
        return fact
    counted = _counted(view)
    counts = [counted[key.name][0] for key in criterion.reads if key.name in counted]
    read = ", ".join(counts[:4]) if counts else "0 of its signals"
    return fact.saying(f"{fact.because.rstrip('.')} (read: {read})")


def _looked_at(view: View, criterion: Criterion) -> list[Evidence]:
    """The readings behind a verdict that names no single thing."""
    counted = _counted(view)
    told = [counted[key.name] for key in criterion.reads if key.name in counted]
    whole = ", ".join([text for text, complete in told if complete])
    partly = ", ".join([text for text, complete in told if not complete])
    texts = (f"read whole: {whole}" if whole else "", f"read in part: {partly}" if partly else "")
    text = "; ".join(part for part in texts if part)
    return [Evidence(text=text, source=view.workspace.id, url=studio(view))] if text else []


@derived
def _counted(view: View) -> dict[str, tuple[str, bool]]:
    """How much was read (`12 jobs`), and whether that is all, of what was observed, by signal."""
    return {
        summary.signal: (f"{summary.items} {summary.signal}", summary.complete)
        for summary in summarise(view)
        if summary.state == "observed" and summary.scope in {"workspace", "subscription"}
    }


def remedy_of(criterion: Criterion, view: View) -> str:
    """The next step for this workspace; what is about serving begins with something to serve."""
    begin = first_deploy(view) if criterion.serving else ""
    return f"{begin}{criterion.remedy(view)}"


def inputs_digest(view: View, criterion: Criterion) -> str:
    """Digest of the readings that a verdict used, for telling whether the estate changed."""
    known, first = _digests(view), _first_with_the_same(criterion)
    digest = known.get(first)
    if digest is None:
        lines = _digest_lines(view)
        text = "".join([lines(key) for key in signals_of(criterion)])
        digest = known[first] = sha256(text.encode()).hexdigest()[:16]
    return digest


@lru_cache(maxsize=256)
def _first_with_the_same(criterion: Criterion) -> str:
    """The first criterion whose verdict may hang on the same signals; many read the same ones."""
    signals = signals_of(criterion)
    return next(name for name, one in catalogue().items() if signals_of(one) == signals)


@derived
def _digests(view: View) -> dict[str, str]:  # noqa: ARG001 - filled as it is asked
    """By the first criterion that reads the same."""
    return {}


@derived
def _digest_lines(view: View) -> Callable[[SignalKey[Any]], str]:
    """By signal, once each."""
    return cache(lambda key: f"{key.name}:{_digest(view, key)}\n")


def _digest(view: View, key: SignalKey[Any]) -> str:
    if key.scope == "workspace":
        return view.readings.digest(key.name)
    if key.scope == "subscription":
        return view.estate.subscription_digest(view.workspace.subscription_id, key.name)
    return view.estate.once(
        f"digest {key.name}",
        lambda estate: "".join(p.readings.digest(key.name) for p in estate.projects),
    )
