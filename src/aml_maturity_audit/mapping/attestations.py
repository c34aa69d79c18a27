"""Attestations: what people vouch for that no API shows. Source: criteria.md, section 4.

::

    schema: aml-maturity-audit/attestations/v1
    attestations:
      - criterion: data-engineers-work-with-data-scientists
        workspaces: churn-*            # name pattern, ARM id, or tag:env=prod
        verdict: met                   # met, not_met or not_applicable
        by: the head of data           # who vouches
        evidence: https://wiki.contoso.example/ways-of-working
        date: 2026-09-01
        expires: 2027-03-01
        override: true                 # to stand against what was observed, with a
        reason: the log was lost       # reason

They settle `unknown` and People. Expired or malformed ones are ignored with a warning; an unknown
criterion id is an error.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import yaml

from aml_maturity_audit.assessment.model import MET, NOT_APPLICABLE, NOT_MET, Notice
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.mapping.attested import Attestation, Attestations
from aml_maturity_audit.mapping.catalogue import find_criterion
from aml_maturity_audit.mapping.safe_yaml import load_bounded

ATTESTATIONS_SCHEMA = "aml-maturity-audit/attestations/v1"
VERDICTS = (MET, NOT_MET, NOT_APPLICABLE)
SOON = timedelta(days=30)
_KEYS = frozenset(
    {
        "criterion",
        "workspaces",
        "verdict",
        "by",
        "evidence",
        "date",
        "expires",
        "override",
        "reason",
    }
)
_NEEDED = ("workspaces", "verdict", "by", "date", "expires")


def read_attestations(text: str, *, now: datetime, source: str = "") -> Attestations:
    """The attestations in a YAML text, valid at `now` (the snapshot's time).

    Raises UsageError where it is no attestation file, or names a criterion that does not exist.
    """
    try:
        document = load_bounded(text)
    except yaml.YAMLError as error:
        raise UsageError(
            f"{source or 'The attestation file'} is no valid YAML: {error}."
        ) from error
    entries = _entries(document, source)
    valid: list[Attestation] = []
    problems: list[Notice] = []
    for number, entry in enumerate(entries, start=1):
        where = f"{source or 'attestations'}, entry {number}"
        problem = _problem(entry, now)
        if problem:
            problems.append(Notice(code="attestation-ignored", text=f"{where}: {problem}"))
            continue
        attestation = _attestation(entry)
        valid.append(attestation)
        if attestation.expires - now.date() <= SOON:
            text = f"{where}: expires on {attestation.expires}, within {SOON.days} days."
            problems.append(Notice(code="attestation-expires-soon", text=text))
    return Attestations(tuple(valid), tuple(problems))


def _entries(document: object, source: str) -> list[Mapping[str, object]]:
    name = source or "The attestation file"
    if not isinstance(document, Mapping) or document.get("schema") != ATTESTATIONS_SCHEMA:
        raise UsageError(
            f"{name} is no attestation file.",
            remedy=f"It begins with `schema: {ATTESTATIONS_SCHEMA}`; `attest init` writes one.",
        )
    entries = document.get("attestations", [])
    if not isinstance(entries, list):
        raise UsageError(f"{name}: `attestations` is no list.")
    for entry in entries:
        if isinstance(entry, Mapping) and isinstance(entry.get("criterion"), str):
            find_criterion(str(entry["criterion"]))
    return [entry if isinstance(entry, Mapping) else {} for entry in entries]


def _problem(entry: Mapping[str, object], now: datetime) -> str:
    """What is wrong with an entry, as a sentence; empty where nothing is."""
    if not isinstance(entry.get("criterion"), str):
        return "it names no criterion."
    unknown = sorted(str(key) for key in set(entry) - _KEYS)
    if unknown:
        return f"it has the unknown key {unknown[0]}."
    missing = [key for key in _NEEDED if not entry.get(key)]
    if missing:
        return f"it does not say {', '.join(missing)}."
    if entry["verdict"] not in VERDICTS:
        return f"the verdict {entry['verdict']!r} is none of {', '.join(VERDICTS)}."
    made, expires = _date(entry["date"]), _date(entry["expires"])
    if made is None or expires is None:
        return "a date is not written as YYYY-MM-DD."
    return _problem_with_time(made, expires, now.date()) or _problem_with_override(entry)


def _problem_with_time(made: date, expires: date, today: date) -> str:
    if expires < made:
        return f"it expires ({expires}) before it was made ({made})."
    if made > today:
        return f"it was made on {made}, which is after the audit."
    if expires < today:
        return f"it expired on {expires}."
    return ""


def _problem_with_override(entry: Mapping[str, object]) -> str:
    if entry.get("override") not in {None, True, False}:
        return "override is neither true nor false."
    if entry.get("override") is True and not str(entry.get("reason") or "").strip():
        return "it overrides what was observed without a reason."
    return ""


def _attestation(entry: Mapping[str, object]) -> Attestation:
    made, expires = _date(entry["date"]), _date(entry["expires"])
    assert made is not None
    assert expires is not None
    return Attestation(
        criterion=find_criterion(str(entry["criterion"])).id,
        selector=str(entry["workspaces"]),
        verdict=str(entry["verdict"]),
        by=str(entry["by"])[:200],
        on=made,
        expires=expires,
        evidence=str(entry.get("evidence") or "")[:500],
        override=entry.get("override") is True,
        reason=str(entry.get("reason") or "")[:500],
    )


def _date(value: object) -> date | None:
    """YAML reads an unquoted date as one; a quoted one is read here."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        return None
