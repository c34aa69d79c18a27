"""Pace: how fast to ask, per subscription and per data-plane host.

Azure Resource Manager fills a bucket of reads per subscription and tells how many remain
(azure_facts C.1). A lane spends what is there at once, then asks no faster than the bucket refills;
a 429 stops the whole lane until the time it names, since asking earlier restarts the wait. Lanes do
not share anything, so one throttled subscription never holds up another.
"""

import asyncio
from collections.abc import Mapping

REMAINING = (
    "x-ms-ratelimit-remaining-subscription-reads",
    "x-ms-ratelimit-remaining-tenant-reads",
)
REFILL = 25.0
"""Reads per second that the public cloud adds to a bucket."""
SLOWEST = 1.0
_RECOVERY = 1.05


class Lane:
    """The requests to one bucket: at most `width` under way, no more than it holds."""

    def __init__(self, width: int) -> None:
        self._turns = asyncio.Semaphore(width)
        self._under_way = 0
        self._left: float | None = None
        self._as_of = 0.0
        self._resumes = 0.0
        self._refill = REFILL
        self.strikes = 0
        """Questions in a row that stayed unanswered."""
        self.in_vain_until = 0.0
        """Until then there is no point in asking."""

    async def __aenter__(self) -> None:
        """A turn: wait until a request may be sent; the block is its being under way."""
        await self._turns.acquire()
        try:
            while (wait := self._wait()) > 0:
                await asyncio.sleep(wait)
        except BaseException:
            self._turns.release()
            raise
        if self._left is not None:
            self._left -= 1
        self._under_way += 1

    async def __aexit__(self, *_: object) -> None:
        """The turn is over."""
        self._under_way -= 1
        self._turns.release()

    def learn(self, headers: Mapping[str, str]) -> None:
        """Take up how many reads an answer says remain; call it within the turn."""
        for name in REMAINING:
            value = headers.get(name, "")
            if value.isascii() and value.isdigit() and len(value) < 10:
                self._refill_until(_now())
                self._left = float(value) - (self._under_way - 1)
                self._refill = min(REFILL, self._refill * _RECOVERY)
                return

    def pause(self, seconds: float) -> None:
        """Nothing leaves this lane for so long; it is asked more slowly afterwards."""
        now = _now()
        if now >= self._resumes:  # the first of a burst; the others say the same again
            self._refill = max(SLOWEST, self._refill / 2)
        self._resumes = max(self._resumes, now + seconds)
        self._left = 1.0 if self._left is None else min(self._left, 1.0)
        self._as_of = self._resumes

    def _wait(self) -> float:
        now = _now()
        if self._resumes > now:
            return self._resumes - now
        self._refill_until(now)
        if self._left is None or self._left >= 1:
            return 0
        return max(0.001, (1 - self._left) / self._refill)

    def _refill_until(self, now: float) -> None:
        if self._left is not None and now > self._as_of:
            self._left += (now - self._as_of) * self._refill
        self._as_of = max(self._as_of, now)


class Lanes:
    """The lanes of a run, made as they are asked for."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._lanes: dict[str, Lane] = {}

    def lane(self, name: str) -> Lane:
        """The lane called `name`: a subscription id, `tenant`, or a host."""
        if name not in self._lanes:
            self._lanes[name] = Lane(self._width)
        return self._lanes[name]


def _now() -> float:
    return asyncio.get_running_loop().time()
