"""What is in a snapshot, to compare two of them by, and partial files of it."""

import re
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from aml_maturity_audit.signals.snapshot import Footer, Requests, Snapshot
from aml_maturity_audit.signals.snapshot_file import SnapshotWriter, partial_path, read_snapshot

_CORRELATION = re.compile(rb" \(correlation id [0-9a-f-]+\)")


def content(file: Path) -> tuple[Any, ...]:
    """All that was read, in no order; when, by which run and with how many requests left out."""
    snapshot = read_snapshot(file)
    workspaces = {
        item.workspace.id: (item.workspace, raw(item.readings)) for item in snapshot.workspaces
    }
    subscriptions = {
        item.subscription.id: (item.subscription, raw(item.readings))
        for item in snapshot.subscriptions
    }
    assert len(workspaces) == len(snapshot.workspaces)
    assert len(subscriptions) == len(snapshot.subscriptions)
    header = replace(snapshot.header, run_id="", collected_at=None)  # type: ignore[arg-type]
    return header, workspaces, subscriptions, replace(snapshot.footer, requests=Requests())


def raw(readings: Any) -> dict[str, bytes]:
    """As written, without the ids of single requests."""
    return {name: _CORRELATION.sub(b"", bytes(value)) for name, value in readings.raw().items()}


def killed(snapshot: Snapshot, file: Path) -> tuple[bytes, list[int]]:
    """The partial file that a run killed at its end leaves, and where in it each line ends."""
    writer = SnapshotWriter(file)
    ends = []

    def at() -> None:
        ends.append(partial_path(file).stat().st_size)

    writer.begin(snapshot.header)
    at()
    for workspace in snapshot.workspaces:
        writer.workspace(workspace)
        at()
    for subscription in snapshot.subscriptions:
        writer.subscription(subscription)
        at()
    left = partial_path(file).read_bytes()
    writer.finish(Footer())
    file.unlink()
    return left, ends
