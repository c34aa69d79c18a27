"""Snapshots on disk: gzip JSON Lines, written as they are read. Source: design.md, section 4.

One JSON object per line::

    {"schema": "aml-maturity-audit/snapshot/v1", "header": {…}}
    {"workspace": {…}, "readings": {"jobs": {"state": "observed", …}, …}}
    {"subscription": {…}, "readings": {…}}
    {"project": {…}, "readings": {…}}
    {"footer": {…}}

Each line is stored as a gzip member of its own, or as two (`members`): long readings stand last in
their line, so that all the others can be read without unpacking them.

A file is written as `FILE.partial`, flushed after every line and renamed at the end, so that what a
killed run had read is there up to its last whole line.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from aml_maturity_audit.errors import ToolFailure, UsageError
from aml_maturity_audit.signals.snapshot import (
    Footer,
    Header,
    ProjectReadings,
    Readings,
    Snapshot,
    SubscriptionReadings,
    WorkspaceReadings,
)
from aml_maturity_audit.signals.snapshot_lines import (
    Line,
    Opening,
    Stored,
    header_in,
    line_in,
    line_of,
    lines_until_torn,
    members_of,
    no_snapshot,
    readings_in,
    whole_lines,
)


def partial_path(path: Path) -> Path:
    """Where a snapshot stands until it is whole."""
    return path.with_name(f"{path.name}.partial")


class SnapshotWriter:
    """Takes readings as they come in; a `Sink` of collecting. Only `finish` makes the file appear.

    Raises ToolFailure where writing stops being possible (a full disk).

    Left without `finish` (an error, an interruption) it leaves the partial file, which
    `read_partial` can read.
    """

    def __init__(self, path: Path) -> None:
        """Raises UsageError where the file cannot be written."""
        self._path = path
        self._partial = partial_path(path)
        self._fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
        self._file: BinaryIO = _private_file(self._fresh, path)

    def begin(self, header: Header, earlier: Snapshot | None = None) -> None:
        """The first line, and all that an earlier run had read.

        Only now does this replace what a killed run has left: until then that can be resumed.
        """
        self._write(Opening(header=header))
        if earlier is not None:
            self._all(earlier)
        with _told(self._path):
            self._fresh.replace(self._partial)

    def _all(self, snapshot: Snapshot) -> None:
        for workspace in snapshot.workspaces:
            self.workspace(workspace)
        for subscription in snapshot.subscriptions:
            self.subscription(subscription)
        for project in snapshot.projects:
            self.project(project)

    def workspace(self, item: WorkspaceReadings) -> None:
        """A workspace with all its readings."""
        self._write(line_of(item))

    def subscription(self, item: SubscriptionReadings) -> None:
        """A subscription with all its readings."""
        self._write(line_of(item))

    def project(self, item: ProjectReadings) -> None:
        """A CI/CD project with all its readings."""
        self._write(line_of(item))

    def finish(self, footer: Footer) -> None:
        """The last line; the file gets its name. Raises ToolFailure where it cannot be written."""
        self._write(Line(footer=footer))
        with _told(self._path):
            os.fsync(self._file.fileno())
            self._file.close()
            self._partial.replace(self._path)

    def _write(self, line: Line | Opening) -> None:
        with _told(self._path):
            self._file.write(members_of(line))
            self._file.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._file.closed:
            with suppress(OSError):  # a full disk: what was flushed before stands
                self._file.close()
        self._fresh.unlink(missing_ok=True)


def write_snapshot(snapshot: Snapshot, path: Path) -> None:
    """The whole snapshot at once. Raises UsageError where the file cannot be written."""
    with SnapshotWriter(path) as writer:
        writer.begin(snapshot.header, snapshot)
        writer.finish(snapshot.footer)


def read_snapshot(path: Path, packed: bytes | None = None) -> Snapshot:
    """The snapshot in a file, or in `packed`, which the path then only names.

    Raises UsageError, in one sentence, for what is none, is truncated, was written by a newer
    version or is larger than any estate.
    """
    lines = whole_lines(path, packed)
    snapshot = Snapshot(header_in(_text(next(lines, None)), path))
    ended = False
    for stored in lines:
        if ended:
            raise no_snapshot(
                f"{path} goes on after its last line; it is no snapshot of this tool."
            )
        ended = _add(snapshot, stored, path)
    if not ended:
        raise UsageError(
            f"{path} is truncated: its last line is missing.",
            remedy="Collect again; a run that was interrupted leaves FILE.partial.",
        )
    return snapshot


def read_partial(path: Path) -> Snapshot:
    """What a killed run had read, from its partial file, up to the last whole line.

    Raises UsageError where not even the header is whole.
    """
    lines = lines_until_torn(path)
    snapshot = Snapshot(header_in(_text(next(lines, None)), path), footer=Footer(complete=False))
    for stored in lines:
        _add(snapshot, stored, path)
    return snapshot


def _text(stored: Stored | None) -> bytes | None:
    return None if stored is None else stored.text


def _add(snapshot: Snapshot, stored: Stored, path: Path) -> bool:
    """Adds one line; whether it was the last."""
    line, rest = line_in(stored.text, path), stored.rest
    readings = Readings(
        line.readings, rest=None if rest is None else lambda: readings_in(rest, str(path))
    )
    if line.workspace is not None:
        readings.pack()
        known = WorkspaceReadings(line.workspace, readings)
        if line.elsewhere:
            known = WorkspaceReadings.of_another_shard(line.workspace)
        snapshot.workspaces.append(known)
    elif line.subscription is not None:
        snapshot.subscriptions.append(SubscriptionReadings(line.subscription, readings))
    elif line.project is not None:
        snapshot.projects.append(ProjectReadings(line.project, readings))
    elif line.footer is not None:
        snapshot.footer = line.footer
        return True
    else:
        raise no_snapshot(f"{path} has a line of no known kind; it is no snapshot of this tool.")
    return False


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ToolFailure(f"{path} could not be written: {error.strerror or error}.") from error


def _private_file(fresh: Path, path: Path) -> BinaryIO:
    """A new file, readable by its owner only: names of people and resources are in it."""
    try:
        descriptor = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}.",
            remedy="Name a path in a directory that exists and that you may write to.",
        ) from error
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, 0o600)
    return os.fdopen(descriptor, "wb")
