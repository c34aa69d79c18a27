"""Secrets planted wherever strangers write reach no snapshot, report, log, error or history.

Source: issue "Unbreakable", Nothing is written, nothing leaks; design.md, section 5.
"""

import gzip
import logging
from pathlib import Path

import pytest

from aml_maturity_audit.sandbox import Sandbox, parse_estate
from faults.planted import MARK, SHAPES, estate

FORMATS = ("table", "json", "csv", "markdown", "html", "xlsx", "junit")


def everything(directory: Path) -> dict[str, bytes]:
    """Every byte under a directory, unpacked where it is packed."""
    found = {}
    for path in directory.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found[str(path)] = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
            if content[:2] == b"PK":
                found[str(path)] = unpacked(path)
    return found


def unpacked(path: Path) -> bytes:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def around(content: bytes) -> bytes:
    at = content.find(MARK.encode())
    return content[max(0, at - 150) : at + 60]


@pytest.mark.parametrize("shape", SHAPES)
def test_planted_secrets_reach_no_output(shape, run, tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("AML_MATURITY_AUDIT_DEBUG", "1")
    monkeypatch.chdir(tmp_path)
    caplog.set_level(logging.DEBUG)
    secret = SHAPES[shape]
    assert MARK in secret
    out = tmp_path / "out"
    with Sandbox(parse_estate(estate(secret))) as sandbox:
        for name, value in sandbox.environment.items():
            monkeypatch.setenv(name, value)
        error = {"error": {"code": "InternalError", "message": secret, "details": [secret]}}
        sandbox.faults.add("/batchEndpoints", status=400, json=error)
        formats = [each for name in FORMATS for each in ("--format", name)]
        whole = run(
            *("audit", "--devops-organization", f"{sandbox.url}/contoso", "--details"),
            *("--snapshot", tmp_path / "x.snapshot", "--output-dir", out, "--no-mask"),
            *(*formats, "--history", tmp_path / "history", "--verbose"),
        )
    assert whole.code == 0, whole.err
    kept = everything(tmp_path) | {"stdout": whole.out, "stderr": whole.err.encode()}
    kept["log"] = caplog.text.encode()
    assert len(kept) > len(FORMATS) + 4
    leaks = {name: around(content) for name, content in kept.items() if MARK.encode() in content}
    assert not leaks
