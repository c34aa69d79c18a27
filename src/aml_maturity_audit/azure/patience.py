"""How long to wait for an answer, and how often to ask again. Source: azure_facts C.1."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from aml_maturity_audit.azure.clock import now


@dataclass(frozen=True)
class Patience:
    """Bounds of one question, in seconds. Every question ends within `total` and one attempt."""

    connect: float = 15.0
    read: float = 60.0
    """Silence of the other side."""
    attempt: float = 120.0
    """One attempt from sending to the last byte, however slowly bytes drip."""
    total: float = 300.0
    """All attempts and the waits between them."""
    attempts: int = 4
    """For failures; being throttled counts against `total` alone."""
    backoff: float = 0.4
    """Wait before the second attempt; doubles with each further one."""
    longest: float = 30.0
    strikes: int = 10
    """After so many questions in a row that stayed unanswered, each is asked but once."""
    surrender: int = 40
    """After so many, none is asked for `rest` seconds: an outage must not hold up a run."""
    rest: float = 30.0

    def backoff_before(self, attempt: int) -> float:
        """Seconds to wait before attempt number `attempt` (2, 3, …), with jitter."""
        wait = min(self.longest, self.backoff * 2.0 ** (attempt - 2))
        return wait * random.uniform(0.75, 1.25)  # noqa: S311  spreads load, guards nothing


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the answer asks us to wait, or None where it does not say.

    Reads Retry-After (seconds, or a date: counted from the answer's own Date, so that a wrong clock
    here does no harm), else retry-after-ms or x-ms-retry-after-ms.
    """
    asked = headers.get("Retry-After")
    if asked:
        seconds = _number(asked)
        return seconds if seconds is not None else _until(asked, headers.get("Date"))
    for name in ("retry-after-ms", "x-ms-retry-after-ms"):
        milliseconds = _number(headers.get(name) or "")
        if milliseconds is not None:
            return milliseconds / 1000
    return None


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return max(0.0, value) if value == value and abs(value) < float("inf") else None  # noqa: PLR0124


def _until(date: str, sent: str | None) -> float | None:
    end = _date(date)
    if end is None:
        return None
    start = _date(sent or "") or now()
    return max(0.0, (end - start).total_seconds())


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return date if date.tzinfo else None
