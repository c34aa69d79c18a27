"""A snapshot as bytes: what a file would hold, for keeping it beside other things."""

from pathlib import Path

from aml_maturity_audit.signals.snapshot import Snapshot
from aml_maturity_audit.signals.snapshot_file import read_snapshot
from aml_maturity_audit.signals.snapshot_lines import Line, Opening, line_of, members_of


def packed(snapshot: Snapshot) -> bytes:
    """The bytes of the snapshot's file."""
    lines = [
        *map(line_of, snapshot.workspaces),
        *map(line_of, snapshot.subscriptions),
        *map(line_of, snapshot.projects),
        Line(footer=snapshot.footer),
    ]
    return members_of(Opening(header=snapshot.header)) + b"".join(map(members_of, lines))


def unpacked(content: bytes, name: str) -> Snapshot:
    """The snapshot in these bytes; `name` is what errors call it. Raises UsageError as reading a
    file does."""
    return read_snapshot(Path(name), content)
