"""What an answer of GitHub that is no success means, each told apart, each with a way out.

GitHub answers 404 both where there is nothing and where the token may not look, and 403 both where
a permission is missing and where a limit is used up. Of a body only what is compared with known
sentences is looked at, and none of it is quoted.
"""

import re

import msgspec

from aml_maturity_audit.azure.answers import RETRIED, Answer
from aml_maturity_audit.azure.github.authorization import Who
from aml_maturity_audit.azure.problems import AccessDenied, Missing, Problem, Unanswered
from aml_maturity_audit.azure.question import Question

_ID = re.compile(r"^[A-Za-z0-9:-]{1,80}$")
_LIMIT = re.compile(r"rate limit|abuse detection", re.IGNORECASE)
_SECONDARY = re.compile(r"secondary rate|abuse detection", re.IGNORECASE)
_PLAN = re.compile(r"upgrade to github|not available for", re.IGNORECASE)
_EMPTY = re.compile(r"^git repository is empty", re.IGNORECASE)
_UNPROTECTED = re.compile(r"^branch not protected", re.IGNORECASE)


class NotProtected(Missing):
    """The branch has no classic protection: an answer, though told with a 404."""


class EmptyRepository(Missing):
    """The repository has no commit yet: an answer, though told with a 409."""


class _Error(msgspec.Struct):
    message: str | None = None


def said(answer: Answer) -> str:
    """The sentence of an error, to be compared and never to be quoted."""
    try:
        return msgspec.json.decode(answer.body, type=_Error).message or ""
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""


def is_limited(answer: Answer) -> bool:
    """Whether it was refused because too much was asked, not because it may not be read."""
    if answer.status == 429:
        return True
    if answer.status != 403:
        return False
    if answer.headers.get("x-ratelimit-remaining") == "0" or answer.headers.get("retry-after"):
        return True
    return _LIMIT.search(said(answer)) is not None


def is_secondary(answer: Answer) -> bool:
    """Whether it is the limit on asking too fast rather than on asking too often."""
    return _SECONDARY.search(said(answer)) is not None


def problem_of(answer: Answer, question: Question, who: Who) -> Problem:
    """What is wrong with an answer that is no plain 200."""
    what, reference = question.what, _reference(answer)
    if 300 <= answer.status < 400:
        return Unanswered(
            f"{what} was answered with a redirect ({answer.status}), which is not followed: the"
            f" repository was renamed or moved. Name it as it is called now{reference}."
        )
    if answer.status == 401:
        return AccessDenied(
            f"{what} was refused (401): the {who.label} is not valid{reference}. {who.remedy}",
            action="a valid token",
        )
    if is_limited(answer):
        return Unanswered(f"{what} was not answered: the rate limit is used up{reference}.")
    if answer.status in {403, 451}:
        return _forbidden(answer, question, who)
    if answer.status in {404, 410}:
        return _missing(answer, question, who)
    if answer.status == 409 and _EMPTY.search(said(answer)):
        return EmptyRepository(f"{what}: the repository is empty.")
    return Unanswered(f"{what} was answered with {answer.status}{reference}.")


def is_passing(answer: Answer) -> bool:
    """Whether the same question may be answered a little later."""
    return answer.status in RETRIED or is_limited(answer)


def _forbidden(answer: Answer, question: Question, who: Who) -> Problem:
    said_it = f"{question.what} was refused ({answer.status})"
    if answer.headers.get("x-github-sso"):
        return AccessDenied(
            f"{said_it}: the organization wants the token authorized for single sign-on. Authorize"
            " it in the settings of your tokens.",
            action="single sign-on",
        )
    if _PLAN.search(said(answer)):
        return AccessDenied(
            f"{said_it}: the plan of its owner does not offer it.", action=question.action
        )
    return AccessDenied(
        f"{said_it}: the {who.label} lacks the permission {question.action}{_reference(answer)}.",
        action=question.action,
    )


def _missing(answer: Answer, question: Question, who: Who) -> Problem:
    if _UNPROTECTED.search(said(answer)):
        return NotProtected(f"{question.what}: the branch is not protected.")
    return Missing(
        f"{question.what} was answered with {answer.status}: it does not exist, or the {who.label}"
        f" may not see it ({question.action}). {who.remedy}"
    )


def _reference(answer: Answer) -> str:
    value = answer.headers.get("x-github-request-id", "")
    return f" (request id {value})" if _ID.match(value) else ""
