"""When to stop reading an endless list whose order Azure does not promise."""

from collections.abc import Iterable
from datetime import datetime


class NewestFirst:
    """Watches pages go by: past the window once a whole page is, while newest-first order holds.

    Source: azure_facts A.4 (the order of jobs is not documented). Once an item is newer than one
    before it, no page can be the last any more; nor can one with an item without a readable date,
    nor any before the order has shown: items of one date tell none.
    """

    def __init__(self, window_start: datetime) -> None:
        self._window_start = window_start
        self._oldest: datetime | None = None
        self._holds = True
        self._shown = False

    def past_window(self, page: Iterable[datetime | None]) -> bool:
        """Whether nothing in the window can follow `page`, the next one of the list."""
        whole_page = list(page)
        for time in whole_page:
            if time is None:
                continue
            if self._oldest is not None:
                self._holds = self._holds and time <= self._oldest
                self._shown = self._shown or time < self._oldest
            self._oldest = time if self._oldest is None else min(self._oldest, time)
        return (
            self._holds
            and self._shown
            and bool(whole_page)
            and all(time is not None and time < self._window_start for time in whole_page)
        )
