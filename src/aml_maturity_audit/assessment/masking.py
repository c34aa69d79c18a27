"""Pseudonyms for what a document that is passed on must not tell (design.md, section 4).

Masked are subscription, tenant and principal ids (every GUID: which of them names a principal
cannot be known), UPNs and people's names, everywhere in the text. Portal links are left out. A
pseudonym is an HMAC of what it hides, so it holds across runs made with the same key.

Masking happens to the document before anything is rendered, so no encoding can leak.
"""

import hmac
import re
from collections.abc import Callable, Iterator
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from aml_maturity_audit.assessment.lately import lately
from aml_maturity_audit.assessment.model import (
    Assessment,
    Attested,
    Blocker,
    CriterionResult,
    DimensionLevel,
    Evidence,
    Missing,
    ReadingSummary,
    SystemAssessment,
    WorkspaceAssessment,
)
from aml_maturity_audit.assessment.names import name_pattern
from aml_maturity_audit.assessment.persons import MARKED, persons_in
from aml_maturity_audit.assessment.trend import Point, Trend
from aml_maturity_audit.assessment.walk import S, map_text, texts_in

_DIGITS = 12
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_RUN = re.compile(r"[0-9a-fA-F]{32,}")
"""Hexadecimal digits among which a GUID without dashes may stand."""
_UPN = re.compile(
    r"\w[\w.+'#!-]{0,120}(?:@|%40|&#64;|&#x40;|\\u0040)"
    r"[\w-]+(?:\.[\w-]+)*\.(?:[^\W\d_]{2,}|xn--[\w-]+)",
    re.IGNORECASE,
)
"""Bounded, so that a long text costs no more than its length."""
_AT = re.compile(r"%40|&#64;|&#x40;|\\u0040", re.IGNORECASE)
_AT_SIGNS = ("@", "%40", "&#", "0040")
"""One of them is in every text that has a UPN; they are found much faster than one."""
_PSEUDONYM = re.compile(r"(?:person|user|id)-[0-9a-f]{12}")
_NO_PERSON = re.compile(r"git(?:@|%40)", re.IGNORECASE)
"""The user part of a repository's SSH address."""

_FIXED: set[tuple[type, str]] = {
    (CriterionResult, "id"),
    (CriterionResult, "dimensions"),
    (CriterionResult, "verdict"),
    (CriterionResult, "inputs"),
    (DimensionLevel, "id"),
    (Blocker, "dimension"),
    (Blocker, "criteria"),
    (Missing, "signal"),
    (Missing, "action"),
    (ReadingSummary, "signal"),
    (ReadingSummary, "state"),
    (ReadingSummary, "action"),
    (ReadingSummary, "scope"),
    (WorkspaceAssessment, "key"),
    (WorkspaceAssessment, "role"),
    (Attested, "verdict"),
    (Trend, "key"),
    (Trend, "dimension"),
    (Point, "changed"),
    (Assessment, "schema"),
}
"""Words of this tool: a person who is called like one of them does not change it."""


def mask(assessment: Assessment, key: bytes) -> Assessment:
    """The assessment with pseudonyms in place of ids, UPNs and people's names, without links.

    The markers of `persons` are gone from it. The same key gives the same pseudonyms.
    """
    return masker(assessment, key)(assessment)


def masker(assessment: Assessment, key: bytes) -> Callable[[S], S]:
    """Masks an assessment, and what is shown beside it, in the same way."""
    hidden = lately(_Pseudonyms(key, assessment).hidden)

    def masked(text: str, owner: type, field: str) -> str | None:
        if field == "url" and owner in (Evidence, WorkspaceAssessment):
            return None
        return hidden(text, (owner, field) in _FIXED)

    return lambda record: map_text(record, masked)


class _Pseudonyms:
    """What is hidden in one assessment, and how."""

    def __init__(self, key: bytes, assessment: Assessment) -> None:
        self._key = key
        names, plain = set[str](), set[str]()
        guids_in = lately(_guids_in)
        for part in _parts(assessment):
            for text in texts_in(part):
                names.update(persons_in(text))
                plain.update(guids_in(text))
            names.update(_attesters(part))
        self._plain_guids = plain
        self._names = name_pattern(names)

    def hidden(self, text: str, fixed: bool) -> str:
        """The text without ids and UPNs; without people's names too, unless it is `fixed`."""
        return self._without_ids(text if fixed else self._without_people(text))

    def _without_people(self, text: str) -> str:
        text = MARKED.sub(lambda found: self._person(found[1]), text)
        if self._names is not None:
            text = self._names.sub(lambda found: self._person(found[0]), text)
        return text

    def _without_ids(self, text: str) -> str:
        if any(sign in text for sign in _AT_SIGNS):
            text = _UPN.sub(self._upn, text)
        text = _GUID.sub(lambda found: self._hidden("id", found[0].lower()), text)
        return _RUN.sub(self._undashed, text)

    def _person(self, name: str) -> str:
        return name if _PSEUDONYM.fullmatch(name) else self._hidden("person", name.casefold())

    def _upn(self, found: re.Match[str]) -> str:
        if _NO_PERSON.match(found[0]):
            return found[0]
        return self._hidden("user", _AT.sub("@", found[0]).lower())

    def _undashed(self, found: re.Match[str]) -> str:
        """GUIDs of this assessment that stand without dashes in a run of hexadecimal digits."""
        run, start = found[0], 0
        while start + 32 <= len(run):
            part = run[start : start + 32].lower()
            if part in self._plain_guids:
                groups = (part[:8], part[8:12], part[12:16], part[16:20], part[20:])
                pseudonym = self._hidden("id", "-".join(groups))
                run = run[:start] + pseudonym + run[start + 32 :]
                start += len(pseudonym)
            else:
                start += 1
        return run

    def _hidden(self, kind: str, what: str) -> str:
        digest = hmac.new(self._key, f"{kind}:{what}".encode(errors="replace"), sha256)
        return f"{kind}-{digest.hexdigest()[:_DIGITS]}"


def _parts(assessment: Assessment) -> Iterator[msgspec.Struct]:
    """The assessment, its workspaces and systems one by one: of many, one stands in memory."""
    yield replace(assessment, workspaces=(), systems=())
    yield from assessment.workspaces
    yield from assessment.systems


def _guids_in(text: str) -> tuple[str, ...]:
    return tuple(guid.replace("-", "").lower() for guid in _GUID.findall(text))


def _attesters(part: msgspec.Struct) -> set[str]:
    if not isinstance(part, WorkspaceAssessment | SystemAssessment):
        return set()
    people = {c.attested.by for c in part.criteria if c.attested is not None}
    return {name for name in people if not _PSEUDONYM.fullmatch(name)}
