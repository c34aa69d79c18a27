"""Bytes set aside until they are asked for: more of them than should stand in memory."""

import multiprocessing
import weakref
from tempfile import TemporaryFile
from typing import IO, NamedTuple, TypeAlias
from zlib import compress, decompress

_FASTEST = 1
_MOST = 256 * 2**20
"""The file grows no larger: in a container it may stand in memory, too."""


class Place(NamedTuple):
    """Where bytes stand in the file."""

    start: int
    length: int


Piece: TypeAlias = Place | bytes
"""What was set aside: where it is, or itself, compressed."""


class Aside:
    """A file without a name, which nobody else can open and which is gone with this.

    Processes that are forked from the one that made it may write to it too. What cannot be written
    (there is no folder for a file, the disk is full, or the file large enough) is kept compressed,
    which takes ten times as long.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        try:
            self._end = multiprocessing.Value("q", 0)
            # Not buffered: a full disk is told by the write that it concerns.
            file = TemporaryFile(prefix="aml-maturity-audit-", buffering=0)  # noqa: SIM115
        except (OSError, ImportError):  # no folder for it, or no memory that processes can share
            return
        self._file = file
        weakref.finalize(self, file.close)

    def put(self, piece: bytes) -> Piece:
        """Set it aside."""
        return self._written(piece) or compress(piece, _FASTEST)

    def _written(self, piece: bytes) -> Place | None:
        """Where it was written, or None where it could not be."""
        if self._file is None:
            return None
        with self._end.get_lock():
            start = self._end.value
            if start + len(piece) > _MOST:
                return None
            try:
                self._file.seek(start)
                if self._file.write(piece) < len(piece):
                    return None
            except OSError:
                return None
            self._end.value += len(piece)
        return Place(start, len(piece))

    def get(self, piece: Piece) -> bytes:
        """What was set aside."""
        if isinstance(piece, bytes):
            return decompress(piece)
        assert self._file is not None, "it was written there"
        with self._end.get_lock():
            self._file.seek(piece.start)
            return self._file.read(piece.length)
