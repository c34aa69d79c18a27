"""The lines of a snapshot file, unpacked and decoded one by one within bounds."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import msgspec

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.signals.snapshot import (
    SNAPSHOT_SCHEMA,
    Footer,
    Header,
    Project,
    ProjectReadings,
    Subscription,
    SubscriptionReadings,
    WorkspaceReadings,
)
from aml_maturity_audit.signals.workspaces import Workspace

LARGEST_LINE = 256 * 1024 * 1024
LARGEST_FILE = 8 * 1024 * 1024 * 1024
"""Once unpacked. A million jobs take a third of a gigabyte."""
_BLOCK = 64 * 1024
_GZIP = 16 + zlib.MAX_WBITS
_FAMILY = SNAPSHOT_SCHEMA.rsplit("/", 1)[0] + "/"
_STATES = frozenset({"observed", "denied", "failed", "not_collected"})


class Opening(msgspec.Struct, kw_only=True):
    """The first line as this version writes it."""

    schema: str = SNAPSHOT_SCHEMA
    header: Header


class Line(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Any other line; which field is set says of which kind it is."""

    workspace: Workspace | None = None
    subscription: Subscription | None = None
    project: Project | None = None
    footer: Footer | None = None
    readings: dict[str, msgspec.Raw] = {}
    elsewhere: bool = False
    """Of a workspace that another shard of the run reads."""


def line_of(item: WorkspaceReadings | SubscriptionReadings | ProjectReadings) -> Line:
    """What was read of one thing, as its line."""
    raw = item.readings.raw()
    if isinstance(item, WorkspaceReadings):
        return Line(workspace=item.workspace, readings=raw, elsewhere=item.elsewhere)
    if isinstance(item, SubscriptionReadings):
        return Line(subscription=item.subscription, readings=raw)
    return Line(project=item.project, readings=raw)


class _AnyOpening(msgspec.Struct):
    schema: str
    header: msgspec.Raw


class _State(msgspec.Struct):
    state: str


class _Torn(Exception):
    """The packed stream breaks before its end; the argument says how."""


_UNDECODABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_OPENINGS = msgspec.json.Decoder(_AnyOpening)
_HEADERS = msgspec.json.Decoder(Header)
_LINES = msgspec.json.Decoder(Line)
_STATE = msgspec.json.Decoder(_State)


def whole_lines(path: Path, packed: bytes | None = None) -> Iterator[bytes]:
    """Every line of the file, or of `packed`, which the path then only names.

    Raises UsageError where it is no snapshot, torn or too large.
    """
    try:
        yield from _lines(path, packed)
    except _Torn as torn:
        raise UsageError(
            f"{path} is truncated or damaged: {torn}.", remedy="Copy it again, or collect again."
        ) from torn


def lines_until_torn(path: Path) -> Iterator[bytes]:
    """Every whole line of a file that may end anywhere."""
    try:
        yield from _lines(path)
    except _Torn:
        return


def header_in(raw: bytes | None, path: Path) -> Header:
    """The header in the first line. Raises UsageError where it is foreign or newer."""
    foreign = UsageError(f"{path} is no snapshot of this tool.")
    if raw is None:
        raise foreign
    try:
        opening = _OPENINGS.decode(raw)
    except _UNDECODABLE as error:
        raise foreign from error
    if not opening.schema.startswith(_FAMILY):
        raise foreign
    if opening.schema != SNAPSHOT_SCHEMA:
        raise UsageError(
            f"{path} is of format {opening.schema[:100]}; this version reads {SNAPSHOT_SCHEMA}.",
            remedy="Update aml-maturity-audit.",
        )
    try:
        return _HEADERS.decode(opening.header)
    except _UNDECODABLE as error:
        raise foreign from error


def line_in(raw: bytes, path: Path) -> Line:
    """Any other line. Raises UsageError where it is none of a snapshot's."""
    try:
        line = _LINES.decode(raw)
        states = {_STATE.decode(reading).state for reading in line.readings.values()}
    except _UNDECODABLE as error:
        raise UsageError(f"{path} has a line that is none of a snapshot's: {error}.") from error
    if not states <= _STATES:
        raise UsageError(f"{path} has a reading in a state that this version does not know.")
    return line


def _lines(path: Path, packed: bytes | None = None) -> Iterator[bytes]:
    rest, total = b"", 0
    for block in _blocks(path, packed):
        total += len(block)
        *lines, rest = (rest + block).split(b"\n")
        if len(rest) > LARGEST_LINE or total > LARGEST_FILE:
            raise UsageError(f"{path} is larger than any snapshot of this tool.")
        yield from lines
    if rest:
        raise _Torn("it ends in the middle of a line")


def _blocks(path: Path, packed: bytes | None) -> Iterator[bytes]:
    """The unpacked file in blocks of bounded size."""
    if packed is not None:
        yield from _unpacked(BytesIO(packed), path)
        return
    try:
        with path.open("rb") as file:
            yield from _unpacked(file, path)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error


def _unpacked(file: BinaryIO, path: Path) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(_GZIP)
    started = False
    while packed := unpacker.unconsumed_tail or file.read(_BLOCK):
        try:
            block = unpacker.decompress(packed, 16 * _BLOCK)
        except zlib.error as error:
            if started:
                raise _Torn("it does not unpack") from error
            raise UsageError(f"{path} is no snapshot of this tool (not gzip).") from error
        started = True
        if block:
            yield block
        if unpacker.eof:
            if unpacker.unused_data or file.read(1):
                raise UsageError(f"{path} goes on after its end; it is no snapshot of this tool.")
            return
    raise _Torn("it ends too early")
