"""What an answer that is no success means. Source: azure_facts A.24, C.1.

Only status, the error's code, the action it names and the correlation id are taken over: the rest
of an error's text may hold a stranger's secret.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from aml_maturity_audit.azure.problems import (
    AccessDenied,
    Missing,
    Problem,
    Unanswered,
    Unregistered,
)
from aml_maturity_audit.azure.question import Question

RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
_VERSION_CODES = frozenset(
    {
        "noregisteredproviderfound",
        "invalidapiversionparameter",
        "unsupportedapiversion",
        "invalidapiversion",
        "apiversionnotsupported",
        "invalidresourcetype",
    }
)
_ACTION = re.compile(r"action '([A-Za-z0-9.]+(?:/[A-Za-z0-9.*_-]+)+)'")
_CODE = re.compile(r"^[A-Za-z0-9_.-]{1,80}$")
_CORRELATION = re.compile(r"^[A-Za-z0-9-]{1,64}$")
_NETWORK = re.compile(r"firewall|virtual network|vnet|private (endpoint|link)|public network", re.I)


class VersionRefused(Unanswered):
    """The API version is not served here; another one may be."""


@dataclass(frozen=True)
class Answer:
    """What came back, read to the end."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    token: str = field(default="", repr=False)
    """What was shown and refused, of a 401."""


class _Error(msgspec.Struct):
    code: str | None = None
    message: str | None = None


class _Envelope(msgspec.Struct):
    error: _Error | None = None
    code: str | None = None
    message: str | None = None


def problem_of(answer: Answer, question: Question) -> Problem:
    """What is wrong with an answer whose status is not 200."""
    error = _error(answer.body)
    said = _said(answer, error, question)
    code = (error.code or "").lower()
    if code in _VERSION_CODES and answer.status in {400, 404}:
        return VersionRefused(said)
    if answer.status == 403:
        return _forbidden(error, said, question)
    if answer.status == 401:
        return AccessDenied(said, action=question.action)
    if code == "missingsubscriptionregistration":
        return Unregistered(said)
    if answer.status in {404, 410}:
        return Missing(said)
    return Unanswered(said)


def correlation(headers: Mapping[str, str]) -> str:
    """` (correlation id …)`, or nothing where the answer has none."""
    for name in ("x-ms-correlation-request-id", "x-ms-request-id"):
        value = headers.get(name, "")
        if _CORRELATION.match(value):
            return f" (correlation id {value})"
    return ""


def _forbidden(error: _Error, said: str, question: Question) -> Problem:
    named = _ACTION.search(error.message or "")
    if named is None and _NETWORK.search(f"{error.code or ''} {error.message or ''}"):
        return Unanswered(f"{said[:-1]}; its network does not let this machine in.")
    return AccessDenied(said, action=named[1] if named else question.action)


def _said(answer: Answer, error: _Error, question: Question) -> str:
    what = question.what
    reference = correlation(answer.headers)
    if 300 <= answer.status < 400:
        return f"{what} was answered with a redirect, which is not followed{reference}."
    code = f" {error.code}" if error.code and _CODE.match(error.code) else ""
    return f"{what} was answered with {answer.status}{code}{reference}."


def _error(body: bytes) -> _Error:
    try:
        envelope = msgspec.json.decode(body, type=_Envelope)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _Error()
    return envelope.error or _Error(code=envelope.code, message=envelope.message)
