"""What is set aside comes back, wherever it stood meanwhile."""

import multiprocessing
import os
import tempfile
from pathlib import Path

import pytest

from aml_maturity_audit.assessment.aside import Aside, Place

PIECES = [b"one", b"", b"2" * 100_000, bytes(range(256))]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_every_piece_comes_back_in_any_order(folder: Path) -> None:
    aside = Aside()
    places = [aside.put(piece) for piece in PIECES]
    assert [aside.get(place) for place in reversed(places)] == PIECES[::-1]
    assert aside.put(b"more") == Place(sum(map(len, PIECES)), 4)


@pytest.mark.skipif(os.name == "nt", reason="a file that is open has its name there")
def test_nobody_else_finds_the_file(folder: Path) -> None:
    aside = Aside()
    aside.put(b"evidence")
    assert not list(folder.iterdir())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no forking here")
def test_forked_processes_set_aside_what_their_parent_gets(folder: Path) -> None:
    aside = Aside()
    first = aside.put(b"of the parent")
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)

    def put(number: int) -> None:
        sending.send([(aside.put(b"%d" % number * 1000), number) for _ in range(50)])

    children = [context.Process(target=put, args=(number,)) for number in (1, 2, 3)]
    for child in children:
        child.start()
    told = [each for _ in children for each in receiving.recv()]
    for child in children:
        child.join()
    assert aside.get(first) == b"of the parent"
    assert len({place for place, _ in told}) == 150
    for place, number in told:
        assert aside.get(place) == b"%d" % number * 1000


@pytest.mark.parametrize("lacking", ["TemporaryFile", "multiprocessing.Value"])
def test_where_no_file_can_be_shared_it_is_compressed(
    lacking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise FileNotFoundError("No usable temporary directory found, or no /dev/shm")

    monkeypatch.setattr(f"aml_maturity_audit.assessment.aside.{lacking}", refuse)
    aside = Aside()
    held = [aside.put(piece) for piece in PIECES]
    assert not any(isinstance(one, Place) for one in held)
    assert len(held[2]) < 1000
    assert [aside.get(one) for one in held] == PIECES


class Full:
    """A file on a disk that takes no more than so many bytes."""

    def __init__(self, room: int, fails: bool) -> None:
        self.file, self.room, self.fails = tempfile.TemporaryFile(buffering=0), room, fails  # noqa: SIM115
        self.seek, self.read, self.close = self.file.seek, self.file.read, self.file.close

    def write(self, piece: bytes) -> int:
        fits = piece[: max(0, self.room - self.file.tell())]
        if len(fits) < len(piece) and self.fails:
            raise OSError(28, "No space left on device")
        return self.file.write(fits)


@pytest.mark.parametrize("fails", [True, False])
def test_what_a_full_disk_does_not_take_is_compressed(
    fails: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "aml_maturity_audit.assessment.aside.TemporaryFile", lambda **_: Full(1000, fails)
    )
    aside = Aside()
    held = [aside.put(piece) for piece in (*PIECES, b"3" * 900)]
    assert [isinstance(one, Place) for one in held] == [True, True, False, True, False]
    assert [aside.get(one) for one in held] == [*PIECES, b"3" * 900]


def test_the_file_does_not_grow_beyond_its_bound(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aml_maturity_audit.assessment.aside._MOST", 10)
    aside = Aside()
    pieces = [b"0123456", b"789a", b"789", b"b"]
    held = [aside.put(piece) for piece in pieces]
    assert [isinstance(one, Place) for one in held] == [True, False, True, False]
    assert [aside.get(one) for one in held] == pieces
