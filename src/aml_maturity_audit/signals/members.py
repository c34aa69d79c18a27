"""Gzip members that say how long they are, so that a file can be walked without being unpacked.

A gzip file is a sequence of members (RFC 1952, section 2.2); any tool unpacks them as one. Each of
ours has an extra field (section 2.3.1.1) with its own length, the length of what it holds, and
whether that is a whole line, the beginning of one, or its rest.
"""

import struct
import zlib
from enum import IntEnum
from typing import BinaryIO, NamedTuple

_FIXED = b"\x1f\x8b\x08\x04\x00\x00\x00\x00\x00\xff"
"""Deflate, an extra field, no time, no system."""
_EXTRA = struct.Struct("<H2sHIIB")
"""Length of the field; id and length of its only part; both lengths; what it holds."""
_ID = b"Ma"
_PART = _EXTRA.size - 6
_TRAILER = struct.Struct("<II")
_HEAD = len(_FIXED) + _EXTRA.size


class Holds(IntEnum):
    """What a member holds of a line."""

    ALL = 0
    BEGINNING = 1
    REST = 2


class NoMember(Exception):
    """What stands there is no member of ours."""


class TornMember(Exception):
    """A member that ends too early, or does not unpack; the argument says which."""


class Member(NamedTuple):
    """A member as it stands in a file."""

    holds: Holds
    size: int
    """Of what it holds, in bytes."""
    packed: bytes
    """What it holds, deflated, with the check and the size that follow it."""

    def unpacked(self) -> bytes:
        """What it holds. Raises TornMember where that does not unpack to what was promised."""
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            text = unpacker.decompress(self.packed, self.size + 1)
        except zlib.error as error:
            raise TornMember("it does not unpack") from error
        check = _TRAILER.pack(zlib.crc32(text), len(text) & 0xFFFFFFFF)
        if len(text) != self.size or not unpacker.eof or unpacker.unused_data != check:
            raise TornMember("it does not unpack")
        return text


def member(text: bytes, holds: Holds, level: int) -> bytes:
    """The member that holds `text`; `level` is zlib's."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = packer.compress(text) + packer.flush()
    length = _HEAD + len(deflated) + _TRAILER.size
    extra = _EXTRA.pack(4 + _PART, _ID, _PART, length, len(text), holds)
    return b"".join((_FIXED, extra, deflated, _TRAILER.pack(zlib.crc32(text), len(text))))


def next_member(file: BinaryIO) -> Member | None:
    """The member at the file's place; None at its end.

    Raises NoMember where another kind of file stands there, TornMember where it is cut off.
    """
    head = file.read(_HEAD)
    if not head:
        return None
    if not head.startswith(_FIXED[: len(head)]):
        raise NoMember
    if len(head) < _HEAD:
        raise TornMember("it ends too early")
    field, id_, part, length, size, holds = _EXTRA.unpack_from(head, len(_FIXED))
    if (field, id_, part) != (4 + _PART, _ID, _PART) or holds > Holds.REST:
        raise NoMember
    packed = file.read(max(0, length - _HEAD))
    if length < _HEAD or len(packed) < length - _HEAD:
        raise TornMember("it ends too early")
    return Member(Holds(holds), size, packed)
