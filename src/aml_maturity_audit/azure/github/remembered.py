"""Answers of this run by address, so that asking again costs nothing of the limit.

GitHub answers 304 to a question that names the mark (ETag) of what is known already, and does not
count it. Kept in memory, in bounds, and only while the run lasts.
"""

from aml_maturity_audit.azure.answers import Answer

MOST_BYTES = 32 * 1024 * 1024
LARGEST = 1024 * 1024


class Remembered:
    """What was answered, with its mark."""

    def __init__(self) -> None:
        self._known: dict[str, Answer] = {}
        self._size = 0

    def condition(self, url: str) -> dict[str, str]:
        """The header that asks only for what is new."""
        known = self._known.get(url)
        return {"If-None-Match": known.headers["ETag"]} if known is not None else {}

    def take(self, url: str, answer: Answer) -> Answer:
        """The answer, or for a 304 the one that is known."""
        if answer.status == 304 and url in self._known:
            known = self._known[url]
            return Answer(200, known.headers, known.body)
        size = len(answer.body)
        fits = size <= LARGEST and self._size + size <= MOST_BYTES
        if answer.status == 200 and answer.headers.get("ETag") and fits:
            self._size += size
            self._known[url] = answer
        return answer

    def forget(self, url: str) -> None:
        """Take nothing from an answer that turned out to be no good."""
        known = self._known.pop(url, None)
        self._size -= len(known.body) if known is not None else 0
