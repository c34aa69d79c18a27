"""When to stop reading an endless list whose order Azure does not promise."""

from collections.abc import Iterable
from datetime import datetime
from operator import ge


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
        dated = [time for time in whole_page if time is not None]
        if not dated:
            return False
        if self._holds:
            self._look_at(dated)
        return (
            self._holds
            and self._shown
            and len(dated) == len(whole_page)
            and dated[0] < self._window_start
        )

    def _look_at(self, dated: list[datetime]) -> None:
        times = dated if self._oldest is None else [self._oldest, *dated]
        self._holds = all(map(ge, times, times[1:]))
        self._shown = self._shown or times[-1] < times[0]
        self._oldest = times[-1]
