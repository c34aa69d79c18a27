"""Files: whole or not at all, private where they hold tenant data, checked before the work."""

import os
import stat
from pathlib import Path

import pytest

from aml_maturity_audit import files
from aml_maturity_audit.errors import ToolFailure, UsageError
from aml_maturity_audit.files import (
    SHARED,
    check_directory,
    check_writable,
    write_whole,
    written_whole,
)


def test_a_file_is_replaced_whole_and_private(tmp_path):
    path = tmp_path / "out.json"
    path.write_text("old")
    write_whole(path, "nü")
    assert path.read_text(encoding="utf-8") == "nü"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_shared_file_follows_the_umask(tmp_path):
    before = os.umask(0o022)
    try:
        write_whole(tmp_path / "role.json", b"{}", mode=SHARED)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "role.json").stat().st_mode) == 0o644


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_an_interruption_leaves_the_old_file_and_no_rest(tmp_path, error):
    path = tmp_path / "out.json"
    path.write_text("old")
    with pytest.raises(error), written_whole(path) as stream:
        stream.write(b"half")
        raise error
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_replaced_not_followed(tmp_path):
    target = tmp_path / "target"
    target.write_text("precious")
    link = tmp_path / "out"
    link.symlink_to(target)
    write_whole(link, "new")
    assert target.read_text() == "precious"
    assert link.read_text() == "new"
    assert not link.is_symlink()


def test_a_full_disk_is_one_clear_failure(tmp_path):
    path = tmp_path / "out"
    path.write_text("old")
    full = pytest.raises(ToolFailure, match="could not be written: no space left")
    with full, written_whole(path):
        raise OSError(28, "No space left on device")
    assert path.read_text() == "old"


def test_a_device_is_written_as_it_is():
    check_writable(Path("/dev/null"))
    write_whole(Path("/dev/null"), b"gone")


def test_what_cannot_be_written_is_found_before_the_work(tmp_path):
    check_writable(tmp_path / "fine")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UsageError, match="is a directory"):
        check_writable(tmp_path)
    with pytest.raises(UsageError, match="no such file or directory"):
        check_writable(tmp_path / "missing" / "out")


def test_a_directory_without_permission_is_found(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.os, "open", refuse)
    with pytest.raises(UsageError, match="permission denied"):
        check_writable(tmp_path / "out")


def test_directories_are_made(tmp_path):
    check_directory(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError):
        check_directory(tmp_path / "file" / "below")
