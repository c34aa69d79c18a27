"""An account of the requests of a run: by host kind and by source. No clock, no addresses."""

from collections import Counter
from dataclasses import dataclass, field

from aml_maturity_audit.signals.snapshot import Requests

ARM = "arm"
DATA_PLANE = "data_plane"
DEVOPS = "devops"


@dataclass
class RequestAccount:
    """Counts what was sent; every attempt counts, and so does what came back throttled."""

    by_host_kind: Counter[str] = field(default_factory=Counter)
    by_source: Counter[str] = field(default_factory=Counter)
    throttled: int = 0
    received: int = 0
    """Bytes of bodies."""

    def sent(self, host_kind: str, source: str) -> None:
        """One more request to a host of this kind, on behalf of this source."""
        self.by_host_kind[host_kind] += 1
        self.by_source[source] += 1

    def record(self) -> Requests:
        """As the snapshot's footer keeps it."""
        return Requests(
            arm=self.by_host_kind[ARM],
            devops=self.by_host_kind[DEVOPS],
            data_plane=self.by_host_kind[DATA_PLANE],
            throttled=self.throttled,
            by_source=dict(sorted(self.by_source.items())),
        )
