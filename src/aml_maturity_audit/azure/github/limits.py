"""How long GitHub wants to be left alone.

A limit used up says when it is filled again (`x-ratelimit-reset`, seconds since 1970); a secondary
one says how long to wait, or means a minute. Waits are counted from the answer's own Date, so that
a wrong clock here does no harm. Source: GitHub, "Best practices for using the REST API".
"""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from aml_maturity_audit.azure.answers import Answer
from aml_maturity_audit.azure.clock import now
from aml_maturity_audit.azure.github.answers import is_limited, is_secondary
from aml_maturity_audit.azure.patience import retry_after

MINUTE = 60.0


def wait_of(answer: Answer) -> float | None:
    """Seconds to wait before asking again; None where the answer does not say."""
    asked = retry_after(answer.headers)
    if asked is not None:
        return asked
    if not is_limited(answer):
        return None
    if is_secondary(answer):
        return MINUTE
    return until_reset(answer.headers) if _is_used_up(answer.headers) else MINUTE


def rest_after(headers: Mapping[str, str]) -> float | None:
    """Seconds until the limit is filled again, where this good answer was the last there was."""
    return until_reset(headers) if _is_used_up(headers) else None


def until_reset(headers: Mapping[str, str]) -> float:
    """Seconds until the limit is filled again; a minute where that is not told."""
    told = headers.get("x-ratelimit-reset", "")
    if not (told.isascii() and told.isdigit() and len(told) < 12):
        return MINUTE
    return max(1.0, float(told) - _sent(headers))


def _is_used_up(headers: Mapping[str, str]) -> bool:
    return headers.get("x-ratelimit-remaining", "") == "0"


def _sent(headers: Mapping[str, str]) -> float:
    try:
        return parsedate_to_datetime(headers.get("Date", "")).timestamp()
    except (TypeError, ValueError):
        return now().timestamp()
