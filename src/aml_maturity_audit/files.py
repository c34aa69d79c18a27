"""Files are written whole or not at all, and what holds tenant data is the owner's to read.

Source: design.md, section 5: every write of a file is atomic; issue "Unbreakable", Files.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from aml_maturity_audit.errors import ToolFailure, UsageError

PRIVATE = 0o600
"""The mode of files that hold what was read from a tenant."""
LARGEST = 1024 * 2**20
"""Bytes of the largest file that is read whole."""
SHARED = 0o666
"""The mode of files without tenant data; the umask takes from it."""


@contextmanager
def written_whole(path: Path, *, mode: int = PRIVATE) -> Iterator[BinaryIO]:
    """A binary file that becomes `path` when the block ends well, and vanishes when it does not.

    A pipe or a device (`/dev/stdout`) is written as it is. Raises ToolFailure where the disk
    refuses, with the system's reason.
    """
    try:
        if path.exists() and not S_ISREG(path.stat().st_mode):
            with path.open("wb") as stream:
                yield stream
            return
        with _replacing(path, mode) as stream:
            yield stream
    except OSError as error:
        raise ToolFailure(
            f"{path} could not be written: {_reason(error)}.",
            remedy="What was there before is unchanged.",
        ) from error


def write_whole(path: Path, content: bytes | str, *, mode: int = PRIVATE) -> None:
    """Write `content` to `path`, atomically. Raises ToolFailure as `written_whole` does."""
    with written_whole(path, mode=mode) as stream:
        stream.write(content.encode() if isinstance(content, str) else content)


def check_writable(path: Path) -> None:
    """Make sure, before any work is done, that `path` can be written.

    Raises UsageError where it is a directory, or where its directory is missing or read-only.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a directory.", remedy="Name a file in it.")
    if path.exists() and not path.is_file():
        return
    _check_directory(path, path.parent)


def check_directory(directory: Path) -> None:
    """Make sure that files can be made in `directory`, which is created where it is missing.

    Raises UsageError where it cannot be.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"The directory {directory} cannot be made: {_reason(error)}.",
            remedy="Name another one.",
        ) from error
    _check_directory(directory, directory)


def read_bounded(path: Path, most: int = LARGEST) -> bytes:
    """The bytes of a file that somebody else may have written.

    Raises UsageError where it cannot be read, or is larger than `most` bytes.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(most + 1)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {_reason(error)}.",
            remedy="Give the path of a file that is there and that you may read.",
        ) from error
    if len(content) > most:
        raise UsageError(f"{path} is larger than {most // 2**20} MB, which no such file is.")
    return content


@contextmanager
def _replacing(path: Path, mode: int) -> Iterator[BinaryIO]:
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    except BaseException:
        with suppress(OSError):
            partial.unlink()
        raise


def _check_directory(path: Path, directory: Path) -> None:
    probe = directory / f".{secrets.token_hex(8)}.partial"
    try:
        descriptor = os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
        os.close(descriptor)
        probe.unlink()
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {_reason(error)}.",
            remedy="Name a path in a directory that exists and that you may write to.",
        ) from error


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
