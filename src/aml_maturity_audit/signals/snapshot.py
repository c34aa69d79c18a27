"""A snapshot: every reading of one run, by workspace, subscription and CI/CD project.

Readings stay as JSON until somebody asks for one, so that an estate of thousands of workspaces
costs memory only where it is judged.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar
from zlib import compress, decompress

import msgspec

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.signals.reading import NotCollected, Observed, Reading, SignalKey
from aml_maturity_audit.signals.record import Record
from aml_maturity_audit.signals.secrets import encoded_without_secrets
from aml_maturity_audit.signals.workspaces import Workspace

T = TypeVar("T")

_CORRELATED = b"correlation id "
_CORRELATION = re.compile(rb"correlation id [0-9A-Fa-f-]+")

SNAPSHOT_SCHEMA = "aml-maturity-audit/snapshot/v1"

WORKSPACES = SignalKey(
    "workspaces",
    tuple[str, ...],
    scope="subscription",
    title="The subscription's workspaces (ARM ids)",
    actions=("Microsoft.MachineLearningServices/workspaces/read",),
)


class Scope(Record, frozen=True, kw_only=True):
    """What the run was asked to look at; empty tuples mean all that is visible."""

    subscriptions: tuple[str, ...] = ()
    management_group: str | None = None
    resource_group: str | None = None
    workspaces: tuple[str, ...] = ()
    cloud: str = "AzureCloud"
    cicd: tuple[str, ...] = ()
    """Organizations and projects the user named."""


class Requests(Record, frozen=True, kw_only=True):
    """How many requests were sent, by host kind."""

    arm: int = 0
    devops: int = 0
    data_plane: int = 0
    throttled: int = 0
    by_source: dict[str, int] = {}


class RunWarning(Record, frozen=True, kw_only=True):
    """Something the reader of a report must know that is no reading."""

    code: str
    text: str
    resource: str | None = None


class Header(Record, frozen=True, kw_only=True):
    """The first line of a snapshot."""

    schema: str = SNAPSHOT_SCHEMA
    tool_version: str
    run_id: str
    collected_at: datetime
    window_days: int = 90
    max_jobs: int = 10_000
    scope: Scope = Scope()
    portal: str = "https://ml.azure.com"
    """Where portal links point; empty in a cloud without one."""
    shard: str = "1/1"
    """Which part of the run this is; workspaces of the others stand in it without readings."""


class Footer(Record, frozen=True, kw_only=True):
    """The last line of a snapshot: it was written whole."""

    complete: bool = True
    """False where the run was interrupted."""
    workspaces: int = 0
    requests: Requests = Requests()
    warnings: tuple[RunWarning, ...] = ()


class Readings:
    """Readings by signal name; decoded on demand, with the digest of each."""

    def __init__(
        self,
        raw: dict[str, msgspec.Raw] | None = None,
        absent: str = "This snapshot has no",
        rest: Callable[[], dict[str, msgspec.Raw]] | None = None,
    ) -> None:
        """`absent` begins the sentence about a signal that is not there; `rest` unpacks those that
        are long, each time it is called."""
        self._raw = raw or {}
        self._absent = absent
        self._rest = rest
        self._packed: dict[str, bytes] = {}
        self._unpacked: dict[str, msgspec.Raw] | None = None
        self._decoded: dict[str, Any] = {}
        self._digests: dict[str, str] = {}

    @classmethod
    def of(cls, readings: Mapping[SignalKey[Any], Reading[Any]]) -> "Readings":
        """Of readings at hand, by key: what tests and collectors have; without their secrets."""
        raw = {
            key.name: msgspec.Raw(encoded_without_secrets(key.as_written(reading)))
            for key, reading in readings.items()
        }
        return cls(raw)

    def get(self, key: SignalKey[T]) -> Reading[T]:
        """The reading of `key`; `NotCollected` where the snapshot has none.

        Raises UsageError for a reading of another shape: a file that was tampered with.
        """
        known: Reading[T] | None = self._decoded.get(key.name)
        if known is None:
            known = self._decoded[key.name] = self._decode(key)
        return known

    def glance(self, key: SignalKey[T]) -> Reading[T]:
        """The same, without holding on to it: for looking at one signal of a whole estate."""
        known: Reading[T] | None = self._decoded.get(key.name)
        if known is not None:
            return known
        was_packed = self._unpacked is None
        try:
            return self._decode(key)
        finally:
            if was_packed:
                self._unpacked = None

    def _decode(self, key: SignalKey[T]) -> Reading[T]:
        raw = self._raw_of(key.name)
        if raw is None:
            return NotCollected(hint=f"{self._absent} reading of {key.name}.")
        try:
            return key.decode(raw)
        except (msgspec.MsgspecError, RecursionError) as error:
            what = f"The snapshot's reading of {key.name} is damaged: {error}."
            raise UsageError(what) from error

    def digest(self, name: str) -> str:
        """A short digest of the reading, for telling whether it changed between runs.

        A refusal's correlation id is another one each time and is left out.
        """
        known = self._digests.get(name)
        if known is None:
            raw = bytes(self._raw_of(name) or b"")
            if _CORRELATED in raw:  # looked for first, as there are megabytes of jobs
                raw = _CORRELATION.sub(b"", raw)
            known = sha256(raw).hexdigest()[:12]
            self._digests[name] = known
        return known

    def names(self) -> Iterator[str]:
        """The signals that were asked for."""
        return iter(sorted(self.raw()))

    def raw(self) -> dict[str, msgspec.Raw]:
        """As written to a file."""
        return self._raw | self._long()

    def pack(self) -> None:
        """Hold what is long compressed from now on; it is unpacked when it is asked for.

        Jobs take a kilobyte each, and a tenth to a twentieth of it packed.
        """
        for name, raw in self._raw.items():
            held = bytes(raw)  # of its own: a slice would keep the whole line in memory
            if len(held) > _LONG:
                self._packed[name] = compress(held, 1)
            else:
                self._raw[name] = msgspec.Raw(held)
        for name in self._packed:
            self._raw.pop(name, None)
        self._unpacked = None

    def forget(self) -> None:
        """Let go of what was unpacked and decoded; asking for it again does it again."""
        self._decoded.clear()
        self._unpacked = None

    def _raw_of(self, name: str) -> msgspec.Raw | None:
        known = self._raw.get(name)
        return self._long().get(name) if known is None else known

    def _long(self) -> dict[str, msgspec.Raw]:
        """What is long, unpacked until it is forgotten."""
        if self._unpacked is None:
            packed = {name: msgspec.Raw(decompress(held)) for name, held in self._packed.items()}
            self._unpacked = packed | (self._rest() if self._rest else {})
        return self._unpacked


_LONG = 8 * 1024


class WorkspaceReadings:
    """A workspace and what was read of it."""

    def __init__(
        self,
        workspace: Workspace,
        readings: Readings,
        *,
        collected_at: datetime | None = None,
    ) -> None:
        """`collected_at` where it was read at another time than the header says."""
        self.workspace = workspace
        self.readings = readings
        self.collected_at = collected_at
        self.elsewhere = False
        """It belongs to another shard, and nothing of it was read."""

    @classmethod
    def of_another_shard(cls, workspace: Workspace) -> "WorkspaceReadings":
        """A workspace of which this shard knows that it is there, and how it is described."""
        absent = "Another shard of the run, and not this one, has the"
        found = cls(workspace, Readings(absent=absent))
        found.elsewhere = True
        return found


class Subscription(Record, frozen=True, kw_only=True):
    """A subscription in scope."""

    id: str
    name: str = ""
    state: str = "Enabled"


class SubscriptionReadings:
    """A subscription and what was read of it."""

    def __init__(self, subscription: Subscription, readings: Readings) -> None:
        self.subscription = subscription
        self.readings = readings


class Project(Record, frozen=True, kw_only=True):
    """An Azure DevOps project, or a GitHub repository, with its readings' scope."""

    provider: str
    """`azure-devops` or `github`."""
    organization: str
    """URL of the organization or API."""
    name: str
    url: str = ""
    named: bool = True
    """The user named it; only then an absence in it counts (criteria.md, section 1, rule 3)."""


class ProjectReadings:
    """A CI/CD project and what was read of it."""

    def __init__(self, project: Project, readings: Readings) -> None:
        self.project = project
        self.readings = readings


class Snapshot:
    """All that one run has read."""

    def __init__(
        self,
        header: Header,
        *,
        workspaces: list[WorkspaceReadings] | None = None,
        subscriptions: list[SubscriptionReadings] | None = None,
        projects: list[ProjectReadings] | None = None,
        footer: Footer | None = None,
    ) -> None:
        self.header = header
        self.workspaces = workspaces or []
        self.subscriptions = subscriptions or []
        self.projects = projects or []
        self.footer = footer or Footer()


def items_of(reading: Reading[T]) -> int:
    """How many items were observed; 0 for what was not, 1 for a value that is no list."""
    if not isinstance(reading, Observed):
        return 0
    return len(reading.value) if isinstance(reading.value, tuple | dict) else 1
