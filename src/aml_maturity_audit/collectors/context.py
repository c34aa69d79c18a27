"""What a collector gets to see: the door, the run's bounds, its workspace and earlier readings."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast

from aml_maturity_audit.azure.arm import Arm
from aml_maturity_audit.azure.dataplane import DataPlane
from aml_maturity_audit.collectors.estate import Estate
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.signals.reading import NotCollected, Observed, Reading, SignalKey
from aml_maturity_audit.signals.workspaces import Workspace

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Context:
    """Of one workspace, or of one subscription (then it has no workspace)."""

    arm: Arm
    data: DataPlane
    plan: Plan
    estate: Estate
    subscription_id: str
    of_workspace: Workspace | None = None
    readings: dict[SignalKey[Any], Reading[Any]] = field(default_factory=dict)
    """Filled by the engine as collectors finish."""
    notes: dict[str, object] = field(default_factory=dict)
    """What one source leaves for another beside its reading; never written to a file."""

    @property
    def workspace(self) -> Workspace:
        """The workspace; asking for it in a subscription's context is a bug."""
        if self.of_workspace is None:
            raise LookupError("a subscription's context has no workspace")
        return self.of_workspace

    @property
    def window_start(self) -> datetime:
        """What was made before it is outside the window."""
        return self.plan.window_start

    @property
    def collected_at(self) -> datetime:
        """The run's time; nothing asks a clock."""
        return self.plan.collected_at

    @property
    def window_days(self) -> int:
        """Length of the window."""
        return self.plan.window_days

    @property
    def max_jobs(self) -> int:
        """At most so many jobs of a workspace are kept."""
        return self.plan.max_jobs

    @property
    def data_plane(self) -> bool:
        """Whether the data plane may be asked."""
        return self.plan.data_plane

    def put(self, key: SignalKey[T], reading: Reading[T]) -> None:
        """What the engine has read of a signal."""
        self.readings[key] = reading

    def read(self, key: SignalKey[T]) -> Reading[T]:
        """The reading of a signal named in `after`."""
        known = self.readings.get(key)
        if known is None:
            return NotCollected(hint=f"{key.title}: not collected for this kind of workspace.")
        return cast("Reading[T]", known)

    def seen(self, key: SignalKey[tuple[T, ...]]) -> tuple[T, ...]:
        """The items that were observed of a list named in `after`; none where it was not read."""
        reading = self.read(key)
        return reading.value if isinstance(reading, Observed) else ()
