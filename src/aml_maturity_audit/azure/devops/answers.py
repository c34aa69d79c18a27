"""What an answer of Azure DevOps that is no success means, each told apart, each with a way out.

Azure DevOps asks for a sign-in with a web page (200 or 203), a redirect (302) or a 401, and answers
401 both where a token is no good and where it lacks a scope. Sources: azure_facts A.24, D.2; issue
"Azure DevOps", Session. Of a body only the error's type is taken over, never its text.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

import msgspec

from aml_maturity_audit.azure.answers import Answer, VersionRefused
from aml_maturity_audit.azure.devops.authorization import PAT_VARIABLE
from aml_maturity_audit.azure.problems import AccessDenied, Missing, Problem, Unanswered
from aml_maturity_audit.azure.question import Question

_TYPE = re.compile(r"^[A-Za-z0-9_.]{1,80}$")
_ID = re.compile(r"^[A-Za-z0-9-]{1,64}$")
_EXPIRED = re.compile(r"personal access token\b.{0,40}\bexpired", re.IGNORECASE)
_VERSION = re.compile(r"^Vss(Version|InvalidPreviewVersion|ApiVersion)", re.IGNORECASE)
_NO_PROJECT = re.compile(r"^ProjectDoesNotExist", re.IGNORECASE)
_NO_HOST = re.compile(
    r"(HostDoesNotExist|AccountNotFound|HostNotFound|HostShutdown)", re.IGNORECASE
)


@dataclass(frozen=True)
class Standing:
    """Who asked whom, and whether this token was ever accepted there."""

    organization: str
    is_pat: bool
    accepted: bool

    @property
    def token(self) -> str:
        """What was shown, in words."""
        return "personal access token" if self.is_pat else "Entra token"

    @property
    def remedy(self) -> str:
        """How to get in."""
        if self.is_pat:
            return f"Set {PAT_VARIABLE} to a current token that is made for {self.organization}."
        return (
            f"Add the identity to the users of {self.organization}, or set {PAT_VARIABLE} to a"
            " personal access token."
        )


class _Error(msgspec.Struct):
    typeKey: str | None = None  # noqa: N815  as Azure DevOps names it
    message: str | None = None


def is_sign_in(answer: Answer) -> bool:
    """Whether an answer is a request to sign in rather than what was asked for."""
    if answer.status == 203 or 300 <= answer.status < 400:
        return True
    return answer.status == 200 and _is_page(answer)


def problem_of(answer: Answer, question: Question, standing: Standing) -> Problem:
    """What is wrong with an answer that is no plain 200."""
    what, reference = question.what, _activity(answer)
    error = _error(answer)
    if is_sign_in(answer):
        return AccessDenied(
            f"{what} was answered with a sign-in page ({answer.status}): the {standing.token} was"
            f" not accepted{reference}. {standing.remedy}",
            action=f"sign-in to {standing.organization}",
        )
    if answer.status == 401:
        return _unauthorized(answer, error, question, standing)
    if answer.status == 403:
        return AccessDenied(
            f"{what} was refused (403{_code(error)}): {_lacking(question, standing)}{reference}.",
            action=question.action,
        )
    if answer.status in {404, 410}:
        return _missing(answer, error, question, standing)
    if answer.status == 400 and _VERSION.match(error.typeKey or ""):
        return VersionRefused(f"{what} is not served in this API version{reference}.")
    return Unanswered(f"{what} was answered with {answer.status}{_code(error)}{reference}.")


def _unauthorized(answer: Answer, error: _Error, question: Question, standing: Standing) -> Problem:
    told = unquote(answer.headers.get("X-TFS-ServiceError", ""))
    if _EXPIRED.search(error.message or "") or _EXPIRED.search(told):
        return AccessDenied(
            f"{question.what} was refused (401): the personal access token has expired."
            f" {standing.remedy}",
            action="a personal access token that has not expired",
        )
    if standing.accepted:
        said = f"{question.what} was refused (401): {_lacking(question, standing)}."
        return AccessDenied(said, action=question.action)
    return AccessDenied(
        f"{question.what} was refused (401): the {standing.token} is not valid for"
        f" {standing.organization}, or lacks {question.action}. {standing.remedy}",
        action=question.action,
    )


def _lacking(question: Question, standing: Standing) -> str:
    if standing.is_pat:
        return f"the personal access token lacks the scope {question.action}, or its owner may not"
    return f"the identity may not read it ({question.action})"


def _missing(answer: Answer, error: _Error, question: Question, standing: Standing) -> Problem:
    code = error.typeKey or ""
    if _NO_PROJECT.match(code):
        return Missing(
            f"{question.what}: the project does not exist in {standing.organization}, or may not"
            " be seen. Check --devops-project."
        )
    if _NO_HOST.search(code) or (_is_page(answer) and not standing.accepted):
        return Missing(
            f"There is no organization {standing.organization}, or it may not be seen."
            " Check --devops-organization."
        )
    return Missing(f"{question.what} was answered with {answer.status}{_code(error)}.")


def _is_page(answer: Answer) -> bool:
    kind = answer.headers.get("Content-Type", "").lower()
    return "text/html" in kind or answer.body[:64].lstrip().lower().startswith((b"<!doc", b"<html"))


def _code(error: _Error) -> str:
    return f" {error.typeKey}" if error.typeKey and _TYPE.match(error.typeKey) else ""


def _activity(answer: Answer) -> str:
    for name in ("ActivityId", "X-VSS-E2EID"):
        value = answer.headers.get(name, "")
        if _ID.match(value):
            return f" (activity id {value})"
    return ""


def _error(answer: Answer) -> _Error:
    try:
        return msgspec.json.decode(answer.body, type=_Error)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _Error()
