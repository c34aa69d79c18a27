"""ARM's token bucket for reads, one per subscription and principal (azure_facts C.1)."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from aml_maturity_audit.sandbox.estate.settings import Throttling


@dataclass
class _Bucket:
    left: float
    filled_at: float


class Throttle:
    """Takes one token per read; says how many are left."""

    def __init__(self, rule: Throttling, clock: Callable[[], float]) -> None:
        self.rule = rule
        self.enabled = rule.enabled
        self.refused = 0
        self._clock = clock
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self._lock = threading.Lock()

    def take(self, subscription: str, principal: str) -> int | None:
        """The tokens left after this read; None where there was none to take."""
        if not self.enabled:
            return self.rule.bucket
        with self._lock:
            return self._take((subscription.lower(), principal))

    def _take(self, key: tuple[str, str]) -> int | None:
        moment = self._clock()
        bucket = self._buckets.setdefault(key, _Bucket(self.rule.bucket, moment))
        refill = (moment - bucket.filled_at) * self.rule.refill_per_second
        bucket.left = min(self.rule.bucket, bucket.left + refill)
        bucket.filled_at = moment
        if bucket.left < 1:
            self.refused += 1
            return None
        bucket.left -= 1
        return int(bucket.left)
