"""The lines of a snapshot file, unpacked and decoded one by one within bounds."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.signals.members import (
    Holds,
    Member,
    NoMember,
    TornMember,
    member,
    next_member,
)
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
"""Once unpacked. A million jobs take a gigabyte where none is like another."""
LONG = 8 * 1024
"""A reading of more bytes than this stands apart: the jobs, most of all."""
COMPRESSION = 1
"""The higher levels cost twice as much for a tenth less."""
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
_READINGS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ENCODER = msgspec.json.Encoder()


class Stored(NamedTuple):
    """A line as it is stored: what has to be read at once, and what can wait."""

    text: bytes
    """The line, without the readings that are in the rest."""
    rest: Member | None = None


def members_of(line: Opening | Line) -> bytes:
    """A line as it is stored. Long readings stand apart, so that the others can be read alone."""
    readings = line.readings if isinstance(line, Line) else {}
    long = {name: raw for name, raw in readings.items() if len(bytes(raw)) > LONG}
    if not isinstance(line, Line) or len(long) in (0, len(readings)):
        return member(_ENCODER.encode(line) + b"\n", Holds.ALL, COMPRESSION)
    short = {name: raw for name, raw in readings.items() if name not in long}
    text = _ENCODER.encode(msgspec.structs.replace(line, readings=short))
    rest = b",%b}}\n" % _ENCODER.encode(long)[1:-1]
    return member(text.removesuffix(b"}}"), Holds.BEGINNING, COMPRESSION) + member(
        rest, Holds.REST, COMPRESSION
    )


def readings_in(rest: Member, name: str) -> dict[str, msgspec.Raw]:
    """The long readings of a line; `name` is what errors call the file.

    Raises UsageError where they are damaged.
    """
    try:
        text = bytearray(rest.unpacked())
        text[:1] = b"{"  # in the place of the comma; at its end it closes the line, too
        return _READINGS.decode(memoryview(text)[:-2])
    except (TornMember, *_UNDECODABLE) as error:
        raise UsageError(
            f"{name} is damaged: {error}.", remedy="Copy it again, or collect again."
        ) from error


def whole_lines(path: Path, packed: bytes | None = None) -> Iterator[Stored]:
    """Every line of the file, or of `packed`, which the path then only names.

    Raises UsageError where it is no snapshot, torn or too large.
    """
    try:
        yield from _stored(path, packed)
    except (_Torn, TornMember) as torn:
        raise UsageError(
            f"{path} is truncated or damaged: {torn}.", remedy="Copy it again, or collect again."
        ) from torn


def lines_until_torn(path: Path) -> Iterator[Stored]:
    """Every whole line of a file that may end anywhere."""
    try:
        yield from _stored(path)
    except (_Torn, TornMember):
        return


def no_snapshot(what: str) -> UsageError:
    """The error that `what` says of a file, and which one to give instead."""
    return UsageError(what, remedy="Give a file that `collect` wrote.")


def header_in(raw: bytes | None, path: Path) -> Header:
    """The header in the first line. Raises UsageError where it is foreign or newer."""
    foreign = no_snapshot(f"{path} is no snapshot of this tool.")
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
        _check_states(line.readings, str(path))
    except _UNDECODABLE as error:
        raise no_snapshot(f"{path} has a line that is none of a snapshot's: {error}.") from error
    return line


def _check_states(readings: dict[str, msgspec.Raw], name: str) -> None:
    """Raises UsageError for a state that this version does not know, MsgspecError for none."""
    if not {_STATE.decode(reading).state for reading in readings.values()} <= _STATES:
        raise UsageError(
            f"{name} has a reading in a state that this version does not know.",
            remedy="Update aml-maturity-audit.",
        )


def _stored(path: Path, packed: bytes | None = None) -> Iterator[Stored]:
    """The lines of a file of our members, or of any other gzip file."""
    try:
        with path.open("rb") if packed is None else BytesIO(packed) as file:
            try:
                first = next_member(file)
            except NoMember:
                file.seek(0)
                yield from (Stored(line) for line in _lines(file, path))
            else:
                yield from _lines_in(first, file, path)
    except OSError as error:
        raise no_snapshot(f"{path} cannot be read: {error.strerror or error}.") from error


def _lines_in(first: Member | None, file: BinaryIO, path: Path) -> Iterator[Stored]:
    """The lines in our members; what can wait is not unpacked."""
    found, total = first, 0
    while found is not None:
        _bound(found.size, total, path)
        total += found.size
        if found.holds is Holds.REST:
            raise _Torn("a line has no beginning")
        text, rest = found.unpacked(), None
        if found.holds is Holds.BEGINNING:
            text, rest = text + b"}}", _following(file, path)
            if rest is None or rest.holds is not Holds.REST:
                raise _Torn("it ends in the middle of a line")
            _bound(rest.size, total, path)
            total += rest.size
        elif not text.endswith(b"\n"):
            raise _Torn("it ends in the middle of a line")
        yield Stored(text, rest)
        found = _following(file, path)


def _following(file: BinaryIO, path: Path) -> Member | None:
    try:
        return next_member(file)
    except NoMember:
        raise no_snapshot(
            f"{path} goes on after its end; it is no snapshot of this tool."
        ) from None


def _bound(size: int, total: int, path: Path) -> None:
    if size > LARGEST_LINE or total + size > LARGEST_FILE:
        raise no_snapshot(f"{path} is larger than any snapshot of this tool.")


def _lines(file: BinaryIO, path: Path) -> Iterator[bytes]:
    rest, total = b"", 0
    for block in _unpacked(file, path):
        total += len(block)
        *lines, rest = (rest + block).split(b"\n")
        _bound(len(rest), total - len(rest), path)
        yield from lines
    if rest:
        raise _Torn("it ends in the middle of a line")


def _unpacked(file: BinaryIO, path: Path) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(_GZIP)
    started = False
    while packed := unpacker.unconsumed_tail or file.read(_BLOCK):
        try:
            block = unpacker.decompress(packed, 16 * _BLOCK)
        except zlib.error as error:
            if started:
                raise _Torn("it does not unpack") from error
            raise no_snapshot(f"{path} is no snapshot of this tool (not gzip).") from error
        started = True
        if block:
            yield block
        if unpacker.eof:
            if unpacker.unused_data or file.read(1):
                raise no_snapshot(f"{path} goes on after its end; it is no snapshot of this tool.")
            return
    raise _Torn("it ends too early")
