"""A snapshot as bytes: what a file would hold, for keeping it beside other things."""

from gzip import GzipFile
from io import BytesIO
from pathlib import Path

import msgspec

from aml_maturity_audit.signals.snapshot import Snapshot
from aml_maturity_audit.signals.snapshot_file import COMPRESSION, read_snapshot
from aml_maturity_audit.signals.snapshot_lines import Line, Opening, line_of


def packed(snapshot: Snapshot) -> bytes:
    """The bytes of the snapshot's file."""
    held = BytesIO()
    encode = msgspec.json.Encoder().encode
    with GzipFile(
        filename="", mode="wb", compresslevel=COMPRESSION, fileobj=held, mtime=0
    ) as stream:
        stream.write(encode(Opening(header=snapshot.header)) + b"\n")
        for each in (snapshot.workspaces, snapshot.subscriptions, snapshot.projects):
            for item in each:
                stream.write(encode(line_of(item)) + b"\n")
        stream.write(encode(Line(footer=snapshot.footer)) + b"\n")
    return held.getvalue()


def unpacked(content: bytes, name: str) -> Snapshot:
    """The snapshot in these bytes; `name` is what errors call it. Raises UsageError as reading a
    file does."""
    return read_snapshot(Path(name), content)
